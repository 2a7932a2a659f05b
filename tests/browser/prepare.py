"""Prepares the site that the browser looks at: fonts, static files, database, content, editions."""

import os

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command

django.setup()

from wagtail.users.models import UserProfile  # noqa: E402  (needs the models)

from cms.starter.loader.run import seed  # noqa: E402  (needs the models)

call_command("build_fonts")
call_command("collectstatic", interactive=False, verbosity=0)
call_command("migrate", interactive=False, verbosity=0)
seed(report=print, artwork_scale=float(os.environ.get("ARTWORK_SCALE", "0.25")), in_motion=False)
call_command("build_editions")

# Tests run side by side: an account whose admin is in Arabic is nobody else's.
for name in ("staff", "boston-lead"):
    twin = get_user_model().objects.get(username=name)
    teams = list(twin.groups.all())
    twin.pk, twin.username, twin.email = None, f"{name}-ar", f"{name}-ar@example.org"
    twin.save()
    twin.groups.set(teams)
    UserProfile.objects.create(user=twin, preferred_language="ar")
