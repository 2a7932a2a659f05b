"""``build_editions``: makes the zine's editions by hand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zine.editions.build import make_editions
from zine.models import Edition, ZineIssuePage


class Command(BaseCommand):
    help = (
        "Makes the editions of every published issue whose content has changed since they were "
        "made, or that were left unmade. What is up to date is left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("numbers", nargs="*", type=int, help="only the issues of these numbers")
        parser.add_argument("--language", help="only in this language, such as es")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make them, and fail if any could not be made."""
        issues = ZineIssuePage.objects.live().filter(alias_of=None).select_related("locale")
        if options["numbers"]:
            issues = issues.filter(number__in=options["numbers"])
        if options["language"]:
            issues = issues.filter(locale__language_code=options["language"])
        failed = [issue for issue in issues.order_by("number", "path") if not self._made(issue)]
        if failed:
            raise CommandError(f"{len(failed)} of {len(issues)} issues have problems.")

    def _made(self, issue: ZineIssuePage) -> bool:
        edition = make_editions(issue)
        name = f"{issue.number} {issue.locale.language_code}"
        if edition is None:
            return True
        count = edition.artifacts.count()
        self.stdout.write(f"{name}: {edition.get_state_display()}, {count} files")
        for problem in [*edition.named_problems, *edition.named_remarks]:
            self.stdout.write(f"  {problem}")
        return edition.state == Edition.State.READY and not edition.problems
