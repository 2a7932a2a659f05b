"""The demo's accounts: one for each role, with the access that it needs and no more.

The tables below are the policy. The passwords are the same for all, and never for a site that is
more than a demo: ``seed_demo`` refuses to run in production.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractUser, Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.users.models import UserProfile

WRITE = ("add_page", "change_page")
PUBLISH = ("change_page", "publish_page")
TRANSLATE = ("change_page",)
PICTURES = ("wagtailimages.add_image", "wagtailimages.choose_image")
ENTER_ADMIN = "wagtailadmin.access_admin"
EVERY_LANGUAGE = "*"
WHOLE_TREE = None


@dataclass(frozen=True)
class Team:
    """A group of accounts and what it may do.

    ``address`` is the page below which the page permissions hold, in ``language`` or in every
    language; ``WHOLE_TREE`` means all pages.
    """

    name: str
    page_permissions: tuple[str, ...] = ()
    address: str | None = WHOLE_TREE
    language: str = EVERY_LANGUAGE
    permissions: tuple[str, ...] = ()
    picture_permissions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    username: str
    role: str
    team: Team | None = None
    admin_language: str = ""


RECORDS = tuple(
    f"home.{action}_{record}"
    for action in ("add", "change", "delete")
    for record in ("person", "partner", "siteidentity")
)
STAFF = Team("National staff", WRITE, permissions=RECORDS, picture_permissions=PICTURES)
APPROVERS = Team("Approvers", PUBLISH)
COORDINATORS = Team(
    "Translation coordinators", permissions=("wagtail_localize.submit_translation",)
)


def chapter_team(name: str, slug: str) -> Team:
    return Team(name, WRITE, f"chapters/{slug}/", picture_permissions=PICTURES)


ACCOUNTS = (
    Account("admin", "may do everything"),
    Account("staff", "national staff: writes everywhere", STAFF),
    Account("approver", "publishes everywhere", APPROVERS),
    Account("boston-editor", "writes for Boston", chapter_team("Boston editors", "boston")),
    Account("boston-lead", "leads Boston", chapter_team("Boston leads", "boston")),
    Account("chicago-editor", "writes for Chicago", chapter_team("Chicago editors", "chicago")),
    Account("chicago-lead", "leads Chicago", chapter_team("Chicago leads", "chicago")),
    Account(
        "es-translator",
        "translates into Spanish",
        Team("Spanish translators", TRANSLATE, "", "es"),
        "es",
    ),
    Account(
        "es-reviewer",
        "reviews and publishes Spanish",
        Team("Spanish reviewers", PUBLISH, "", "es"),
        "es",
    ),
    Account(
        "ar-translator",
        "translates into Arabic",
        Team("Arabic translators", TRANSLATE, "", "ar"),
        "ar",
    ),
    Account(
        "ar-reviewer",
        "reviews and publishes Arabic",
        Team("Arabic reviewers", PUBLISH, "", "ar"),
        "ar",
    ),
    Account("coordinator", "starts translations", COORDINATORS),
)


def create_accounts(pages: Mapping[str, Mapping[str, Page]]) -> None:
    """Create every account and team. ``pages`` are the pages by language and address."""
    password = make_password(demo_password())
    for account in ACCOUNTS:
        user = get_user_model()(
            username=account.username,
            email=f"{account.username}@example.org",
            password=password,
            is_superuser=account.team is None,
            is_staff=account.team is None,
        )
        user.full_clean()
        user.save()
        if account.admin_language:
            UserProfile.objects.create(user=user, preferred_language=account.admin_language)
        if account.team is not None:
            user.groups.add(_create_team(account.team, pages))


def _create_team(team: Team, pages: Mapping[str, Mapping[str, Page]]) -> Group:
    group = Group.objects.create(name=team.name)
    group.permissions.set(_permissions((ENTER_ADMIN, *team.permissions)))
    for permission in _permissions(f"wagtailcore.{name}" for name in team.page_permissions):
        for page in _places(team, pages):
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    root = Collection.get_first_root_node()
    for permission in _permissions(team.picture_permissions):
        GroupCollectionPermission.objects.create(
            group=group, collection=root, permission=permission
        )
    return group


def _places(team: Team, pages: Mapping[str, Mapping[str, Page]]) -> list[Page]:
    if team.address is WHOLE_TREE:
        return [Page.get_first_root_node()]
    return [
        tree[team.address]
        for language, tree in pages.items()
        if team.language in (language, EVERY_LANGUAGE) and team.address in tree
    ]


def _permissions(names: Iterable[str]) -> list[Permission]:
    """Return the permissions with these names. Raises DoesNotExist for a wrong name."""
    pairs = [name.split(".") for name in names]
    return [
        Permission.objects.get(content_type__app_label=app, codename=codename)
        for app, codename in pairs
    ]


def password_file() -> Path:
    """Where a made-up password is kept, readable by its owner only."""
    return Path(settings.VAR_DIR) / "demo_password"


def demo_password() -> str:
    """Return the demo accounts' password: DEMO_PASSWORD, else one made up once and kept."""
    if settings.DEMO_PASSWORD:
        return str(settings.DEMO_PASSWORD)
    file = password_file()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(12))
    return file.read_text().strip()


def working_password(user: AbstractUser) -> str | None:
    """Return the demo password if it still opens this account, else ``None``."""
    kept = [password_file().read_text().strip()] if password_file().exists() else []
    candidates = dict.fromkeys((*filter(None, (settings.DEMO_PASSWORD,)), *kept))
    return next((one for one in candidates if check_password(one, user.password)), None)


def describe_accounts() -> list[str]:
    """Return a line for each demo account, in columns: its name, its password, what it is for."""
    users = {user.get_username(): user for user in get_user_model().objects.all()}
    accounts = [account for account in ACCOUNTS if account.username in users]
    # All were made with the same hash; so each hash is checked once, which is slow enough.
    by_hash = {users[account.username].password: users[account.username] for account in accounts}
    passwords = {hash_: working_password(user) for hash_, user in by_hash.items()}
    rows = [
        (
            account.username,
            passwords[users[account.username].password] or "(changed since)",
            account.role,
        )
        for account in accounts
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    return [f"{name:<{widths[0]}}  {word:<{widths[1]}}  {role}" for name, word, role in rows]
