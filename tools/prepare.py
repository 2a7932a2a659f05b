"""What `make run` does before the site is served, in one process for all its steps.

With ``--for-tests``, only what the tests need: no database, no content.
"""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command

BUILD = (
    ("Compiling the translations", ("compile_catalogues",)),
    ("Building the fonts", ("build_fonts",)),
)
MIGRATE = (("Bringing the database up to date", ("migrate", "--no-input", "--verbosity=0")),)
COLLECT = (("Collecting the static files", ("collectstatic", "--no-input", "--verbosity=0")),)


def carry_out(steps: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    for what, command in steps:
        print(f"{what} ...", flush=True)
        call_command(*command)


def collect_static_files() -> None:
    """Collect them unless none has changed: hashing and compressing all of them takes a while."""
    stamp = Path(settings.VAR_DIR) / "static.digest"
    current = static_fingerprint()
    if not stamp.exists() or stamp.read_text() != current:
        carry_out(COLLECT)
        stamp.write_text(current)


def static_fingerprint() -> str:
    """Return a digest of every static file's name and content, and of what processes them."""
    seen = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list(None):
            content = Path(storage.path(name)).read_bytes()
            seen.update(name.encode() + hashlib.sha256(content).digest())
    return seen.hexdigest()


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


def settle_access() -> None:
    """Write the rights that the policy wants: it may be newer than a kept database."""
    from cms.access.reconcile import reconcile  # noqa: PLC0415  (needs models)

    for line in reconcile():
        print(f"  {line}", flush=True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    django.setup()
    try:
        carry_out(BUILD)
        if "--for-tests" not in sys.argv:
            collect_static_files()
            carry_out(MIGRATE)
            load_starter_content()
            settle_access()
            print("\nDemo accounts: name, password, what each is for")
            call_command("demo_accounts")
    except CommandError as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
