"""The demo's accounts: one for each role, in the team that the policy gives it.

What each may do stands in ``cms.access.policy``. The passwords are the same for all, and never
for a site that is more than a demo: ``seed_demo`` refuses to run in production.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractUser
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms.access.models import Team
from cms.access.places import give_time_zone
from cms.access.policy import (
    APPROVERS,
    COORDINATORS,
    EDITORS,
    LEADS,
    REVIEWERS,
    STAFF,
    TRANSLATORS,
    Role,
)
from cms.access.reconcile import reconcile


@dataclass(frozen=True)
class Account:
    """An account of a team: a role, in a chapter or a language where the role is held there.

    Without a role, the account is a superuser's.
    """

    username: str
    description: str
    role: Role | None = None
    chapter: str = ""
    language: str = ""


ACCOUNTS = (
    Account("admin", "may do everything"),
    Account("staff", "national staff: writes everywhere", STAFF),
    Account("approver", "approves everywhere", APPROVERS),
    Account("boston-editor", "writes for Boston", EDITORS, chapter="boston"),
    Account("boston-lead", "leads Boston", LEADS, chapter="boston"),
    Account("chicago-editor", "writes for Chicago", EDITORS, chapter="chicago"),
    Account("chicago-lead", "leads Chicago", LEADS, chapter="chicago"),
    Account("es-translator", "translates into Spanish", TRANSLATORS, language="es"),
    Account("es-reviewer", "reviews Spanish", REVIEWERS, language="es"),
    Account("ar-translator", "translates into Arabic", TRANSLATORS, language="ar"),
    Account("ar-reviewer", "reviews Arabic", REVIEWERS, language="ar"),
    Account("coordinator", "starts translations", COORDINATORS),
)


def create_accounts(pages: Mapping[str, Mapping[str, Page]]) -> int:
    """Create the accounts in their teams; return how many. ``pages``: by language and address.

    An account of a chapter or a language that the content does not have is not made.
    """
    reconcile()
    password = make_password(demo_password())
    accounts = [account for account in ACCOUNTS if _has_place(account, pages)]
    for account in accounts:
        user = get_user_model()(
            username=account.username,
            email=f"{account.username}@example.org",
            password=password,
            is_superuser=account.role is None,
            is_staff=account.role is None,
        )
        user.full_clean()
        user.save()
        if account.language:
            UserProfile.objects.create(user=user, preferred_language=account.language)
        if account.role is not None:
            team = _team(account, account.role, pages)
            user.groups.add(team.group)
            give_time_zone(user, team)
    return len(accounts)


def _has_place(account: Account, pages: Mapping[str, Mapping[str, Page]]) -> bool:
    if account.chapter:
        return _chapter_address(account) in pages[settings.LANGUAGE_CODE]
    return not account.language or account.language in pages


def _chapter_address(account: Account) -> str:
    return f"chapters/{account.chapter}/"


def _team(account: Account, role: Role, pages: Mapping[str, Mapping[str, Page]]) -> Team:
    """The team of an account. Raises DoesNotExist where the policy has none like it."""
    teams = Team.objects.filter(role_key=role.key)
    if account.chapter:
        page = pages[settings.LANGUAGE_CODE][_chapter_address(account)]
        return teams.get(territory=page.translation_key)
    if account.language:
        return teams.get(locale__language_code=account.language)
    return teams.get()


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
    return next((one for one in candidates if _opens(one, user.password)), None)


@lru_cache(maxsize=64)
def _opens(password: str, encoded: str) -> bool:
    """Whether a password belongs to a hash. Remembered: to find it out is slow on purpose."""
    return check_password(password, encoded)


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
            account.description,
        )
        for account in accounts
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    return [f"{name:<{widths[0]}}  {word:<{widths[1]}}  {role}" for name, word, role in rows]
