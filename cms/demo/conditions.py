"""Where the demo's sign-in may be: nowhere that is more than a demo.

Installing the app is not enough. Its address, its view and its templates each ask here, so that
settings that install it by mistake open nothing, and a system check says what is wrong.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

# What only a public server says of itself.
OF_A_PUBLIC_SERVER = ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS")


def faults() -> Iterator[CheckMessage]:
    """What forbids signing in with one click under these settings, an error each."""
    if getattr(settings, "DEMO", None) is not True:
        yield Error(
            "cms.demo is installed, but these settings do not say DEMO.",
            hint="Take it out of INSTALLED_APPS: development settings alone install it.",
            id="demo.E001",
        )
    public = [name for name in OF_A_PUBLIC_SERVER if getattr(settings, name, None)]
    if public:
        yield Error(
            f"cms.demo is installed on what looks like a public server: {', '.join(public)}.",
            hint="Anybody who opens the demo is signed in as whoever they choose. Take it out.",
            id="demo.E002",
        )
    patterns = [host for host in settings.ALLOWED_HOSTS if host.startswith(("*", "."))]
    if patterns:
        yield Error(
            f"The demo needs ALLOWED_HOSTS to name its hosts, not {', '.join(patterns)}.",
            hint="Any page on the web could give itself such a name and sign in.",
            id="demo.E003",
        )


def is_on() -> bool:
    """Whether the demo's accounts are offered."""
    return not any(faults())


def check_conditions(**_kwargs: Any) -> list[CheckMessage]:
    """The system check."""
    return list(faults())
