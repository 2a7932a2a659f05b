"""An issue as neutral data: what all editions are made from.

``Document.to_json`` is the interchange format, version ``FORMAT``. Every block is an object with
``type``, ``place`` (which block of the StreamField it came from) and the fields of its class
below; what is empty is left out of runs. Text is NFC; in right-to-left issues numbers and
addresses stand between U+2066 and U+2069. Footnotes are numbered from 1 through the issue: a run
``{"note": 3}`` marks where note 3 belongs; a run's ``lang`` is the code of its language where
that is not the issue's. Heading levels start at 1 and never skip a level.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Literal

from .problems import Place

FORMAT = 2


@dataclass(frozen=True)
class Run:
    """Words in one style; or, with ``note``, the mark of that footnote (and no words)."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    href: str = ""
    note: int = 0
    lang: str = ""

    def to_data(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value}


type Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Text:
    """A paragraph of running text."""

    type: ClassVar[str] = "text"
    runs: Runs


@dataclass(frozen=True)
class Item:
    runs: Runs
    children: "tuple[ItemList, ...]" = ()


@dataclass(frozen=True)
class ItemList:
    """A list, ordered or not; items may hold lists."""

    type: ClassVar[str] = "list"
    ordered: bool
    items: tuple[Item, ...]


type Flow = Text | ItemList


@dataclass(frozen=True)
class Picture:
    """An asset's name and what it shows; ``alt`` is empty only when it is decorative."""

    asset: str
    alt: str
    decorative: bool = False


@dataclass(frozen=True)
class Heading:
    type: ClassVar[str] = "heading"
    place: Place
    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Article:
    """Begins a piece of its own, at the first level; ``byline`` is the name its makers chose."""

    type: ClassVar[str] = "article"
    level: ClassVar[int] = 1
    place: Place
    title: str
    anchor: str
    byline: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Paragraph:
    type: ClassVar[str] = "paragraph"
    place: Place
    flow: tuple[Flow, ...]


@dataclass(frozen=True)
class Image:
    type: ClassVar[str] = "image"
    place: Place
    picture: Picture
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class PullQuote:
    type: ClassVar[str] = "pull_quote"
    place: Place
    quotation: str
    attribution: str = ""


@dataclass(frozen=True)
class Point:
    statement: str
    flow: tuple[Flow, ...] = ()


@dataclass(frozen=True)
class NumberedPoints:
    type: ClassVar[str] = "numbered_points"
    place: Place
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Checklist:
    type: ClassVar[str] = "checklist"
    place: Place
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Callout:
    type: ClassVar[str] = "callout"
    place: Place
    kind: Literal["note", "important"]
    title: str
    flow: tuple[Flow, ...]


@dataclass(frozen=True)
class Contact:
    """A way to reach somebody: ``shown`` as one reads or dials it, ``href`` for machines."""

    name: str
    kind: Literal["phone", "email", "website", "social"]
    shown: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class Contacts:
    type: ClassVar[str] = "contacts"
    place: Place
    title: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page where there are pages."""

    type: ClassVar[str] = "page_break"
    place: Place


@dataclass(frozen=True)
class Fact:
    figure: str
    text: str
    source: str = ""


@dataclass(frozen=True)
class Facts:
    type: ClassVar[str] = "facts"
    place: Place
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class CallToAction:
    type: ClassVar[str] = "call_to_action"
    place: Place
    text: str
    href: str


@dataclass(frozen=True)
class Principle:
    type: ClassVar[str] = "principle"
    place: Place
    label: str
    statement: str
    flow: tuple[Flow, ...]


type Block = (
    Heading
    | Article
    | Paragraph
    | Image
    | PullQuote
    | NumberedPoints
    | Checklist
    | Callout
    | Contacts
    | Facts
    | CallToAction
    | Principle
    | PageBreak
)


def section_title(block: Block) -> str:
    """Return the title of the section that a block begins; nothing if it begins none."""
    match block:
        case Article():
            return block.title
        case Heading(level=1):
            return block.text
    return ""


@dataclass(frozen=True)
class Note:
    """A footnote: its number in the issue and its text."""

    number: int
    place: Place
    runs: Runs


@dataclass(frozen=True)
class Asset:
    """A picture file: its bytes and what they are."""

    name: str
    media_type: Literal["image/jpeg", "image/png"]
    width: int
    height: int
    content: bytes = field(repr=False)

    def to_data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "media_type": self.media_type,
            "width": self.width,
            "height": self.height,
            "sha256": hashlib.sha256(self.content).hexdigest(),
        }


@dataclass(frozen=True)
class Imprint:
    """What stands on the cover and the back of an issue; ``published_on`` is an ISO date."""

    title: str
    number: int
    published_on: str
    publisher: str
    address: str
    licence: str
    tagline: str = ""
    summary: str = ""
    credits: tuple[str, ...] = ()
    cover: Picture | None = None


@dataclass(frozen=True)
class Document:
    """An issue in one language. ``language`` is a BCP 47 tag; ``revision`` names its source."""

    language: str
    direction: Literal["ltr", "rtl"]
    imprint: Imprint
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    assets: Mapping[str, Asset] = field(default_factory=dict)
    revision: str = ""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the issue's content: text, pictures, imprint; not of its revision."""
        return hashlib.sha256(canonical(self._content())).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Return the document as JSON data, format ``FORMAT``."""
        return self._content() | {"revision": self.revision, "digest": self.digest}

    def note(self, number: int) -> Note:
        return self.notes[number - 1]

    def _content(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "language": self.language,
            "direction": self.direction,
            "imprint": data(self.imprint),
            "blocks": data(self.blocks),
            "notes": data(self.notes),
            "assets": [asset.to_data() for _, asset in sorted(self.assets.items())],
        }


def canonical(value: Any) -> bytes:
    """Return JSON data as the same bytes every time."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def data(value: Any) -> Any:
    """Return dataclasses and tuples as JSON data; a class's ``type`` comes along."""
    if isinstance(value, Run):
        return value.to_data()
    if isinstance(value, tuple):
        return [data(item) for item in value]
    if dataclasses.is_dataclass(value):
        fields = {f.name: data(getattr(value, f.name)) for f in dataclasses.fields(value)}
        kind = getattr(type(value), "type", None)
        return fields if kind is None else {"type": kind, **fields}
    return value


_NOT_PRINTED = {"place", "href", "source", "anchor", "kind", "asset", "alt"}


def printed(value: Any) -> Iterator[str]:
    """Yield the words that a part of a document prints, in their order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from printed(item)
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            if part.name not in _NOT_PRINTED:
                yield from printed(getattr(value, part.name))
