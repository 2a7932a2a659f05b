"""Makes the migrated, empty database that tests begin with; ``DATABASE_URL`` says where."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
django.setup()

from tests import prepared_database  # noqa: E402  (needs the settings)

prepared_database.make()
