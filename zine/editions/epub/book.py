"""A document as EPUB 3: one file per section, notes with links both ways, the same bytes again."""

import io
import uuid
import zipfile
from collections.abc import Iterator, Mapping

from ..blocks import BLOCK_CLASSES
from ..blocks.article import Article
from ..blocks.heading import Heading
from ..document import model as d
from ..words import labels_of
from .chapters import ChapterText
from .covers import back_matter, cover
from .package import CONTAINER, Chapter, navigation, package
from .xhtml import Child, element, page, serialized

STYLE = """\
body { font-family: serif; line-height: 1.5; }
h1, h2, h3 { font-family: sans-serif; line-height: 1.15; }
h1 { border-block-start: 0.25em solid; padding-block-start: 0.4em; }
figure { margin: 1.5em 0; }
img { max-width: 100%; height: auto; }
figcaption, .small { font-family: sans-serif; font-size: 0.85em; }
aside[role="doc-footnote"] { font-size: 0.85em; }
.cover { text-align: center; }
.digest { font-family: monospace; }
"""
# A ZIP's times cannot be left out; this is the earliest that it can say.
NO_TIME = (1980, 1, 1, 0, 0, 0)
NAMESPACE = uuid.UUID("6b0f8a0e-0e0c-5f0b-9d6c-1f2b8a0d7c55")


def epub(document: d.Document) -> bytes:
    """Return the issue as an EPUB 3 file."""
    labels = labels_of(document)
    chapters = list(_chapters(document))
    identifier = uuid.uuid5(NAMESPACE, f"{document.imprint.address} {document.digest}").urn

    def written(title: str, *children: Child) -> bytes:
        return page(document.language, document.direction, title, *children)

    files: dict[str, bytes] = {
        "META-INF/container.xml": CONTAINER,
        "EPUB/package.opf": serialized(package(document, labels, chapters, identifier)),
        "EPUB/nav.xhtml": written(labels["contents"], *navigation(document, labels, chapters)),
        "EPUB/cover.xhtml": written(document.imprint.title, cover(document, labels)),
        "EPUB/back.xhtml": written(labels["licence"], *back_matter(document, labels)),
        "EPUB/style.css": _style().encode(),
    }
    for chapter in chapters:
        files[f"EPUB/{chapter.name}"] = written(chapter.title, _section(document, labels, chapter))
    for asset in document.assets.values():
        files[f"EPUB/{asset.name}"] = asset.content
    return _zipped(files)


def _style() -> str:
    """The rules of every EPUB, and those that blocks bring along."""
    return STYLE + "".join(each.epub_style for _kind, each in sorted(BLOCK_CLASSES.items()))


def _chapters(document: d.Document) -> Iterator[Chapter]:
    """Yield the issue's sections; what stands before the first title goes under the issue's."""
    groups: list[list[d.Block]] = []
    for block in document.blocks:
        if not groups or block.section_title:
            groups.append([])
        groups[-1].append(block)
    for number, blocks in enumerate(groups, 1):
        first = blocks[0]
        title = first.section_title or document.imprint.title
        byline = first.byline if isinstance(first, Article) else ""
        yield Chapter(title, f"section-{number}.xhtml", blocks, byline)


def _section(document: d.Document, labels: Mapping[str, str], chapter: Chapter) -> Child:
    first = chapter.blocks[0]
    elements = ChapterText(document, labels).elements(chapter.blocks)
    if isinstance(first, Heading | Article):
        label = {"aria_labelledby": first.anchor}
    else:
        label = {"aria_label": chapter.title}
    return element("section", *elements, epub_type="chapter", role="doc-chapter", **label)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        # The type comes first and uncompressed, so that it can be read off the file's beginning.
        _add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        for name, content in sorted(files.items()):
            _add(archive, name, content, zipfile.ZIP_DEFLATED)
    return output.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes, compression: int) -> None:
    entry = zipfile.ZipInfo(name, NO_TIME)
    entry.compress_type = compression
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)
