"""Makes the rows of access what the policy wants them to be.

``reconcile`` computes every row that the policy, the territories and the languages call for,
compares with what is there, and writes the difference: running it twice writes nothing the
second time. The rows are Wagtail's ordinary ones, so that every screen of Wagtail reads them
right; a row that the policy does not want is drift, whoever made it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import override
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page

from .events import record
from .models import Team
from .policy import Role, Scope, model_rights_of, roles_with
from .territories import Territory, survey_territories

SHARED_COLLECTION = "Shared media"
GROUP_NAME_LENGTH = Group._meta.get_field("name").max_length or 150

type Row = tuple[str, ...]
type Rows = dict[Row, Callable[[], Any]]


@dataclass
class Table:
    """One table's rows in words: those wanted, those there, and how to add and remove them."""

    name: str
    wanted: Rows
    existing: Rows

    def settle(self) -> list[str]:
        """Add what is missing, remove what is surplus; return what was done, in words."""
        surplus = sorted(self.existing.keys() - self.wanted.keys())
        missing = sorted(self.wanted.keys() - self.existing.keys())
        for row in surplus:
            self.existing[row]()
        for row in missing:
            self.wanted[row]()
        return [f"{self.name}: not wanted: {', '.join(row)}" for row in surplus] + [
            f"{self.name}: missing: {', '.join(row)}" for row in missing
        ]


type TableSource = Callable[[list[Territory]], Iterable[Table]]

_table_sources: list[TableSource] = []


def register_tables(source: TableSource) -> None:
    """Let another app's rows follow the territories, such as review workflows."""
    if source not in _table_sources:
        _table_sources.append(source)


@transaction.atomic
def reconcile() -> list[str]:
    """Write what is missing, remove what nobody wants; return what was done, in words.

    What it changed is recorded as a change of access by whoever is acting at this moment.
    """
    _wait_for_others()
    survey = survey_territories()
    teams, done = _settle_teams(survey.territories)
    done = survey.done + done
    for table in _rights(teams):
        done += table.settle()
    for source in _table_sources:
        for table in source(survey.territories):
            done += table.settle()
    if done:
        _record(done)
    return done


def check() -> list[str]:
    """Return what ``reconcile`` would do, leaving the database as it is."""
    with transaction.atomic():
        drift = reconcile()
        transaction.set_rollback(True)
    return drift


def strangers() -> list[str]:
    """The groups that no team owns and somebody is in: they give nothing, and are not mended."""
    groups = Group.objects.filter(team__isnull=True, user__isnull=False)
    return list(groups.order_by("name").values_list("name", flat=True).distinct())


def _wait_for_others() -> None:
    """Let nobody else reconcile until this transaction ends: two would both add a missing row."""
    list(Collection.objects.select_for_update().filter(depth=1).values_list("pk"))


def _record(done: list[str]) -> None:
    removed = [line for line in done if "not wanted" in line]
    record(
        None,
        change="brought in line with the policy",
        before=removed,
        after=[line for line in done if line not in removed],
    )


# Teams


@dataclass(frozen=True)
class Post:
    """A team that there should be: its role, where it holds, and its group's name."""

    role: Role
    name: str
    territory: Territory | None = None
    locale: Locale | None = None

    @property
    def is_open(self) -> bool:
        """Whether the team's rights hold; those of an archived territory rest."""
        return self.territory is None or self.territory.is_open

    @property
    def key(self) -> tuple[str, UUID | None, int | None]:
        return (
            self.role.key,
            self.territory.key if self.territory else None,
            self.locale.pk if self.locale else None,
        )


def _posts(territories: list[Territory]) -> list[Post]:
    with override("en"):
        return [
            *(Post(role, str(role.name)) for role in roles_with(Scope.SITE)),
            *(
                Post(role, _name_in(territory, role), territory=territory)
                for territory in territories
                for role in roles_with(Scope.TERRITORY)
            ),
            *(
                Post(role, f"{role.name}: {locale.language_code}", locale=locale)
                for locale in Locale.objects.all()
                for role in roles_with(Scope.LANGUAGE)
            ),
            *_limited_posts(territories),
        ]


