"""Prepares the site that the browser looks at: fonts, static files, database, content, editions."""

import django
from django.core.management import call_command

django.setup()

from cms.operations.seeding.run import seed  # noqa: E402  (needs the models)

call_command("build_fonts")
call_command("collectstatic", interactive=False, verbosity=0)
call_command("migrate", interactive=False, verbosity=0)
seed(report=print, artwork_scale=0.25)
call_command("build_editions")
