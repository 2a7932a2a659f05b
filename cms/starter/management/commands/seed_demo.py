"""Loads the starter content."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.starter.loader.files import StarterContentError
from cms.starter.loader.run import SeedingRefusedError, seed


class Command(BaseCommand):
    help = (
        "Loads the starter content in all its languages, with pictures and demo accounts, into an "
        "empty database. Where it already is, nothing changes."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        began = time.monotonic()
        try:
            is_new = seed(report=self._report)
        except (SeedingRefusedError, StarterContentError) as error:
            raise CommandError(str(error)) from error
        if is_new:
            self.stdout.write(f"Starter content loaded in {time.monotonic() - began:.0f} s.")
        else:
            self.stdout.write("Starter content is already here; nothing was changed.")

    def _report(self, step: str) -> None:
        self.stdout.write(f"  {step}")
        self.stdout.flush()
