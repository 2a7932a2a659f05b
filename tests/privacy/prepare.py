"""Fills the database that ``DATABASE_URL`` names with a small site, and an account."""

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402  (needs the settings)
from django.core.management import call_command  # noqa: E402
from wagtail.models import PageViewRestriction  # noqa: E402

from tests.privacy.planted import ACCOUNT  # noqa: E402
from tests.trees import small_site  # noqa: E402

call_command("migrate", verbosity=0)
call_command("createcachetable")
site = small_site()
PageViewRestriction.objects.create(page=site["en", "102"], restriction_type="login")
User.objects.create_user(ACCOUNT, f"{ACCOUNT}@example.org", "a-password-that-nobody-guesses")
