"""Prepares the database of a site that is really served: an account, and its session.

    python -m tests.delivery.gated_site

Prints the key of the session.
"""

import django

django.setup()

from django.conf import settings  # noqa: E402 - needs Django
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402


def main() -> None:
    call_command("migrate", "--no-input", "--verbosity=0")
    User.objects.create_superuser("editor", "editor@example.org", "a-password-for-one-test")
    client = Client()
    client.force_login(User.objects.get(username="editor"))
    print(client.cookies[settings.SESSION_COOKIE_NAME].value)


if __name__ == "__main__":
    main()
