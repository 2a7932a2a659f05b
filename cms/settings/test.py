"""The test suite: like development, but in memory and at once."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-and-of-no-use-anywhere-else-0123456789")

from .development import *  # noqa: F403
from .development import INSTALLED_APPS, STORAGES, media_storages

# A folder of this process's own, so that workers do not meet and nothing stays behind.
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="cms-test-media-"))
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
STORAGES |= media_storages(MEDIA_ROOT) | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
INSTALLED_APPS += ["django_migration_linter"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TASKS = {"default": {"BACKEND": "tests.immediate_tasks.SerializingBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEMO_PASSWORD = "only-for-tests-of-the-demo"
PAGE_STORE_DIR = None  # Tests of the store have one of their own.
READERS_DEMAND_PAUSE = None  # Tests write it down themselves.
