"""The tests' settings, for a site that is served: its files are where the environment says."""

from cms.settings.environment import MEDIA_ROOT as FOLDER
from cms.settings.test import *  # noqa: F403
from cms.settings.test import STORAGES, media_storages

STORAGES |= media_storages(FOLDER)
