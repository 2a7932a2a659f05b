"""Blocks as plain data, read into a document. No database: ``from_page`` brings the data.

A block is a ``RawBlock``: its type, its id and the values of its fields, where rich text is its
stored HTML, a picture is a ``Picture``, a call to action has an absolute ``address``, and a
principle has its ``number``, ``statement`` and ``explanation``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cms.pages.contacts import contact_address, shown_address

from . import document as d
from .bidi import ISOLATE, POP, clean, isolate
from .languages import Language
from .problems import EditionError, Place, Problem
from .rich_text import Attributes, Reader

type Values = Mapping[str, Any]
type LinkResolver = Callable[[Attributes], str | None]

SCHEMES = {"http", "https", "mailto", "tel"}


@dataclass(frozen=True)
class RawBlock:
    kind: str
    values: Values
    id: str = ""


def link_address(attributes: Attributes) -> str | None:
    """Return an ``<a>``'s address if an edition may link to it."""
    href = attributes.get("href", "").strip()
    return href if urlsplit(href).scheme.lower() in SCHEMES else None


class BlockReader:
    """Reads the blocks of one issue in order; ``notes`` and ``problems`` grow as it goes."""

    def __init__(self, language: Language, link: LinkResolver = link_address) -> None:
        self.language = language
        self.link = link
        self.notes: list[d.Note] = []
        self.problems: list[Problem] = []
        self._level = 0
        self._anchors: Counter[str] = Counter()

    def read(self, blocks: Iterable[RawBlock]) -> tuple[d.Block, ...]:
        """Return the blocks of a document. Raises EditionError with everything that is wrong."""
        read: list[d.Block] = []
        for position, block in enumerate(blocks, 1):
            place = Place(position, block.kind, block.id)
            reader: Callable[[Place, Values], d.Block | None] | None = getattr(
                self, f"_{block.kind}", None
            )
            if reader is None:
                self._problem(place, "unprintable_block")
                continue
            result = reader(place, block.values)
            if result is not None:
                read.append(result)
        if self.problems:
            raise EditionError(self.problems)
        return tuple(read)

    def text(self, value: object) -> str:
        """Return a plain value as an edition prints it."""
        return self._prepare(str(value or "").strip())

    def _prepare(self, text: str) -> str:
        text = clean(text)
        return isolate(text) if self.language.direction == "rtl" else text

    def _reader(self, notes: Mapping[int, int] | None = None) -> Reader:
        return Reader(link=self.link, prepare=self._prepare, notes=notes or {})

    def _flow(self, source: object) -> tuple[d.Flow, ...]:
        return self._reader().flow(str(source or ""))

    def _problem(self, place: Place, code: str, **parameters: str) -> None:
        self.problems.append(Problem(code, place, parameters))

    def _heading(self, place: Place, values: Values) -> d.Heading | None:
        text = self.text(values["text"])
        if not text:
            self._problem(place, "empty_heading")
            return None
        # The page's title is its first level, so a body starts at 2; an edition at 1.
        self._level = min(int(values.get("level") or 2) - 1, self._level + 1)
        return d.Heading(place, self._level, text, self._anchor(str(values.get("anchor") or "")))

    def _article(self, place: Place, values: Values) -> d.Article | None:
        title = self.text(values["title"])
        if not title:
            self._problem(place, "empty_article")
            return None
        self._level = 1
        return d.Article(
            place,
            title,
            self._anchor(str(values.get("address") or "")),
            self.text(values.get("byline")),
            self.text(values.get("summary")),
        )

    def _page_break(self, place: Place, _values: Values) -> d.PageBreak:
        return d.PageBreak(place)

    def _anchor(self, wanted: str) -> str:
        name = wanted or "section"
        self._anchors[name] += 1
        count = self._anchors[name]
        return name if wanted and count == 1 else f"{name}-{count}"

    def _paragraph(self, place: Place, values: Values) -> d.Paragraph | None:
        sources: Sequence[object] = values.get("footnotes") or ()
        first = len(self.notes) + 1
        numbers = {local: first + local - 1 for local in range(1, len(sources) + 1)}
        reader = self._reader(numbers)
        flow = reader.flow(str(values["text"]))
        self.notes += [
            d.Note(numbers[local], place, self._reader().runs(str(source)))
            for local, source in enumerate(sources, 1)
        ]
        if sorted(_marks(flow)) != sorted(numbers.values()):
            self._problem(place, "unnumbered_footnotes")
        return d.Paragraph(place, flow) if flow else None

    def _image(self, place: Place, values: Values) -> d.Image | None:
        picture: d.Picture | None = values.get("picture")
        if picture is None:
            self._problem(place, "missing_picture")
            return None
        if not picture.alt and not picture.decorative:
            self._problem(place, "undescribed_picture")
            return None
        return d.Image(
            place,
            d.Picture(picture.asset, self.text(picture.alt), picture.decorative),
            self.text(values.get("caption")),
            self.text(values.get("credit")),
        )

    def _pull_quote(self, place: Place, values: Values) -> d.PullQuote:
        attribution = self.text(values.get("attribution"))
        return d.PullQuote(place, self.text(values["quotation"]), attribution)

    def _numbered_points(self, place: Place, values: Values) -> d.NumberedPoints:
        points = tuple(
            d.Point(self.text(point["statement"]), self._flow(point.get("text")))
            for point in values["points"]
        )
        return d.NumberedPoints(place, points)

    def _checklist(self, place: Place, values: Values) -> d.Checklist:
        items = tuple(self.text(item) for item in values["items"])
        return d.Checklist(place, self.text(values.get("title")), items)

    def _callout(self, place: Place, values: Values) -> d.Callout:
        return d.Callout(
            place,
            "important" if values.get("kind") == "important" else "note",
            self.text(values.get("title")),
            self._flow(values["text"]),
        )

    def _contacts(self, place: Place, values: Values) -> d.Contacts:
        read = (self._contact(place, contact) for contact in values["contacts"])
        title = self.text(values.get("title"))
        return d.Contacts(place, title, tuple(contact for contact in read if contact))

    def _contact(self, place: Place, values: Values) -> d.Contact | None:
        kind, target = values["kind"], clean(str(values["target"] or "").strip())
        href = link_address({"href": contact_address(kind, target)})
        name = self.text(values["text"])
        if href is None:
            self._problem(place, "contact_leads_nowhere", name=name)
            return None
        shown = target if kind in ("phone", "email") else shown_address(target)
        if self.language.direction == "rtl":
            shown = f"{ISOLATE}{shown}{POP}"
        return d.Contact(name, kind, shown, href, self.text(values.get("note")))

    def _facts(self, place: Place, values: Values) -> d.Facts:
        facts = tuple(
            d.Fact(
                self.text(fact["figure"]),
                self.text(fact["text"]),
                link_address({"href": str(fact.get("source") or "")}) or "",
            )
            for fact in values["facts"]
        )
        return d.Facts(place, facts)

    def _call_to_action(self, place: Place, values: Values) -> d.CallToAction | None:
        href = link_address({"href": str(values.get("address") or "")})
        if href is None:
            self._problem(place, "action_leads_nowhere")
            return None
        return d.CallToAction(place, self.text(values["text"]), href)

    def _principle_reference(self, place: Place, values: Values) -> d.Principle | None:
        if not values.get("statement"):
            self._problem(place, "missing_principle")
            return None
        return d.Principle(
            place,
            self.text(self.language.labels["principle"].format(number=values["number"])),
            self.text(values["statement"]),
            self._flow(values.get("explanation")),
        )


def _marks(flow: Iterable[d.Flow]) -> Iterable[int]:
    for part in flow:
        if isinstance(part, d.Text):
            yield from (run.note for run in part.runs if run.note)
        else:
            for item in part.items:
                yield from (run.note for run in item.runs if run.note)
                yield from _marks(item.children)
