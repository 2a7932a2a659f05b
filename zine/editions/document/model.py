"""An issue as neutral data: what all editions are made from.

``Document.to_json`` is the interchange format, version ``FORMAT``. Every block is an object with
``type``, ``place`` (which block of the StreamField it came from) and the fields of its class in
``zine.editions.blocks``; what is empty is left out of runs. Text is NFC; in right-to-left issues
numbers and addresses stand between U+2066 and U+2069. Footnotes are numbered from 1 through the
issue: a run ``{"note": 3}`` marks where note 3 belongs; a run's ``lang`` is the code of its
language where that is not the issue's. Heading levels start at 1 and never skip a level.
"""

import dataclasses
import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self
from xml.etree.ElementTree import Element

from ..problems import BlockPlace

if TYPE_CHECKING:
    # What is made of a block stands above it.
    from ..epub.chapters import ChapterText
    from .reading import Reading

FORMAT = 3


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
class Block(ABC):
    """A block of an issue; its fields are what is printed. Each kind is a class of its own.

    ``type`` is the block's name in the stream of an issue; ``epub_style`` are rules for what
    ``xhtml`` gives, where those of every EPUB are not enough.
    """

    type: ClassVar[str]
    epub_style: ClassVar[str] = ""
    place: BlockPlace

    @property
    def section_title(self) -> str:
        """The title of the section that the block begins; empty if it begins none."""
        return ""

    @classmethod
    @abstractmethod
    def read(cls, reading: "Reading", place: BlockPlace, values: Mapping[str, Any]) -> Self | None:
        """Return the block of the values of its fields; None if there is nothing to print.

        What an editor has to mend is told to ``reading.problem``.
        """

    @abstractmethod
    def xhtml(self, chapter: "ChapterText") -> Iterator[Element]:
        """Yield what the block is in an EPUB."""

    @abstractmethod
    def lines(self) -> Iterator[str]:
        """Yield the block's lines as plain text."""


@dataclass(frozen=True)
class Note:
    """A footnote: its number in the issue and its text."""

    number: int
    place: BlockPlace
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