def _limited_posts(territories: list[Territory]) -> Iterable[Post]:
    """The language teams that somebody limited to a territory, while there is that territory."""
    by_key = {territory.key: territory for territory in territories}
    limited = Team.objects.filter(territory__isnull=False, locale__isnull=False)
    for team in limited.select_related("locale"):
        territory = by_key.get(UUID(str(team.territory)))
        if territory is not None and team.locale is not None:
            start = f"{team.role.name}: {team.locale.language_code}, "
            name = start + territory.name[: GROUP_NAME_LENGTH - len(start)]
            yield Post(team.role, name, territory=territory, locale=team.locale)


def _name_in(territory: Territory, role: Role) -> str:
    ending = f": {role.name}"
    return territory.name[: GROUP_NAME_LENGTH - len(ending)] + ending


def _settle_teams(territories: list[Territory]) -> tuple[dict[Post, Team], list[str]]:
    """Make, rename and remove teams. Other groups go where nobody is in them.

    Those with members stay, without rights, until a superuser has seen to their people.
    """
    posts = {post.key: post for post in _posts(territories)}
    existing = {
        (team.role_key, team.territory, team.locale_id): team
        for team in Team.objects.select_related("group")
    }
    done = []
    for key in existing.keys() - posts.keys():
        done.append(f"teams: not wanted: {existing[key].group.name}")
        existing.pop(key).group.delete()
    for group in Group.objects.filter(team__isnull=True, user__isnull=True):
        done.append(f"groups: not wanted: {group.name}")
        group.delete()
    done += _rename({existing[key]: posts[key].name for key in existing})
    for key, post in posts.items():
        if key not in existing:
            done.append(f"teams: missing: {post.name}")
            existing[key] = _new_team(post)
    return {post: existing[key] for key, post in posts.items()}, done


def _rename(names: dict[Team, str]) -> list[str]:
    """Give teams their names, in two steps: two may have swapped theirs."""
    renamed = {team: name for team, name in names.items() if team.group.name != name}
    done = [f"teams: renamed: {team.group.name} to {name}" for team, name in renamed.items()]
    for team in renamed:
        Group.objects.filter(pk=team.group_id).update(name=f"renaming {team.pk}")
    for team, name in renamed.items():
        Group.objects.filter(pk=team.group_id).update(name=name)
        team.group.name = name
    return done


def _new_team(post: Post) -> Team:
    role_key, territory, locale_id = post.key
    return Team.objects.create(
        group=Group.objects.create(name=post.name),
        role_key=role_key,
        territory=territory,
        locale_id=locale_id,
    )


# Rights


def _rights(teams: dict[Post, Team]) -> Iterable[Table]:
    _add_right_to_take_down()
    permissions = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.select_related("content_type")
    }
    yield _model_rights(teams, permissions)
    yield _page_rights(teams, permissions)
    yield _collection_rights(teams, permissions)
    yield _personal_rights()


def _add_right_to_take_down() -> None:
    """Of pages, which are Wagtail's; it knows no such right."""
    pages = ContentType.objects.get_for_model(Page)
    name = {"name": "Can take down what readers see"}
    Permission.objects.get_or_create(content_type=pages, codename="take_down_page", defaults=name)


type Permissions = dict[tuple[str, str], Permission]


def _model_rights(teams: dict[Post, Team], permissions: Permissions) -> Table:
    def add(group: Group, permission: Permission) -> Callable[[], Any]:
        return lambda: group.permissions.add(permission)

    wanted: Rows = {}
    for post, team in teams.items():
        for name in model_rights_of(post.role) if post.is_open else ():
            app, _dot, codename = name.partition(".")
            row = (post.name, name)
            wanted[row] = add(team.group, permissions[app, codename])
    existing: Rows = {}
    for held in Group.permissions.through.objects.select_related(
        "group", "permission__content_type"
    ):
        permission = held.permission
        name = f"{permission.content_type.app_label}.{permission.codename}"
        existing[held.group.name, name] = held.delete
    return Table("rights on records", wanted, existing)


