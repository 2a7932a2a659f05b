"""What the audit log hears of sign-ins and of what opens an account.

A guess that fails writes nothing. Where all guesses at an account are used up, one row an hour
says so, written after the answer: a stranger must not learn from the time that it takes whether
there is such an account. Of names that are nobody's there is no row; somebody may have typed a
password.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from asgiref.local import Local
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.core.signals import request_finished
from django.db.models.signals import post_delete, post_save

from cms.access.audit import enter
from cms.access.models import AccessEvent

from .throttle import HOUR, Limit

Kind = AccessEvent.Kind
NOTED_GUESSES = Limit("noted-guesses", times=1, seconds=HOUR)
NOTED_FACTORS = Limit("noted-factors", times=1, seconds=HOUR)
# As the log keeps them; recovery codes are told by the change itself.
FACTORS_IN_THE_LOG = {Authenticator.Type.TOTP: "app", Authenticator.Type.WEBAUTHN: "passkey"}

# The account at which this thread's request found all guesses used up.
_guessed = Local()


def connect() -> None:
    """Listen to sign-ins, factors, and the end of requests."""
    user_logged_in.connect(note_sign_in, dispatch_uid="audit_sign_in")
    request_finished.connect(write_guesses, dispatch_uid="audit_guesses")
    post_save.connect(factor_saved, sender=Authenticator, dispatch_uid="audit_factor_saved")
    post_delete.connect(factor_deleted, sender=Authenticator, dispatch_uid="audit_factor_deleted")


def note_sign_in(user: User, **_kwargs: Any) -> None:
    enter(Kind.SIGN_IN, "signed in", actor=user, account=user)


def note_guesses(name: str) -> None:
    """All guesses at a name are used up: an account that is called so is noted for a row."""
    if NOTED_GUESSES.take(name.casefold()):
        _guessed.account = User.objects.filter(username__iexact=name).first()


def write_guesses(**_kwargs: Any) -> None:
    """Write the row that this thread's request left to be written."""
    account = getattr(_guessed, "account", None)
    if account is not None:
        _guessed.account = None
        enter(Kind.FAILED, "wrong passwords, all tries used up", account=account)


def note_right_password(user: User, failed: int) -> None:
    """The password was right after so many wrong ones in the last minutes."""
    if failed:
        change = "wrong passwords before the right one"
        enter(Kind.FAILED, change, account=user, after=[str(failed)])


def note_wrong_factor(user: User) -> None:
    """Somebody knows the password and lacks the factor: a row an hour says so."""
    if NOTED_FACTORS.take(str(user.pk)):
        enter(Kind.FAILED, "right password, wrong second factor", account=user)


def factor_saved(instance: Authenticator, created: bool, **_kwargs: Any) -> None:
    if created:
        is_codes = instance.type == Authenticator.Type.RECOVERY_CODES
        change = "recovery codes made" if is_codes else "second factor added"
        enter(Kind.ACCOUNT, change, account=instance.user, after=_kind_of(instance))


def factor_deleted(instance: Authenticator, **_kwargs: Any) -> None:
    # Recovery codes go with the last factor, or others take their place, which is told.
    if instance.type != Authenticator.Type.RECOVERY_CODES:
        before = _kind_of(instance)
        enter(Kind.ACCOUNT, "second factor removed", account=instance.user, before=before)


def _kind_of(factor: Authenticator) -> list[str]:
    """The word of the log for what kind of factor it is; none for recovery codes."""
    word = FACTORS_IN_THE_LOG.get(Authenticator.Type(factor.type))
    return [word] if word else []
