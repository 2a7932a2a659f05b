"""What every kind of file holds: catalogues, one for each translation, with lines.

``catalogue_of`` makes one for writing; readers of files make them anew from what came back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation

from ..segments.listing import segments_of

LARGEST = 2 * 1024 * 1024


class NotOurFile(Exception):  # noqa: N818
    """A file that cannot be taken in at all; its message is a sentence."""


@dataclass(frozen=True)
class Line:
    """A segment: its path in the page, the source's words, and its translation.

    ``unsure``: nobody has said yet that the translation is right. ``untouched``: the file's program
    has not noted any work on it, which counts only where the words are still the same. ``gone``:
    the file itself marks the line as no longer of use.
    """

    path: str
    source: str
    text: str
    unsure: bool = False
    untouched: bool = False
    gone: bool = False
    number: int = 0
    label: str = ""
    limit: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return key_of(self.path, self.source)

    @property
    def notes(self) -> Iterable[str]:
        """What a translator is told about the line, besides its page."""
        yield self.label
        if self.limit:
            yield _("At most %(limit)d characters.") % {"limit": self.limit}


@dataclass
class Catalogue:
    """The lines of one translation; ``mark`` is its unique number as the file writes it."""

    mark: str
    language: str
    source_language: str = ""
    title: str = ""
    address: str = ""
    lines: list[Line] = field(default_factory=list)


def key_of(path: str, source: str) -> tuple[str, str]:
    """What a line is found by. Programs alter white space, and not all can keep every character."""
    return path, " ".join(clean(source).split())


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return "".join(
        char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff")
    )


def catalogue_of(translation: Translation) -> Catalogue:
    """Every segment of a translation with its place, and what has been written."""
    return Catalogue(
        mark=str(translation.uuid),
        language=translation.target_locale.language_code,
        source_language=translation.source.locale.language_code,
        title=translation.source.object_repr,
        address=_address(translation),
        lines=[
            Line(
                path=segment.string_segment.context.path,
                source=segment.string_segment.string.data,
                text=segment.written.data if segment.written else "",
                unsure=segment.is_machine or bool(segment.error),
                number=segment.pk,
                label=segment.label,
                limit=segment.place.limit,
            )
            for segment in segments_of(translation)
        ],
    )


def _address(translation: Translation) -> str:
    """Where readers see the source; empty where they do not."""
    try:
        source = translation.source.get_source_instance()
    except ObjectDoesNotExist:
        return ""
    return (source.full_url or "") if isinstance(source, Page) and source.live else ""
