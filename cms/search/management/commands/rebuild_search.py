from typing import Any

from django.core.management.base import BaseCommand

from cms.search.index import rebuild_index


class Command(BaseCommand):
    help = "Index every published page for the readers' search anew."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        self.stdout.write(f"Indexed {rebuild_index()} pages.")
