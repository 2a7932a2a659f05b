"""`make run`: as in production where that costs nothing, on this machine only."""

import hashlib

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, DEBUG, INSTALLED_APPS, LOGGING, MIDDLEWARE, SECRET_KEY, VAR_DIR
from .environment import DEMO_PASSWORD, REQUIRE_SECOND_FACTOR as ASKED, SECOND_FACTOR_KEYS

if not SECRET_KEY:
    key_file = VAR_DIR / "secret_key"
    if not key_file.exists():
        VAR_DIR.mkdir(exist_ok=True)
        key_file.write_text(get_random_secret_key())
        key_file.chmod(0o600)
    SECRET_KEY = key_file.read_text()

SECOND_FACTOR_KEYS = SECOND_FACTOR_KEYS or [SECRET_KEY]
REQUIRE_SECOND_FACTOR = bool(ASKED)
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
DEMO = True
# Signing in with one click, first, because its templates stand before Wagtail's; and the content.
INSTALLED_APPS = ["cms.demo", "cms.starter", *INSTALLED_APPS]
MIDDLEWARE = [*MIDDLEWARE, "cms.demo.arrival.ArrivalMiddleware"]
WAGTAILADMIN_USER_LOGIN_FORM = "cms.demo.forms.LoginForm"
# Browsers tell hosts apart by their cookies, not ports: each checkout has names of its own, or to
# sign in to one would sign out of another.
CHECKOUT = hashlib.sha256(bytes(VAR_DIR)).hexdigest()[:12]
SESSION_COOKIE_NAME = f"sessionid-{CHECKOUT}"
CSRF_COOKIE_NAME = f"csrftoken-{CHECKOUT}"
KNOWN_BROWSER_COOKIE_NAME = f"known-browser-{CHECKOUT}"
# Compressing all of the admin's files takes as long as loading the content, and within one machine
# nothing is gained by it.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("css", "js", "svg", "txt", "json", "map", "html", "xml")
if DEBUG:
    # On a machine of one's own, errors are told whole.
    del LOGGING["handlers"]["console"]["formatter"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
