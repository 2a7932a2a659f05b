"""What reading a block needs: the language, the links, and what the blocks before it have left."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from ..languages import Language
from ..problems import BlockPlace, Problem
from . import model as d
from .bidi import clean, isolate
from .rich_text import Attributes, Reader

type Values = Mapping[str, Any]
type LinkResolver = Callable[[Attributes], str | None]

SCHEMES = {"http", "https", "mailto", "tel"}


def link_address(attributes: Attributes) -> str | None:
    """Return an ``<a>``'s address if an edition may link to it."""
    href = attributes.get("href", "").strip()
    return href if urlsplit(href).scheme.lower() in SCHEMES else None


class Reading:
    """The blocks of one issue as they are read in order: ``notes`` and ``problems`` grow."""

    def __init__(self, language: Language, link: LinkResolver = link_address) -> None:
        self.language = language
        self.link = link
        self.notes: list[d.Note] = []
        self.problems: list[Problem] = []
        self._level = 0
        self._anchors: Counter[str] = Counter()

    def text(self, value: object) -> str:
        """Return a plain value as an edition prints it."""
        return self._prepare(str(value or "").strip())

    def flow(self, source: object) -> tuple[d.Flow, ...]:
        """Return the paragraphs and lists of a piece of rich text without footnotes."""
        return self._reader().flow(str(source or ""))

    def noted_flow(
        self, place: BlockPlace, source: str, footnotes: Sequence[object]
    ) -> tuple[d.Flow, ...]:
        """Return rich text with its footnotes, which are numbered through the issue."""
        first = len(self.notes) + 1
        numbers = {local: first + local - 1 for local in range(1, len(footnotes) + 1)}
        flow = self._reader(numbers).flow(source)
        self.notes += [
            d.Note(numbers[local], place, self._reader().runs(str(footnote)))
            for local, footnote in enumerate(footnotes, 1)
        ]
        if sorted(_marks(flow)) != sorted(numbers.values()):
            self.problem(place, "unnumbered_footnotes")
        return flow

    def picture(self, place: BlockPlace, picture: d.Picture) -> d.Picture | None:
        """Return a picture as an edition shows it; None, and a problem, if nothing describes it."""
        if not picture.alt and not picture.decorative:
            self.problem(place, "undescribed_picture")
            return None
        return d.Picture(picture.asset, self.text(picture.alt), picture.decorative)

    def problem(self, place: BlockPlace, code: str, **parameters: str) -> None:
        """Note what keeps the issue from being made; ``code`` is one of ``SENTENCES``."""
        self.problems.append(Problem(code, place, parameters))

    def next_level(self, wanted: int) -> int:
        """Return the level of a heading in an edition, where none is skipped.

        The page's title is its first level, so a body starts at 2; an edition at 1.
        """
        self._level = min(wanted - 1, self._level + 1)
        return self._level

    def begin_article(self) -> None:
        """Note that the first level begins anew."""
        self._level = 1

    def anchor(self, wanted: str) -> str:
        """Return a name that nothing else in the issue has."""
        name = wanted or "section"
        self._anchors[name] += 1
        count = self._anchors[name]
        return name if wanted and count == 1 else f"{name}-{count}"

    def _prepare(self, text: str) -> str:
        text = clean(text)
        return isolate(text) if self.language.direction == "rtl" else text

    def _reader(self, notes: Mapping[int, int] | None = None) -> Reader:
        return Reader(link=self.link, prepare=self._prepare, notes=notes or {})


def _marks(flow: Iterable[d.Flow]) -> Iterable[int]:
    for part in flow:
        if isinstance(part, d.Text):
            yield from (run.note for run in part.runs if run.note)
        else:
            for item in part.items:
                yield from (run.note for run in item.runs if run.note)
                yield from _marks(item.children)
