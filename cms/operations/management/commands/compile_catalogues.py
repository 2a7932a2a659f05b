"""`manage.py compile_catalogues`: part of every installation."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.operations.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compile the translations of the site's own words; needs no gettext programs."

    def handle(self, **_options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for compiled in compile_catalogues(Path(folder)):
                self.stdout.write(f"Compiled {compiled.parent.parent.name}.")
