"""Removing people from teams: at once, or from a national team by two staff members."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext

from .events import record
from .models import Removal, Team, in_thirty_days
from .whose_word import NotAllowedError, ask_staff, gives_its_word, manages, seconds


@transaction.atomic
def remove(actor: User, team: Team, user: User) -> bool:
    """Remove an account from a team, or propose it; return whether it is removed.

    Leads remove editors; leads are removed by staff. Of a national team one goes by oneself, else
    by the word of two staff members, of whom one has proposed it.
    """
    _lock(team)
    if not user.groups.filter(pk=team.group_id).exists():
        raise NotAllowedError(_("This account is not in the team."))
    leaves = actor.pk == user.pk and team.takes_two and manages(actor, team)
    if leaves or gives_its_word(actor, team) or _has_been_proposed(actor, team, user):
        _remove(actor, team, user)
        return True
    if not (team.takes_two and seconds(actor, team)):
        raise NotAllowedError(_("You may remove editors of your own chapter only."))
    _propose(actor, team, user)
    return False


@transaction.atomic
def keep(actor: User, removal: Removal) -> None:
    """Withdraw a proposal to remove somebody; whoever is to be removed does not."""
    if removal.account_id == actor.pk or not seconds(actor, removal.team):
        raise NotAllowedError(_("Another staff member may withdraw this proposal."))
    _record(actor, "removal withdrawn", removal.team, removal.account)
    removal.delete()


def _has_been_proposed(actor: User, team: Team, user: User) -> bool:
    """Whether another staff member, who still is one, has proposed it, and this one may agree."""
    proposals = Removal.objects.open().filter(team=team, account=user).exclude(proposed_by=actor)
    proposal = proposals.select_related("proposed_by").first()
    return proposal is not None and seconds(proposal.proposed_by, team) and seconds(actor, team)


def _remove(actor: User, team: Team, user: User) -> None:
    Removal.objects.filter(team=team, account=user).delete()
    with LogContext(user=actor):
        user.groups.remove(team.group)


def _propose(actor: User, team: Team, user: User) -> None:
    expires = in_thirty_days()
    Removal.objects.update_or_create(
        team=team, account=user, defaults={"proposed_by": actor, "expires_at": expires}
    )
    _record(actor, "to be removed", team, user)
    context = {"team": team, "name": user.get_username(), "expires_at": expires}
    ask_staff("removal_proposed", context, other_than=[actor.pk, user.pk])


def _record(actor: User, change: str, team: Team, user: User) -> None:
    with LogContext(user=actor):
        record(user, f"{change}: {team}", [str(team)], [str(team)])


def _lock(team: Team) -> None:
    """Of two who decide at once, the second sees what the first has done."""
    list(Team.objects.select_for_update().filter(pk=team.pk).values_list("pk"))