def _page_rights(teams: dict[Post, Team], permissions: Permissions) -> Table:
    root = Page.get_first_root_node()
    homes: dict[int, list[int]] = defaultdict(list)
    for locale_id, page_id in Page.objects.filter(depth=2).values_list("locale_id", "pk"):
        homes[locale_id].append(page_id)

    of_locale: dict[int, set[int]] = defaultdict(set)
    in_territories = {pk for post in teams if post.territory for pk in post.territory.page_ids}
    pages = Page.objects.filter(pk__in=in_territories)
    for locale_id, page_id in pages.values_list("locale_id", "pk"):
        of_locale[locale_id].add(page_id)

    def places(post: Post) -> Iterable[int]:
        if post.territory and post.locale:
            wanted = post.territory.page_ids & of_locale[post.locale.pk]
            return wanted if post.is_open else ()
        if post.territory:
            return post.territory.page_ids if post.is_open else ()
        if post.locale:
            return homes[post.locale.pk]
        return (root.pk,)

    def add(team: Team, page_id: int, action: str) -> Callable[[], Any]:
        permission = permissions["wagtailcore", f"{action}_page"]
        return lambda: GroupPagePermission.objects.create(
            group=team.group, page_id=page_id, permission=permission
        )

    wanted: Rows = {
        (post.name, f"page {page_id}", action): add(team, page_id, action)
        for post, team in teams.items()
        for page_id in places(post)
        for action in post.role.pages
    }
    existing: Rows = {
        (
            row.group.name,
            f"page {row.page_id}",
            row.permission.codename.removesuffix("_page"),
        ): row.delete
        for row in GroupPagePermission.objects.select_related("group", "permission")
    }
    return Table("rights on pages", wanted, existing)


def _collection_rights(teams: dict[Post, Team], permissions: Permissions) -> Table:
    shared = shared_collection()
    root = Collection.get_first_root_node()

    def places(post: Post) -> Iterable[tuple[int, str]]:
        if not post.is_open:
            return
        if post.territory is None:
            yield from ((root.pk, action) for action in post.role.media)
        else:
            yield from ((post.territory.collection_id, action) for action in post.role.media)
        yield from ((shared.pk, action) for action in post.role.shared_media)

    def add(team: Team, collection_id: int, permission: Permission) -> Callable[[], Any]:
        return lambda: GroupCollectionPermission.objects.create(
            group=team.group, collection_id=collection_id, permission=permission
        )

    wanted: Rows = {
        (post.name, f"collection {collection_id}", f"{action}_{model}"): add(
            team, collection_id, permissions["media", f"{action}_{model}"]
        )
        for post, team in teams.items()
        for collection_id, action in places(post)
        for model in ("image", "document")
    }
    existing: Rows = {
        (
            row.group.name,
            f"collection {row.collection_id}",
            row.permission.codename,
        ): row.delete
        for row in GroupCollectionPermission.objects.select_related("group", "permission")
    }
    return Table("rights on media", wanted, existing)


def _personal_rights() -> Table:
    """Rights come by teams alone: a right that an account holds by itself is not wanted."""
    through = get_user_model().user_permissions.through
    existing: Rows = {
        (row.user.get_username(), str(row.permission)): row.delete
        for row in through.objects.select_related("user", "permission__content_type")
    }
    return Table("rights of single accounts", {}, existing)


def shared_collection() -> Collection:
    """The collection whose media every chapter and language may use: the oldest of that name."""
    root = Collection.objects.get(depth=1)
    named = root.get_children().filter(name=SHARED_COLLECTION).order_by("pk")
    return named.first() or root.add_child(name=SHARED_COLLECTION)
