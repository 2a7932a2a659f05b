"""Backs up the database and the site's files into a folder, and forgets old backups there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.operations.backups.errors import BackupError
from cms.operations.backups.folders import BackupFolder
from cms.operations.backups.making import make
from cms.operations.backups.retention import DAYS, MONTHS, WEEKS


class Command(BaseCommand):
    """Ends with status 1, and a sentence, where something is in the way."""

    help = (
        f"{__doc__} Kept are the newest of {DAYS} days, {WEEKS} weeks and {MONTHS} months. What an "
        "earlier backup has is not written again. With BACKUP_RECIPIENT all of it is encrypted."
    )

    # They ask the database, which others may be writing into or which is not there yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.BACKUP_DIR, help="else BACKUP_DIR"
        )

    def handle(self, *_args: Any, folder: Path | None, **_options: Any) -> None:
        if folder is None:
            raise CommandError("Name a folder, or set BACKUP_DIR.")
        try:
            made = make(BackupFolder(folder.resolve()), timezone.now(), settings.BACKUP_RECIPIENT)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{made.name}: the database, and {made.files} files, {made.new_files} new."
        )
        for name in made.forgotten:
            self.stdout.write(f"Forgotten: {name}")
