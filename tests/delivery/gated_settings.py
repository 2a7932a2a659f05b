"""The tests' settings, for a site in processes of its own: files are where the environment says.

Tasks wait for a worker, as they do where a site is served.
"""

from cms.settings.environment import MEDIA_ROOT as FOLDER
from cms.settings.test import *  # noqa: F403
from cms.settings.test import STORAGES, media_storages

STORAGES |= media_storages(FOLDER)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
