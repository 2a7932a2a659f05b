"""The kinds of files, and which one a file is."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from .catalogue import LARGEST, Catalogue, NotOurFile, catalogue_of
from .po import read_po, write_po
from .xliff import read_xliff, write_xliff, write_xliff_12


@dataclass(frozen=True)
class Format:
    """A kind of file: its name in addresses and to people, its ending, and how it is written."""

    key: str
    name: str
    ending: str
    content_type: str
    write: Callable[[Catalogue], bytes]


FORMATS = {
    each.key: each
    for each in (
        Format("po", "PO", "po", "text/x-gettext-translation; charset=utf-8", write_po),
        Format("xliff", "XLIFF 2.0", "xlf", "application/xliff+xml", write_xliff),
        Format("xliff12", "XLIFF 1.2", "xlf", "application/xliff+xml", write_xliff_12),
    )
}


def file_of(translation: Translation, kind: Format) -> bytes:
    """The translation as a file."""
    return kind.write(catalogue_of(translation))


def file_name(translation: Translation, kind: Format, number: int | None = None) -> str:
    """What the file is called: a slug of the title, so that every computer can store it."""
    title = slugify(translation.source.object_repr) or "page"
    start = f"{number:04d}-" if number is not None else ""
    return f"{start}{title}-{translation.target_locale.language_code}.{kind.ending}"


def read_file(content: bytes) -> list[Catalogue]:
    """The catalogues of a file of either kind. Raises NotOurFile."""
    if len(content) > LARGEST:
        raise NotOurFile(_("This file is larger than 2 MB. No translation is."))
    if is_zip(content):
        raise NotOurFile(_("This is a zip. Upload it where the files of a whole language are."))
    # The second beginning is UTF-16, in which XML may be; PO may not.
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<") or start[:4] in {b"\xff\xfe<\x00", b"\xfe\xff\x00<"}:
        return read_xliff(content)
    return [read_po(content)]


def is_zip(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")
