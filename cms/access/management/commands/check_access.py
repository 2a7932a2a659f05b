"""Compare the rows of access with the policy."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.access.reconcile import check, reconcile, strangers
from cms.access.report import superusers, unused_accounts


class Command(BaseCommand):
    help = (
        "Print what differs from the access policy and exit 1; with --fix, mend it. Groups that "
        "belong to no team lose their rights but are not deleted while somebody is in them. "
        "Accounts that nobody has used for 90 days are named too, and superusers."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="write what the policy wants")

    def handle(self, *_args: Any, fix: bool, **_options: Any) -> None:
        drift = reconcile() if fix else check()
        for difference in drift:
            self.stdout.write(difference)
        for user in unused_accounts():
            self.stdout.write(f"Unused for 90 days: {user.get_username()}.")
        for name in superusers():
            self.stdout.write(f"Superuser: {name}.")
        left = strangers()
        for name in left:
            self.stdout.write(
                f"groups: belongs to no team: {name}. Move its people to teams and delete it."
            )
        if drift and fix:
            self.stdout.write(f"Mended: {len(drift)}.")
        elif drift:
            self.stdout.write(f"Differences: {len(drift)}. Mend them with --fix.")
        elif not left:
            self.stdout.write("Access is as the policy wants it.")
        if left or (drift and not fix):
            sys.exit(1)
