"""Compare the facts of translations with their sources."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.translation.facts.checking import let_follow, pages_elsewhere, stray_facts


class Command(BaseCommand):
    help = (
        "Print where what readers see of a translation strays from its source in a fact, or "
        "stands elsewhere, and exit 1; with --fix, let it follow. What a translation may have of "
        "its own is named, and stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="let follow what has to follow")

    def handle(self, *_args: Any, fix: bool, **_options: Any) -> None:
        elsewhere, strays = pages_elsewhere(fix=fix), list(stray_facts())
        following = [stray for stray in strays if stray.follows]
        for line in (*elsewhere, *map(str, following)):
            self.stdout.write(line)
        for stray in strays:
            if not stray.follows:
                self.stdout.write(f"{stray} (its own, or for its team to say)")
        if fix:
            let_follow(following)
        found = len(elsewhere) + len(following)
        if not found:
            self.stdout.write("Every translation follows its source.")
        elif fix:
            self.stdout.write(f"Mended: {found}.")
        else:
            self.stdout.write(f"Differences: {found}. Mend them with --fix.")
            sys.exit(1)
