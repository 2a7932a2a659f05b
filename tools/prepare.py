"""What `make run` does before the site is served.

Files are built by a second process while this one makes the database. With ``--for-tests``, only
what the tests need: no static files, no database, no content.
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, connections

from tools.processes import HAS_SAID_WHY, die_with_parent, write_out

BUILD = (
    ("Compiling the translations", ("compile_catalogues",)),
    ("Building the fonts", ("build_fonts",)),
)
MIGRATE = (("Bringing the database up to date", ("migrate", "--no-input", "--verbosity=0")),)
COLLECT = (("Collecting the static files", ("collectstatic", "--no-input", "--verbosity=0")),)


def say(line: str) -> None:
    """Write a line at once and whole, for another process may write too, or end this one."""
    write_out(f"{line}\n")


def carry_out(steps: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    for what, command in steps:
        say(f"{what} ...")
        call_command(*command)


def tell_of_languages() -> None:
    """Say which languages the interface has no words in."""
    from cms.languages.checks import check_catalogues  # noqa: PLC0415  (needs settings)

    for message in check_catalogues():
        say(message.msg)


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


def require_known_database() -> None:
    """Refuse a database that the migrations of today cannot bring up to date."""
    from cms.operations.migration_history import why_not_ours  # noqa: PLC0415  (needs models)

    reason = why_not_ours(connection)
    if reason:
        raise CommandError(reason)


def load_starter_content() -> None:
    """Load it once. A database that holds other content keeps it, and is served as it is.

    Only where the demo is: settings of a server do not install it.
    """
    if not apps.is_installed("cms.starter"):
        return
    from cms.starter.loader.run import SeedingRefusedError  # noqa: PLC0415  (needs models)

    say("Loading the starter content, if there is none yet ...")
    try:
        call_command("seed_demo")
    except CommandError as error:
        if not isinstance(error.__cause__, SeedingRefusedError):
            raise
        say(f"{error}")


def tell_accounts() -> None:
    """Print the demo's accounts, where the demo is."""
    if apps.is_installed("cms.starter"):
        print("\nDemo accounts: name, password, what each is for")
        call_command("demo_accounts")


def settle_access() -> None:
    """Write the rights that the policy wants: it may be newer than a kept database."""
    from cms.access.reconcile import reconcile  # noqa: PLC0415  (needs models)

    for line in reconcile():
        say(f"  {line}")


class FilesError(Exception):
    """The files could not be built, and the process that builds them has said why."""


@contextlib.contextmanager
def files_being_built() -> Iterator[None]:
    """Build files meanwhile, and be done with it at the end. Raises FilesError."""
    # Two processes may not share what one of them has opened.
    connections.close_all()
    # Django is set up already: to begin anew would take longer than what is won.
    process = get_context("fork").Process(target=build_files)
    process.start()
    try:
        yield
    finally:
        process.join()
    if process.exitcode:
        raise FilesError


def build_files() -> None:
    """Carry out the steps that write files alone, in a process of their own."""
    die_with_parent()
    try:
        carry_out(BUILD)
        collect_static_files()
    except (CommandError, ImproperlyConfigured) as error:
        sys.exit(f"{error}")


def prepare() -> None:
    """Carry out all steps. Raises CommandError or ImproperlyConfigured, with a sentence."""
    tell_of_languages()
    require_known_database()
    with files_being_built():
        carry_out(MIGRATE)
    load_starter_content()
    settle_access()
    tell_accounts()


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    try:
        django.setup()
        if "--for-tests" in sys.argv:
            carry_out(BUILD)
        else:
            prepare()
    except (CommandError, ImproperlyConfigured) as error:
        print(error, file=sys.stderr)
        return HAS_SAID_WHY
    except FilesError:
        return HAS_SAID_WHY
    return 0


if __name__ == "__main__":
    sys.exit(main())
