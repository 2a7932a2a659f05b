"""The access report: who may do what where, when they were last here, and what looks wrong.

It reads the rows by which Wagtail decides, not the policy that they should follow: a right that
somebody gave by hand stands in it too.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import GroupCollectionPermission, GroupPagePermission

UNUSED_AFTER = timedelta(days=90)

type SecondFactors = Callable[[Collection[User]], set[int]]

_second_factors: list[SecondFactors] = []


def register_second_factors(source: SecondFactors) -> None:
    """Let an app say which accounts, by id, have a second factor."""
    if source not in _second_factors:
        _second_factors.append(source)


@dataclass(frozen=True)
class Right:
    """What a team may do, and where; ``where`` is empty for rights that hold everywhere."""

    team: str
    what: str
    where: str


@dataclass(frozen=True)
class Line:
    """An account, what it may do where, and what a reader of the report should look at.

    ``has_second_factor`` is ``None`` where the site has no second factors.
    """

    user: User
    teams: tuple[str, ...]
    rights: tuple[Right, ...]
    last_login: datetime | None
    has_second_factor: bool | None
    is_unused: bool


def access_report() -> list[Line]:
    """Every active account with rights, by name, in a fixed number of queries."""
    users = list(
        get_user_model()
        .objects.filter(is_active=True)
        .prefetch_related("groups", "user_permissions__content_type")
        .order_by("username")
    )
    rights = _rights_of_groups()
    secured = _secured(users)
    lines = [_line(user, rights, secured) for user in users]
    return [line for line in lines if line.rights]


def unused_accounts() -> list[User]:
    """Active accounts with rights that nobody has used for 90 days."""
    return [line.user for line in access_report() if line.is_unused]


def superusers() -> list[str]:
    """The names of the active accounts to which everything is open."""
    accounts = get_user_model().objects.filter(is_active=True, is_superuser=True)
    return list(accounts.order_by("username").values_list("username", flat=True))


def _line(user: User, rights: dict[int, list[Right]], secured: set[int] | None) -> Line:
    groups = sorted(user.groups.all(), key=lambda group: group.name)
    held = [right for group in groups for right in rights[group.pk]]
    own = sorted(
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in user.user_permissions.all()
    )
    if own:
        held.append(Right(_("given to this account alone"), ", ".join(own), ""))
    if user.is_superuser:
        held.insert(0, Right(_("Superuser"), _("everything"), ""))
    return Line(
        user=user,
        teams=tuple(group.name for group in groups),
        rights=tuple(held),
        last_login=user.last_login,
        has_second_factor=None if secured is None else user.pk in secured,
        is_unused=(user.last_login or user.date_joined) < timezone.now() - UNUSED_AFTER,
    )


def _secured(users: Collection[User]) -> set[int] | None:
    if not _second_factors:
        return None
    return {pk for source in _second_factors for pk in source(users)}


def _rights_of_groups() -> dict[int, list[Right]]:
    """For every group its rights in words: on pages, on media, on records."""
    names = dict(Group.objects.values_list("pk", "name"))
    rights: dict[int, list[Right]] = defaultdict(list)
    for (group, where), what in [
        *_gather(_page_rows()),
        *_gather(_collection_rows()),
        *_gather(_record_rows()),
    ]:
        rights[group].append(Right(names[group], ", ".join(sorted(what)), where))
    return rights


type Row = tuple[int, str, str]


def _gather(rows: Iterable[Row]) -> Iterable[tuple[tuple[int, str], set[str]]]:
    gathered: dict[tuple[int, str], set[str]] = defaultdict(set)
    for group, where, what in rows:
        gathered[group, where].add(what)
    return gathered.items()


def _page_rows() -> Iterator[Row]:
    rows = GroupPagePermission.objects.select_related("page__locale", "permission")
    for row in rows.order_by("page__path"):
        page = row.page
        where = _("all pages") if page.depth == 1 else f"{page.title} ({page.locale})"
        yield row.group_id, where, row.permission.codename.rpartition("_")[0]


def _collection_rows() -> Iterator[Row]:
    rows = GroupCollectionPermission.objects.select_related("collection", "permission")
    for row in rows.order_by("collection__path"):
        collection = row.collection
        where = _("all media") if collection.depth == 1 else collection.name
        yield (
            row.group_id,
            _("media: %(collection)s") % {"collection": where},
            (row.permission.codename.replace("_", " ")),
        )


def _record_rows() -> Iterator[Row]:
    rows = Group.permissions.through.objects.select_related("permission__content_type")
    for row in rows:
        permission = row.permission
        yield row.group_id, "", f"{permission.content_type.app_label}.{permission.codename}"
