"""Prints the demo accounts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.starter.accounts import describe_accounts


class Command(BaseCommand):
    help = "Prints the demo accounts, their password and what each is for; nothing outside a demo."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if getattr(settings, "DEMO", False):
            for line in describe_accounts():
                self.stdout.write(line)
