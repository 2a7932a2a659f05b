"""Whose word is enough for a change of a team, and whose is the second one that it takes.

One account that is taken over must not bring in an accomplice to a national team, nor throw the
others out. Superusers keep the machine, and need nobody's word.
"""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.urls import reverse

from cms.mail.sending import write_to

from .models import Invitation, Team
from .places import slug_of
from .policy import CONFIRMED_BY_STAFF, STAFF
from .querysets import teams_managed_by


class NotAllowedError(Exception):
    """A change of membership that the policy does not allow."""


def gives_its_word(user: User, team: Team) -> bool:
    """Whether the account's word is enough: a lead's is not for a lead, nor staff's for staff."""
    if not manages(user, team):
        return False
    if team.takes_two:
        return user.is_superuser
    return team.role_key not in CONFIRMED_BY_STAFF or is_staff(user)


def seconds(user: User, team: Team) -> bool:
    """Whether the account's word makes a proposal of somebody else's real."""
    return manages(user, team) and is_staff(user)


def stands(invitation: Invitation) -> bool:
    """Whether those by whose word somebody was invited may still give it."""
    team, voucher = invitation.team, invitation.confirmed_by
    if voucher is None:
        return False
    if gives_its_word(voucher, team):
        return True
    return team.takes_two and seconds(voucher, team) and is_proposed(invitation, voucher)


def is_proposed(invitation: Invitation, voucher: User) -> bool:
    """Whether somebody else than whoever agrees proposed it; of two staff, one who still may."""
    proposer, team = invitation.invited_by, invitation.team
    if proposer is None:
        return not team.takes_two
    return proposer.pk != voucher.pk and (not team.takes_two or seconds(proposer, team))


def manages(user: User, team: Team) -> bool:
    return teams_managed_by(user).filter(pk=team.pk).exists()


def is_staff(user: User) -> bool:
    return user.has_perm("access.manage_teams")


def ask_staff(template: str, context: dict[str, Any], other_than: Collection[int]) -> None:
    """Write to national staff that a proposal waits; to superusers where there is nobody else."""
    active = get_user_model().objects.filter(is_active=True).exclude(pk__in=other_than)
    staff = active.filter(groups__team__role_key=STAFF.key).distinct()
    address = reverse("members:place", args=[slug_of(context["team"])])
    people = staff or active.filter(is_superuser=True)
    write_to(people, template, {**context, "address": address})
