"""A public server behind TLS. Refuses to start without its secrets and its addresses."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, BASE_URL, DATABASE, LOGGING, SECRET_KEY
from .environment import (
    EMAIL,
    EMAIL_FROM,
    REQUIRE_SECOND_FACTOR as ASKED,
    SECOND_FACTOR_KEYS,
)
from .secrets import refuse_guessable

for name, value in {
    "SECRET_KEY": SECRET_KEY,
    "SECOND_FACTOR_KEY": SECOND_FACTOR_KEYS,
    "ALLOWED_HOSTS": ALLOWED_HOSTS,
}.items():
    if not value:
        raise ImproperlyConfigured(f"Production needs {name} in the environment.")
refuse_guessable("SECRET_KEY", SECRET_KEY)
for key in SECOND_FACTOR_KEYS:
    refuse_guessable("SECOND_FACTOR_KEY", key)
if SECRET_KEY in SECOND_FACTOR_KEYS:
    raise ImproperlyConfigured("Production needs a SECOND_FACTOR_KEY that is not the SECRET_KEY.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("Production needs ALLOWED_HOSTS to name its hosts, not *.")
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("Production needs BASE_URL, beginning with https://.")
if not DATABASE["ENGINE"].endswith("postgresql"):
    raise ImproperlyConfigured("Production needs DATABASE_URL to name a PostgreSQL database.")

DEBUG = False
DEMO = False
REQUIRE_SECOND_FACTOR = ASKED is not False
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
KNOWN_BROWSER_COOKIE_NAME = "__Host-known-browser"
MAILERS = {
    "default": {
        "BACKEND": "cms.mail.backend.PunctualBackend",
        # For each answer; for all of them together, the backend has an end of its own.
        "OPTIONS": {**EMAIL, "timeout": 20},
    }
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = EMAIL_FROM
# The audit log goes to standard output too, a line of JSON for each entry.
LOGGING["loggers"]["audit"]["handlers"] = ["audit"]
