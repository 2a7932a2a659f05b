"""``manage.py build_fonts``: cuts the site's typefaces into the files that readers fetch."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.pages.fonts import build


class Command(BaseCommand):
    help = "Build the site's web fonts; does nothing while they are up to date."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=Path(settings.STATICFILES_DIRS[0]) / "fonts",
            help="where the files go (default: %(default)s)",
        )

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        written = build(folder)
        for path in written:
            self.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes")
        if not written:
            self.stdout.write("The fonts are up to date.")
