"""What `make run` does before the site is served, in one process for all its steps.

With ``--for-tests``, only what the tests need: no database, no content.
"""

import os
import sys

import django
from django.core.management import CommandError, call_command

BUILD = (
    ("Compiling the translations", ("compile_catalogues",)),
    ("Building the fonts", ("build_fonts",)),
)
LOAD = (
    ("Collecting the static files", ("collectstatic", "--no-input", "--verbosity=0")),
    ("Bringing the database up to date", ("migrate", "--no-input", "--verbosity=0")),
)


def carry_out(steps: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    for what, command in steps:
        print(f"{what} ...", flush=True)
        call_command(*command)


def load_starter_content() -> None:
    """Load it once. A database that holds other content keeps it, and is served as it is."""
    from cms.operations.seeding.run import SeedingRefusedError  # noqa: PLC0415  (needs models)

    print("Loading the starter content, if there is none yet ...", flush=True)
    try:
        call_command("seed_demo")
    except CommandError as error:
        if not isinstance(error.__cause__, SeedingRefusedError):
            raise
        print(f"{error}", flush=True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    django.setup()
    try:
        carry_out(BUILD)
        if "--for-tests" not in sys.argv:
            carry_out(LOAD)
            load_starter_content()
            print("\nDemo accounts: name, password, what each is for")
            call_command("demo_accounts")
    except CommandError as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
