"""`make run`: as in production where that costs nothing, on this machine only."""

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, SECRET_KEY, VAR_DIR
from .environment import DEMO_PASSWORD

if not SECRET_KEY:
    key_file = VAR_DIR / "secret_key"
    if not key_file.exists():
        VAR_DIR.mkdir(exist_ok=True)
        key_file.write_text(get_random_secret_key())
        key_file.chmod(0o600)
    SECRET_KEY = key_file.read_text()

ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
DEMO = True
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
