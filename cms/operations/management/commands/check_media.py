"""Finds stored files that no row names, and rows whose file is lost or has changed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.operations.media_check import changed_files, keep, look, mend, told


class Command(BaseCommand):
    """Ends with status 1 where something was found that is not mended."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--fix",
            action="store_true",
            help="delete files without rows, and rows of sizes without files, which are made anew",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        findings = look()
        for file in findings.files_without_rows:
            self.stdout.write(f"no row: {file}")
        for file, row in findings.rows_without_files:
            self.stdout.write(f"no file: {told(file, row)}")
        if options["fix"]:
            mend(findings)
            findings = look()
        changed = [told(file, row) for file, row in changed_files()]
        for each in changed:
            self.stdout.write(f"other content: {each}")
        if not keep(findings).is_well or changed:
            raise CommandError("Stored files and rows do not belong together.")
        self.stdout.write("Every file has its row, and every row its file.")
