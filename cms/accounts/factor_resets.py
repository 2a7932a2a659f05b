"""A lost second factor: two staff members take it away together, and its person is told.

Nobody decides about their own, nobody decides twice, and of a superuser it is done on the machine
alone. Afterwards the password opens the account only together with a link that went to its
address, so that who has talked two people into it, and knows the password, is not in yet.

Every function refuses with ``NotAllowedError``, whose message is a sentence for whoever tried.
"""

import secrets

from django.contrib.auth.models import User
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext

from cms.access.events import record
from cms.access.invitations import digest_of
from cms.access.policy import STAFF
from cms.access.whose_word import NotAllowedError
from cms.mail.sending import write_to

from .factors import forget_factors, has_factor
from .models import LINK_HOLDS, FactorReset, OpenSession

# In a session that is nobody's yet: the request whose link was opened.
LINK = "opened_link_of_reset"
ASKED = "asked to take second factors away"
TAKEN = "second factors taken away"
ENDED = "request about second factors ended"


@transaction.atomic
def ask(actor: User, account: User, reason: str) -> FactorReset:
    """Ask another staff member to take an account's factors away; its person may object."""
    # Of two who ask at once, the second finds the first's request.
    account = User.objects.select_for_update().get(pk=account.pk)
    _refuse_whom_it_is_not_for(actor, account)
    if not has_factor(account) and not waits_for_link(account):
        raise NotAllowedError(_("This account has no second factor."))
    if not account.email:
        raise NotAllowedError(
            _(
                "This account has no mail address, so that no link can go to it. Please ask "
                "whoever keeps the server."
            )
        )
    if FactorReset.objects.waiting().filter(account=account).exists():
        raise NotAllowedError(_("Somebody has asked for this already."))
    reset = FactorReset.objects.create(account=account, reason=reason, asked_by=actor)
    _record(actor, account, ASKED, [reason])
    about = {"name": account.get_username(), "by": actor.get_username(), "reason": reason}
    write_to([account], "factor_reset_asked", about | {"expires_at": reset.expires_at})
    address = reverse("factor_resets:index")
    others = _staff().exclude(pk__in=[actor.pk, account.pk])
    write_to(others, "factor_reset_waits", about | {"address": address})
    return reset


@transaction.atomic
def confirm_reset(actor: User, reset: FactorReset) -> None:
    """Take the factors away, end every session, and send the link."""
    reset = _lock(reset)
    account = reset.account
    _refuse_whom_it_is_not_for(actor, account)
    if reset.asked_by_id == actor.pk:
        raise NotAllowedError(_("Somebody else than who asked must confirm it."))
    if reset.asked_by is None or not _is_staff(reset.asked_by):
        raise NotAllowedError(_("Whoever asked may no longer do so. Please ask anew."))
    token = secrets.token_urlsafe(32)
    forget_factors(account)
    OpenSession.objects.filter(user=account).delete()
    finish(account)
    reset.confirmed_by, reset.confirmed_at = actor, timezone.now()
    reset.token_digest = digest_of(token)
    reset.save(update_fields=["confirmed_by", "confirmed_at", "token_digest"])
    _record(actor, account, TAKEN, [])
    context = {
        "name": account.get_username(),
        "address": reverse("wagtailadmin_login_new_factor", args=[token]),
        "expires_at": reset.confirmed_at + LINK_HOLDS,
    }
    write_to([account], "factor_reset_done", context)


@transaction.atomic
def end(actor: User, reset: FactorReset) -> None:
    """Withdraw a request, or object to it as its own person."""
    reset = _lock(reset)
    if actor.pk != reset.account_id and not _is_staff(actor):
        raise NotAllowedError(_("Staff alone may do this."))
    reset.ended_at = timezone.now()
    reset.save(update_fields=["ended_at"])
    _record(actor, reset.account, ENDED, [])


def finish(account: User) -> None:
    """Once there is a new factor, or an operator vouches for the person, no link is needed."""
    FactorReset.objects.unfinished().filter(account=account).update(ended_at=timezone.now())


def waits_for_link(account: User) -> bool:
    """Whether the account's factors were taken away and it has set up none since."""
    return FactorReset.objects.unfinished().filter(account=account).exists()


def open_link(request: HttpRequest, token: str) -> bool:
    """Note that the link of a mail was opened in this browser; False if it holds no longer."""
    since = timezone.now() - LINK_HOLDS
    resets = FactorReset.objects.unfinished().filter(confirmed_at__gt=since)
    reset = resets.filter(token_digest=digest_of(token)).first()
    if reset is not None:
        request.session[LINK] = reset.pk
    return reset is not None


def has_opened_link(request: HttpRequest, account: User) -> bool:
    """Whether this browser has opened the link that the account waits for."""
    resets = FactorReset.objects.unfinished().filter(account=account)
    return resets.filter(pk=request.session.get(LINK) or 0).exists()


def _refuse_whom_it_is_not_for(actor: User, account: User) -> None:
    if not _is_staff(actor):
        raise NotAllowedError(_("Staff alone may do this."))
    if actor.pk == account.pk:
        raise NotAllowedError(_("Nobody decides about their own second factor here."))
    if account.is_superuser:
        raise NotAllowedError(
            _("A superuser’s second factor is taken away on the machine alone, by a command.")
        )
    if not account.is_active:
        raise NotAllowedError(_("This account is not active."))


def _lock(reset: FactorReset) -> FactorReset:
    """The request as it is now, and nobody else's to decide until the transaction ends."""
    waiting = FactorReset.objects.waiting().select_related("account", "asked_by")
    locked = waiting.select_for_update(of=("self",)).filter(pk=reset.pk).first()
    if locked is None:
        raise NotAllowedError(
            _("This request waits no longer: it was decided, withdrawn, or is older than a day.")
        )
    return locked


def _is_staff(user: User) -> bool:
    return user.is_active and user.has_perm("access.manage_teams")


def _staff() -> models.QuerySet[User]:
    active = User.objects.filter(is_active=True)
    staff = active.filter(groups__team__role_key=STAFF.key).distinct()
    return staff or active.filter(is_superuser=True)


def _record(actor: User, account: User, change: str, after: list[str]) -> None:
    with LogContext(user=actor):
        record(account, change, [], after)
