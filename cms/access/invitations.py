"""Inviting people to teams, and taking invitations up.

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

from cms.mail.sending import write_to_address
from cms.pages.identity import organization_name

from .events import record
from .models import Invitation, Team, in_thirty_days
from .places import give_time_zone
from .policy import CONFIRMED_BY_STAFF
from .whose_word import (
    NotAllowedError,
    ask_staff,
    gives_its_word,
    is_proposed,
    is_staff,
    manages,
    seconds,
    stands,
)

# More open invitations than any team needs, and fewer than a stolen account would like to send.
MOST_OPEN_INVITATIONS = 20


@transaction.atomic
def invite(actor: User, team: Team, email: str, language: str = "en") -> Invitation:
    """Invite an address to a team; the mail's link expires in 30 days.

    A lead's invitation of another lead waits for a staff member's word before its mail is sent, a
    staff member's to a national team for another one's.
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
    """Give a staff member's word for a proposal of somebody else's, and send its mail."""
    invitation = _lock(invitation)
    team = invitation.team
    if not (seconds(actor, team) and is_proposed(invitation, actor)):
        raise NotAllowedError(
            _("This takes two staff members: one proposes, and another one agrees.")
            if team.takes_two
            else _("A new lead needs the word of a staff member who did not propose them.")
        )
    if invitation.confirmed_by_id is not None:
        raise NotAllowedError(_("Somebody has confirmed this invitation already."))
    token = secrets.token_urlsafe(32)
    invitation.confirmed_by = actor
    invitation.token_digest = digest_of(token)
    invitation.expires_at = in_thirty_days()
    invitation.save(update_fields=["confirmed_by", "token_digest", "expires_at"])
    _record(actor, f"confirmed and invited to: {team}", team, after=[str(team)])
    _send(invitation, token)


@transaction.atomic
def withdraw(actor: User, invitation: Invitation) -> None:
    """Take an invitation or a proposal back; its link stops working."""
    invitation = _lock(invitation)
    team = invitation.team
    _refuse_outsider(actor, team, _("You may withdraw invitations to your own chapter only."))
    if team.role_key in CONFIRMED_BY_STAFF and invitation.confirmed_by_id and not is_staff(actor):
        raise NotAllowedError(_("Staff have given their word for this one; please ask them."))
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    _record(actor, f"invitation withdrawn: {team}", team, before=[str(team)])


def find(token: str) -> Invitation | None:
    """The invitation of a link, whatever has become of it since."""
    invitations = Invitation.objects.filter(
        token_digest=digest_of(token), confirmed_by__isnull=False
    )
    return invitations.select_related("team__group", "confirmed_by", "invited_by").first()


def why_closed(invitation: Invitation) -> str:
    """A sentence why the invitation cannot be taken up any more; empty when it can."""
    if invitation.accepted_at:
        return _("This invitation has been used. You can sign in with the account you chose.")
    if invitation.withdrawn_at:
        return _("This invitation has been withdrawn.")
    if invitation.expires_at <= timezone.now():
        return _("This invitation has expired. Whoever invited you can send a new one.")
    if not stands(invitation):
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


def digest_of(token: str) -> str:
    """What is kept of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def organization_of(invitation: Invitation) -> str:
    """What the organization is called in the language of the invitation."""
    site = Site.objects.filter(is_default_site=True).first()
    return organization_name(site, invitation.language)


def _refuse_outsider(actor: User, team: Team, sentence: str) -> None:
    if not manages(actor, team):
        raise NotAllowedError(sentence)


def _lock(invitation: Invitation) -> Invitation:
    """The invitation as it is now, and nobody else's to change until the transaction ends."""
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("team__group", "confirmed_by", "invited_by")
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
    context = {"team": invitation.team, "expires_at": invitation.expires_at}
    template = "member_proposed" if invitation.team.takes_two else "lead_proposed"
    proposer = invitation.invited_by_id
    ask_staff(template, context, other_than=[] if proposer is None else [proposer])


def _send(invitation: Invitation, token: str) -> None:
    context = {
        "team": invitation.team,
        "organization": organization_of(invitation),
        "invited_by": invitation.invited_by,
        "address": reverse("invitation", args=[token]),
        "expires_at": invitation.expires_at,
    }
    write_to_address(invitation.email, "invitation", context, invitation.language)
