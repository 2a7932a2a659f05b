"""Inviting people to teams, taking invitations up, and removing people from teams.

Every function refuses what the policy does not allow with ``NotAllowedError``, whose message is
a sentence for whoever tried, and records what it changes.
"""

import hashlib
import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext
from wagtail.models import Site

from cms.mail.sending import write_to, write_to_address
from cms.pages.identity import organization_name

from .events import record
from .models import Invitation, Team, in_thirty_days
from .places import give_time_zone, slug_of
from .policy import CONFIRMED_BY_STAFF, STAFF
from .querysets import teams_managed_by

# More open invitations than any team needs, and fewer than a stolen account would like to send.
MOST_OPEN_INVITATIONS = 20


class NotAllowedError(Exception):
    """A change of membership that the policy does not allow."""


def gives_its_word(user: User, team: Team) -> bool:
    """Whether the account's word is enough for this team: a lead's is not for a new lead."""
    managed = teams_managed_by(user).filter(pk=team.pk).exists()
    return managed and (team.role_key not in CONFIRMED_BY_STAFF or _is_staff(user))


@transaction.atomic
def invite(actor: User, team: Team, email: str, language: str = "en") -> Invitation:
    """Invite an address to a team; the mail's link expires in 30 days.

    A lead's invitation of another lead waits for a staff member's word before its mail is sent.
    An older open invitation of the same address to the team is withdrawn.
    """
    _refuse_outsider(actor, team, _("You may invite people to your own chapter only."))
    if get_user_model().objects.filter(email__iexact=email, groups=team.group).exists():
        raise NotAllowedError(_("Somebody with this address is in the team already."))
    still_open = Invitation.objects.open().filter(team=team)
    still_open.filter(email__iexact=email).update(withdrawn_at=timezone.now())
    if still_open.count() >= MOST_OPEN_INVITATIONS:
        raise NotAllowedError(
            _("This team has %(number)d open invitations. Please withdraw some first.")
            % {"number": MOST_OPEN_INVITATIONS}
        )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        team=team,
        email=email,
        language=language,
        token_digest=digest_of(token),
        invited_by=actor,
        confirmed_by=actor if gives_its_word(actor, team) else None,
    )
    word = "invited to" if invitation.confirmed_by_id else "proposed for"
    _record(actor, f"{word}: {team}", team, after=[str(team)])
    if invitation.confirmed_by_id:
        _send(invitation, token)
    else:
        _ask_staff(invitation)
    return invitation


@transaction.atomic
def confirm(actor: User, invitation: Invitation) -> None:
    """Give a staff member's word for a lead's proposal, and send its mail."""
    invitation = _lock(invitation)
    proposed_by_actor = invitation.invited_by_id == actor.pk
    if proposed_by_actor or not gives_its_word(actor, invitation.team):
        raise NotAllowedError(
            _("A new lead needs the word of a staff member who did not propose them.")
        )
    if invitation.confirmed_by_id is not None:
        raise NotAllowedError(_("Somebody has confirmed this invitation already."))
    token = secrets.token_urlsafe(32)
    invitation.confirmed_by = actor
    invitation.token_digest = digest_of(token)
    invitation.expires_at = in_thirty_days()
    invitation.save(update_fields=["confirmed_by", "token_digest", "expires_at"])
    team = invitation.team
    _record(actor, f"confirmed and invited to: {team}", team, after=[str(team)])
    _send(invitation, token)


@transaction.atomic
def withdraw(actor: User, invitation: Invitation) -> None:
    """Take an invitation or a proposal back; its link stops working."""
    invitation = _lock(invitation)
    team = invitation.team
    _refuse_outsider(actor, team, _("You may withdraw invitations to your own chapter only."))
    if team.role_key in CONFIRMED_BY_STAFF and invitation.confirmed_by_id and not _is_staff(actor):
        raise NotAllowedError(_("Staff have given their word for this one; please ask them."))
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    _record(actor, f"invitation withdrawn: {team}", team, before=[str(team)])


def find(token: str) -> Invitation | None:
    """The invitation of a link, whatever has become of it since."""
    invitations = Invitation.objects.filter(
        token_digest=digest_of(token), confirmed_by__isnull=False
    )
    return invitations.select_related("team__group", "confirmed_by").first()


def why_closed(invitation: Invitation) -> str:
    """A sentence why the invitation cannot be taken up any more; empty when it can."""
    if invitation.accepted_at:
        return _("This invitation has been used. You can sign in with the account you chose.")
    if invitation.withdrawn_at:
        return _("This invitation has been withdrawn.")
    if invitation.expires_at <= timezone.now():
        return _("This invitation has expired. Whoever invited you can send a new one.")
    voucher = invitation.confirmed_by
    if voucher is None or not gives_its_word(voucher, invitation.team):
        return _("Whoever invited you may no longer do so. Please ask for a new invitation.")
    return ""


@transaction.atomic
def take_up(invitation: Invitation, user: User) -> None:
    """Make the account a member of the team that it was invited to."""
    invitation = _lock(invitation)
    reason = why_closed(invitation)
    if reason:
        raise NotAllowedError(reason)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    with LogContext(user=invitation.confirmed_by):
        user.groups.add(invitation.team.group)
    give_time_zone(user, invitation.team)


@transaction.atomic
def remove(actor: User, team: Team, user: User) -> None:
    """Remove an account from a team. Leads remove editors; leads are removed by staff."""
    if not gives_its_word(actor, team):
        raise NotAllowedError(_("You may remove editors of your own chapter only."))
    if not user.groups.filter(pk=team.group_id).exists():
        raise NotAllowedError(_("This account is not in the team."))
    with LogContext(user=actor):
        user.groups.remove(team.group)


def digest_of(token: str) -> str:
    """What is kept of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def organization_of(invitation: Invitation) -> str:
    """What the organization is called in the language of the invitation."""
    site = Site.objects.filter(is_default_site=True).first()
    return organization_name(site, invitation.language)


def _is_staff(user: User) -> bool:
    return user.has_perm("access.manage_teams")


def _refuse_outsider(actor: User, team: Team, sentence: str) -> None:
    if not teams_managed_by(actor).filter(pk=team.pk).exists():
        raise NotAllowedError(sentence)


def _lock(invitation: Invitation) -> Invitation:
    """The invitation as it is now, and nobody else's to change until the transaction ends."""
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("team__group", "confirmed_by")
        .get(pk=invitation.pk)
    )
    if locked.accepted_at or locked.withdrawn_at:
        raise NotAllowedError(why_closed(locked))
    return locked


def _record(
    actor: User,
    change: str,
    team: Team,
    before: list[str] | None = None,
    after: list[str] | None = None,
) -> None:
    with LogContext(user=actor):
        record(None, change, before or [], after or [], territory=team.territory)


def _ask_staff(invitation: Invitation) -> None:
    """Tell national staff, or superusers where there is none, that a proposal waits."""
    active = get_user_model().objects.filter(is_active=True)
    staff = active.filter(groups__team__role_key=STAFF.key).distinct()
    context = {
        "team": invitation.team,
        "address": reverse("members:place", args=[slug_of(invitation.team)]),
        "expires_at": invitation.expires_at,
    }
    write_to(staff or active.filter(is_superuser=True), "lead_proposed", context)


def _send(invitation: Invitation, token: str) -> None:
    context = {
        "team": invitation.team,
        "organization": organization_of(invitation),
        "invited_by": invitation.invited_by,
        "address": reverse("invitation", args=[token]),
        "expires_at": invitation.expires_at,
    }
    write_to_address(invitation.email, "invitation", context, invitation.language)
