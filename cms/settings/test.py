"""The test suite: like development, but in memory and at once."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-and-of-no-use-anywhere-else-0123456789")

from .development import *  # noqa: E402, F403
from .development import STORAGES  # noqa: E402

MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
