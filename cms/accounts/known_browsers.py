"""Browsers that an account has signed in with before: they know it themselves.

A cookie holds a mark for each account, signed, and nothing of the browser, of the network or of
the account's name. Only who has this site's key can make a mark or tell whose it is. The mark
changes with the password: after a new one every browser is new. Nothing is kept on the server.
"""

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.users.models import UserProfile

from cms.mail.sending import write_to

SALT = "accounts.known_browsers"
# Whose sign-in the answer's cookie is to remember.
SIGNED_IN = "accounts.signed_in"
# Browsers keep no cookie for longer.
KEPT_FOR = 400 * 24 * 60 * 60
MOST_ACCOUNTS = 8


def is_known(request: HttpRequest, user: User) -> bool:
    """Whether the account has signed in with this browser before."""
    return _mark_of(user) in _marks(request)


def make_known(request: HttpRequest, user: User) -> None:
    """Have the answer to the request remember that the account has signed in."""
    request.META[SIGNED_IN] = user


def keep_unknown(request: HttpRequest) -> None:
    """Leave nothing behind on a computer that others use, too."""
    request.META.pop(SIGNED_IN, None)


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the cookie where somebody has just signed in, with the accounts from before."""
    user = request.META.pop(SIGNED_IN, None)
    if user is None:
        return
    mark = _mark_of(user)
    marks = [mark, *(each for each in _marks(request) if each != mark)][:MOST_ACCOUNTS]
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        signing.dumps(marks, salt=SALT),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def tell_of_new_browser(user: User) -> None:
    """Write to the account when it was opened, in its own zone, and what to do about it."""
    profile = UserProfile.objects.filter(user=user).first()
    zone = (profile.current_time_zone if profile else "") or settings.TIME_ZONE
    with timezone.override(zone):
        write_to([user], "new_browser", {"at": timezone.now(), "name": user.get_username()})


def _marks(request: HttpRequest) -> list[str]:
    try:
        kept = signing.loads(
            request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, ""),
            salt=SALT,
            max_age=KEPT_FOR,
        )
    except signing.BadSignature:
        return []
    return [str(mark) for mark in kept]


def _mark_of(user: User) -> str:
    whose = f"{user.pk}:{user.get_session_auth_hash()}"
    return salted_hmac(SALT, whose, algorithm="sha256").hexdigest()[:32]
