"""Brings the database and the site's files back from a folder of backups."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.operations.backups.errors import BackupError
from cms.operations.backups.folders import BackupFolder
from cms.operations.backups.restoring import restore


class Command(BaseCommand):
    """Ends with status 1, a sentence, and nothing changed, where something is in the way."""

    help = (
        f"{__doc__} Only into an empty place, unless it is forced; everything is read and held to "
        "its digests first. Everybody is signed out. Stop the site's processes before."
    )

    # They ask the database, which others may be writing into or which is not there yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--backup", default="", help="its name; the newest if none is named")
        parser.add_argument("--identity", type=Path, help="the private key's file, where encrypted")
        parser.add_argument(
            "--force", action="store_true", help="in the place of the site that is here"
        )

    def handle(self, *_args: Any, folder: Path, **options: Any) -> None:
        try:
            done = restore(
                BackupFolder(folder.resolve()),
                options["backup"],
                options["identity"],
                force=options["force"],
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"The site is as it was at {done.name}, with {done.files} files. Take down anew what "
            "was taken down since then: the lines of the audit log in the journal name it."
        )
