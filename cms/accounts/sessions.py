"""What a session of the admin knows of itself: since when, how it was opened, when it ends.

It knows no address and no browser. Each has a row (``OpenSession``), by which its person sees and
ends it: asked at every request, so that it ends wherever the session itself is stored.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, login
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.http import HttpRequest

from .known_browsers import is_known, keep_unknown, make_known, tell_of_new_browser
from .models import (
    LONGEST,
    LONGEST_IDLE,
    NOTED_EVERY_IF_SHARED,
    OpenSession,
    this_minute,
)

BACKEND = "django.contrib.auth.backends.ModelBackend"
SIGNED_IN, CONFIRMED, FACTOR = "signed_in_at", "confirmed_at", "passed_second_factor"
SHARED, SEEN = "on_a_shared_computer", "seen_at"
PENDING, OPEN = "half_signed_in", "open_session"
# That a factor is to be set up before anything else, whatever the settings ask for.
FACTOR_FIRST = "sets_up_factor_first"
# How long a password or a factor vouches for a change of the account itself.
CONFIRMED_FOR = 5 * 60
# How long the second factor may take after the password.
PENDING_FOR = 10 * 60


@dataclass(frozen=True)
class Pending:
    """A sign-in that still lacks its second factor; the session is nobody's until then."""

    user: User
    next: str
    shared: bool


def note_sign_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Whichever way somebody signs in, the session knows since when, and has its row."""
    leave(request)
    request.session[SIGNED_IN] = request.session[CONFIRMED] = request.session[SEEN] = time.time()
    row = OpenSession.objects.create(user=user, auth_hash=user.get_session_auth_hash())
    request.session[OPEN] = str(row.key)
    make_known(request, user)


def note_sign_out(request: HttpRequest, **_kwargs: Any) -> None:
    leave(request)


def sign_in(request: HttpRequest, user: User, *, shared: bool, factor: bool) -> None:
    """Sign the account in; ``factor`` says whether it has shown its second one.

    From a browser that the account has not signed in with before, its address is told.
    """
    request.session.pop(PENDING, None)
    was_known = is_known(request, user)
    # Django forgets the session of another account before it tells of the sign-in.
    leave(request)
    with transaction.atomic():
        login(request, user, backend=BACKEND)
        if not was_known:
            tell_of_new_browser(user)
        if shared:
            OpenSession.objects.filter(key=request.session[OPEN]).update(is_shared=True)
    request.session[FACTOR] = factor
    request.session[SHARED] = shared
    request.session.set_expiry(0 if shared else LONGEST)
    if shared:
        keep_unknown(request)


def leave(request: HttpRequest) -> None:
    """Delete the row of the session, whoever's it was."""
    key = request.session.pop(OPEN, None)
    if key:
        OpenSession.objects.filter(key=key).delete()


def end_others(request: HttpRequest, user: User) -> int:
    """End the account's other sessions, such as when what opens it has changed; how many."""
    return OpenSession.objects.filter(user=user).exclude(key=request.session[OPEN]).delete()[0]


def forget_ended() -> int:
    """Delete the rows of sessions that ended while nobody looked; how many."""
    return OpenSession.objects.over().delete()[0]


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


def is_over(request: HttpRequest, user: User) -> bool:
    """Whether the session was ended, has lasted its time, or was left alone if it is shared."""
    session, now = request.session, time.time()
    key = session.get(OPEN)
    row = OpenSession.objects.filter(key=key, user=user).first() if key else None
    if row is None or now - session[SIGNED_IN] > LONGEST:
        return True
    if session.get(SHARED):
        if now - session[SEEN] > LONGEST_IDLE:
            return True
        if now - session[SEEN] > NOTED_EVERY_IF_SHARED:
            session[SEEN] = now
    _note_use(row, session[HASH_SESSION_KEY])
    return False


def _note_use(row: OpenSession, auth_hash: str) -> None:
    """Write down, seldom, that a session is in use; and at once that its password is another."""
    seen = this_minute()
    if row.auth_hash != auth_hash or seen - row.seen_at >= row.noted_every:
        OpenSession.objects.filter(pk=row.pk).update(seen_at=seen, auth_hash=auth_hash)


def confirm(request: HttpRequest) -> None:
    """Note that the account's own person is there."""
    request.session[CONFIRMED] = time.time()


def is_confirmed(request: HttpRequest) -> bool:
    """Whether a password or a factor was shown within the last five minutes."""
    return time.time() - float(request.session.get(CONFIRMED, 0)) < CONFIRMED_FOR


def connect() -> None:
    user_logged_in.connect(note_sign_in, dispatch_uid="accounts_note_sign_in")
    user_logged_out.connect(note_sign_out, dispatch_uid="accounts_note_sign_out")
