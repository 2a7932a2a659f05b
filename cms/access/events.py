"""The record of changes of access, and the mails about them."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils.functional import SimpleLazyObject
from wagtail.log_actions import get_active_log_context
from wagtail.models import PageSubscription

from cms.mail.sending import write_to

from .models import AccessEvent, title_of
from .reach import own_pages


def record_membership(user: User, group_ids: set[int] | None, action: str) -> None:
    """Record that ``user`` has entered or is leaving groups; ``None`` means all of them.

    ``action`` is that of Django's ``m2m_changed``: ``post_add``, ``post_remove`` or, before all
    memberships are cleared, ``pre_clear``; or ``pre_remove`` before a group is deleted.
    """
    held = {group.pk: group for group in user.groups.select_related("team")}
    changed = set(held) if group_ids is None else set(group_ids)
    match action:
        case "post_add":
            before, after = held.keys() - changed, set(held)
        case "post_remove":
            before, after = held.keys() | changed, held.keys() - changed
        case _:
            before, after = set(held), held.keys() - changed
    if before == after:
        return
    groups = held | Group.objects.select_related("team").in_bulk(changed - held.keys())
    moved = [groups[pk] for pk in sorted(before ^ after)]
    entered = action == "post_add"
    record(
        user,
        change=("entered: " if entered else "left: ") + _names(moved),
        before=sorted(groups[pk].name for pk in before),
        after=sorted(groups[pk].name for pk in after),
        territory=_territory_of(moved),
    )
    _tell(user, moved, entered=entered)
    if not entered:
        transaction.on_commit(lambda: _end_subscriptions(user.pk))


def record_standing(before: User | None, after: User) -> None:
    """Record that an account became or ceased to be active, or a superuser's."""
    was, becomes = _standing(before), _standing(after)
    if was == becomes or (before is None and becomes == ["active"]):
        return
    record(before, "account changed" if before else "account made", was, becomes)


def record_leaving(user: User) -> None:
    """Record what an account that is about to be deleted could do. Its name goes with it."""
    teams = sorted(user.groups.values_list("name", flat=True))
    record(None, "account deleted", [*_standing(user), *teams], [])


def record(
    account: User | None,
    change: str,
    before: list[str],
    after: list[str],
    territory: UUID | None = None,
) -> AccessEvent:
    """Record a change of access, by whoever is acting in the admin at this moment."""
    return AccessEvent.objects.create(
        actor=get_active_log_context().user,
        account=account,
        change=change[:200],
        before=before,
        after=after,
        territory=territory,
    )


def _standing(user: User | None) -> list[str]:
    if user is None:
        return []
    return ["active"] * user.is_active + ["superuser"] * user.is_superuser


def _names(groups: Iterable[Group]) -> str:
    return ", ".join(sorted(group.name for group in groups))


def _territory_of(groups: Iterable[Group]) -> UUID | None:
    for group in groups:
        team = getattr(group, "team", None)
        if team is not None and team.territory is not None:
            return UUID(str(team.territory))
    return None


def _tell(user: User, groups: list[Group], *, entered: bool) -> None:
    """Tell people what others have changed about their access."""
    actor = get_active_log_context().user
    if actor is not None and actor.pk != user.pk and user.is_active:
        # Asked for while the mail is written, which is in the language of whoever gets it.
        titles = SimpleLazyObject(lambda: ", ".join(sorted(title_of(group) for group in groups)))
        write_to([user], "access_changed", {"team": titles, "entered": entered})


def _end_subscriptions(user_id: int) -> None:
    """Mails about comments stop on pages that are no longer the account's."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return
    own = own_pages(user).values("pk") if user.is_active else []
    PageSubscription.objects.filter(user=user).exclude(page__in=own).delete()
