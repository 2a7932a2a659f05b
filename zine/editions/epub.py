"""A document as EPUB 3: one file per section, notes with links both ways, the same bytes again."""

import io
import uuid
import zipfile
from collections.abc import Iterator, Mapping

from . import document as d
from .epub_package import CONTAINER, Chapter, navigation, package
from .epub_text import ChapterText, back_matter, cover
from .languages import language
from .pdf import labels_of
from .xhtml import Child, element, page, serialized

STYLE = """\
body { font-family: serif; line-height: 1.5; }
h1, h2, h3 { font-family: sans-serif; line-height: 1.15; }
h1 { border-block-start: 0.25em solid; padding-block-start: 0.4em; }
figure { margin: 1.5em 0; }
img { max-width: 100%; height: auto; }
figcaption, .small { font-family: sans-serif; font-size: 0.85em; }
blockquote.pull { border-inline-start: 0.35em solid #e2472b; font-size: 1.3em;
  margin: 1.5em 0; padding-inline-start: 0.8em; }
blockquote.pull footer { font-size: 0.65em; }
.callout { border: 0.15em solid; margin: 1.5em 0; padding: 0.4em 1em; }
.important { border-color: #e2472b; }
.principle { border-block: 0.15em solid #e2472b; margin: 1.5em 0; }
.checklist { list-style: "\\2610\\00a0"; }
.figure { font-family: sans-serif; font-size: 1.8em; font-weight: bold; line-height: 1.1; }
.contacts { border: 0.15em solid; margin: 1.5em 0; padding: 0.4em 1em; }
.contact { font-family: sans-serif; font-weight: bold; margin-block: 0.2em; }
.contact.phone { font-size: 1.6em; }
.byline { font-family: sans-serif; font-weight: bold; }
.lead { font-size: 1.15em; }
.page-break { border: 0; break-after: page; margin: 0; page-break-after: always; }
.facts dd { margin: 0 0 1em; }
.action { font-family: sans-serif; font-weight: bold; }
aside[role="doc-footnote"] { font-size: 0.85em; }
.cover { text-align: center; }
.digest { font-family: monospace; }
"""
# A ZIP's times cannot be left out; this is the earliest that it can say.
NO_TIME = (1980, 1, 1, 0, 0, 0)
NAMESPACE = uuid.UUID("6b0f8a0e-0e0c-5f0b-9d6c-1f2b8a0d7c55")


def epub(document: d.Document) -> bytes:
    """Return the issue as an EPUB 3 file."""
    labels = labels_of(document, language(document.language))
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
        "EPUB/style.css": STYLE.encode(),
    }
    for chapter in chapters:
        files[f"EPUB/{chapter.name}"] = written(chapter.title, _section(document, labels, chapter))
    for asset in document.assets.values():
        files[f"EPUB/{asset.name}"] = asset.content
    return _zipped(files)


def _chapters(document: d.Document) -> Iterator[Chapter]:
    """Yield the issue's sections; what stands before the first title goes under the issue's."""
    groups: list[list[d.Block]] = []
    for block in document.blocks:
        if not groups or d.section_title(block):
            groups.append([])
        groups[-1].append(block)
    for number, blocks in enumerate(groups, 1):
        first = blocks[0]
        title = d.section_title(first) or document.imprint.title
        byline = first.byline if isinstance(first, d.Article) else ""
        yield Chapter(title, f"section-{number}.xhtml", blocks, byline)


def _section(document: d.Document, labels: Mapping[str, str], chapter: Chapter) -> Child:
    first = chapter.blocks[0]
    elements = ChapterText(document, labels).elements(chapter.blocks)
    if isinstance(first, d.Heading | d.Article):
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
