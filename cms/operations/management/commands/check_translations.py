"""Lists the interface's words that are missing, unsure or unread in each language."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import to_locale

from cms.operations.catalogues import SHIPPED, Gaps, gaps_in, words_of


class Command(BaseCommand):
    """Ends with status 1 where a language that the site ships with is not complete and read."""

    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "languages", nargs="*", help="such as yi or pt-br; all if none is named"
        )
        parser.add_argument("--brief", action="store_true", help="the numbers only")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder = Path(settings.LOCALE_PATHS[0])
        configured = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        unknown = sorted(set(options["languages"]) - set(configured))
        if unknown:
            raise CommandError(f"Not among SITE_LANGUAGES: {', '.join(unknown)}.")
        words = words_of(_catalogue(folder, code) for code in SHIPPED)
        found = {
            code: gaps_in(_catalogue(folder, code), words)
            for code in options["languages"] or configured
        }
        for code, gaps in found.items():
            self._tell(code, gaps, len(words), brief=options["brief"])
        if any(found.get(code) for code in SHIPPED):
            raise CommandError("A language that the site ships with is not complete and read.")

    def _tell(self, code: str, gaps: Gaps, total: int, *, brief: bool) -> None:
        lists = {"missing": gaps.missing, "fuzzy": gaps.fuzzy, "unreviewed": gaps.unreviewed}
        numbers = ", ".join(f"{len(words)} {name}" for name, words in lists.items())
        self.stdout.write(f"{code}: {total} words, {numbers}")
        for name, words in lists.items() if not brief else ():
            for word in words:
                self.stdout.write(f"  {name}: {word!r}")


def _catalogue(folder: Path, code: str) -> Path:
    return folder / to_locale(code) / "LC_MESSAGES" / "django.po"
