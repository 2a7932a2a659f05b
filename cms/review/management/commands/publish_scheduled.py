"""Takes the place of Wagtail's command of this name, which asks for no approval."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.review.scheduling import keep_dates


class Command(BaseCommand):
    help = "Publish approved pages whose date has come, and take down those that have expired."

    def handle(self, *_args: Any, **options: Any) -> None:
        changed = keep_dates()
        if options["verbosity"] > 1 or changed:
            self.stdout.write(f"{changed} pages changed.")
