"""What a session of the admin knows of itself: since when, how it was opened, when it ends.

It knows no address and no browser.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

BACKEND = "django.contrib.auth.backends.ModelBackend"
SIGNED_IN, CONFIRMED, FACTOR = "signed_in_at", "confirmed_at", "passed_second_factor"
SHARED, SEEN = "on_a_shared_computer", "seen_at"
PENDING = "half_signed_in"
LONGEST = 8 * 60 * 60
LONGEST_IDLE = 30 * 60
# How long a password or a factor vouches for a change of the account itself.
CONFIRMED_FOR = 5 * 60
# How long the second factor may take after the password.
PENDING_FOR = 10 * 60
NOTED_EVERY = 60


@dataclass(frozen=True)
class Pending:
    """A sign-in that still lacks its second factor; the session is nobody's until then."""

    user: User
    next: str
    shared: bool


def note_sign_in(request: HttpRequest, **_kwargs: Any) -> None:
    """Whichever way somebody signs in, the session knows since when."""
    request.session[SIGNED_IN] = request.session[CONFIRMED] = request.session[SEEN] = time.time()


def sign_in(request: HttpRequest, user: User, *, shared: bool, factor: bool) -> None:
    """Sign the account in; ``factor`` says whether it has shown its second one."""
    request.session.pop(PENDING, None)
    login(request, user, backend=BACKEND)
    request.session[FACTOR] = factor
    request.session[SHARED] = shared
    request.session.set_expiry(0 if shared else LONGEST)


def wait_for_factor(request: HttpRequest, user: User, destination: str, *, shared: bool) -> None:
    """Remember who has given the right password, and nothing more."""
    request.session.cycle_key()
    request.session[PENDING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": time.time(),
        "next": destination,
        "shared": shared,
    }


def pending(request: HttpRequest) -> Pending | None:
    """Who waits for a second factor in this session; a new password ends the wait."""
    kept = request.session.get(PENDING)
    if not kept or time.time() - kept["at"] > PENDING_FOR:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != kept["hash"]:
        return None
    return Pending(user, kept["next"], kept["shared"])


def is_over(request: HttpRequest) -> bool:
    """Whether the session has lasted its time, or was left alone on a shared computer."""
    session, now = request.session, time.time()
    # A session from before all this knows nothing of itself: it lasts from now on.
    since = session.setdefault(SIGNED_IN, now)
    if now - since > LONGEST:
        return True
    if not session.get(SHARED):
        return False
    seen = session.get(SEEN, since)
    if now - seen > LONGEST_IDLE:
        return True
    if now - seen > NOTED_EVERY:
        session[SEEN] = now
    return False


def confirm(request: HttpRequest) -> None:
    """Note that the account's own person is there."""
    request.session[CONFIRMED] = time.time()


def is_confirmed(request: HttpRequest) -> bool:
    """Whether a password or a factor was shown within the last five minutes."""
    return time.time() - float(request.session.get(CONFIRMED, 0)) < CONFIRMED_FOR


def connect() -> None:
    user_logged_in.connect(note_sign_in, dispatch_uid="accounts_note_sign_in")
