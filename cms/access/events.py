"""What the audit log says of access, and the mails about it."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import PageSubscription

from cms.mail.sending import write_to

from .audit import Subject, enter
from .models import AccessEvent, Team, title_in_words, title_of
from .querysets import own_pages

# With what the record of a membership begins; the record is in one language, for all to find in.
ENTERED, LEFT = "entered: ", "left: "


def record_membership(user: User, group_ids: set[int] | None, action: str) -> None:
    """Record that ``user`` has entered or is leaving groups; ``None`` means all of them.

    ``action`` is that of Django's ``m2m_changed``: ``post_add``, or before anybody leaves
    ``pre_remove`` or ``pre_clear``: afterwards nobody knows which groups the account was in.
    """
    held = {group.pk: group for group in user.groups.select_related("team")}
    changed = set(held) if group_ids is None else set(group_ids)
    entered = action == "post_add"
    others, every = held.keys() - changed, set(held)
    before, after = (others, every) if entered else (every, others)
    if before == after:
        return
    moved = [held[pk] for pk in sorted(before ^ after)]
    record(
        user,
        change=(ENTERED if entered else LEFT) + _names(moved),
        before=sorted(held[pk].name for pk in before),
        after=sorted(held[pk].name for pk in after),
        territory=_territory_of(moved),
    )
    _tell(user, moved, entered=entered)
    if not entered:
        transaction.on_commit(lambda: _end_subscriptions(user.pk))


def why_outside(user: User) -> str:
    """Why an account that is in no team cannot open the admin, and what it can do about it."""
    resting = Team.objects.filter(group__user=user, territory__isnull=False)
    if resting:
        return _(
            "%(teams)s: this chapter has been archived, so its pages cannot be changed. Your "
            "account and your place in the team stay. Please ask national staff if the chapter "
            "should come back."
        ) % {"teams": ", ".join(sorted(team.title for team in resting.select_related("group")))}
    left = AccessEvent.objects.filter(account=user, change__startswith=LEFT).first()
    if left is None:
        return _(
            "Your account is in no team, so there is nothing here for it yet. Please ask whoever "
            "told you of this site for an invitation."
        )
    return _(
        "Your account is in no team any more: on %(date)s it left %(teams)s. That happens when "
        "somebody removes it, and when a chapter is deleted. Please ask national staff if you "
        "should be in a team."
    ) % {
        "date": date_format(localtime(left.at), "DATE_FORMAT"),
        "teams": ", ".join(title_in_words(name) for name in left.before),
    }


def record_standing(before: User | None, after: User) -> None:
    """Record that an account became or ceased to be active, or a superuser's."""
    was, becomes = _standing(before), _standing(after)
    if was == becomes or (before is None and becomes == ["active"]):
        return
    record(before, "account changed" if before else "account made", was, becomes)


def record_leaving(user: User) -> None:
    """Record what an account that is about to be deleted could do. Its name goes with it."""
    teams = sorted(user.groups.values_list("name", flat=True))
    record(user, "account deleted", [*_standing(user), *teams], [])


def record(
    account: User | None,
    change: str,
    before: list[str],
    after: list[str],
    territory: UUID | None = None,
) -> AccessEvent:
    """Record a change of access, by whoever is acting in the admin at this moment."""
    return enter(
        AccessEvent.Kind.ACCESS,
        change,
        account=account,
        before=before,
        after=after,
        about=Subject("", "", territory),
    )


def record_secrets(before: User, after: User, saved: set[str]) -> None:
    """Record that the password or the mail address of an account changed, and not to what."""
    if "password" in saved:
        enter(AccessEvent.Kind.ACCOUNT, "password changed", account=before)
    if "email" in saved and before.email != after.email:
        enter(AccessEvent.Kind.ACCOUNT, "mail address changed", account=before)


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
