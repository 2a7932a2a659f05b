"""The text of a document as XHTML: every block, every note, the back of the issue."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from . import document as d
from .languages import LANGUAGES, LICENCES, language
from .pdf import grouped
from .xhtml import Child, append, element

type Labels = Mapping[str, str]


class ChapterText:
    """The blocks of one section as XHTML; its notes stand at its end."""

    def __init__(self, document: d.Document, labels: Labels) -> None:
        self.document = document
        self.labels = labels
        self.marked: list[int] = []

    def elements(self, blocks: Sequence[d.Block]) -> list[Element]:
        """Return the section's elements, the notes that are marked in it last."""
        made = [part for block in blocks for part in self._block(block)]
        return made + [self._note(self.document.note(number)) for number in self.marked]

    def _block(self, block: d.Block) -> Iterator[Element]:  # noqa: C901, PLR0912 - one case a block
        match block:
            case d.Heading():
                yield element(f"h{block.level}", block.text, id=block.anchor)
            case d.Paragraph():
                yield from self._flow(block.flow)
            case d.Image():
                yield self._figure(block)
            case d.PullQuote():
                quote = element("blockquote", element("p", *_lines(block.quotation)), class_="pull")
                if block.attribution:
                    quote.append(element("footer", f"— {block.attribution}"))
                yield quote
            case d.NumberedPoints():
                yield element("ol", *(self._point(point) for point in block.points))
            case d.Checklist():
                yield from _title(block.title)
                yield element("ul", *(element("li", i) for i in block.items), class_="checklist")
            case d.Callout():
                kind = f"callout {block.kind}"
                yield element("div", *_title(block.title), *self._flow(block.flow), class_=kind)
            case d.Article():
                yield element("h1", block.title, id=block.anchor)
                yield from _told(block.byline, class_="byline")
                yield from _told(block.summary, class_="lead")
            case d.Contacts():
                lines = (part for contact in block.contacts for part in _contact(contact))
                yield element("div", *_title(block.title), *lines, class_="contacts")
            case d.PageBreak():
                yield element("hr", class_="page-break", role="presentation")
            case d.Facts():
                yield element("dl", *self._facts(block.facts), class_="facts")
            case d.CallToAction():
                link = element("a", block.text, href=block.href)
                yield element("p", link, class_="action")
            case d.Principle():
                label = element("p", block.label, class_="small")
                statement = element("p", element("strong", block.statement))
                yield element("div", label, statement, *self._flow(block.flow), class_="principle")

    def _figure(self, block: d.Image) -> Element:
        asset = self.document.assets[block.picture.asset]
        size = {"width": str(asset.width), "height": str(asset.height)}
        role = {"role": "presentation"} if block.picture.decorative else {}
        picture = element("img", src=asset.name, alt=block.picture.alt, **size, **role)
        words = " · ".join(part for part in (block.caption, block.credit) if part)
        return element("figure", picture, *([element("figcaption", words)] if words else []))

    def _point(self, point: d.Point) -> Element:
        statement = element("p", element("strong", point.statement))
        return element("li", statement, *self._flow(point.flow))

    def _facts(self, facts: Iterable[d.Fact]) -> Iterator[Element]:
        for fact in facts:
            yield element("dt", fact.figure, class_="figure")
            text = element("dd", fact.text)
            if fact.source:
                append(text, " (", element("a", self.labels["source"], href=fact.source), ")")
            yield text

    def _flow(self, flow: Iterable[d.Flow]) -> Iterator[Element]:
        for part in flow:
            if isinstance(part, d.Text):
                yield element("p", *self._runs(part.runs))
            else:
                yield self._list(part)

    def _list(self, part: d.ItemList) -> Element:
        items = (
            element("li", *self._runs(item.runs), *(self._list(c) for c in item.children))
            for item in part.items
        )
        return element("ol" if part.ordered else "ul", *items)

    def _runs(self, runs: d.Runs) -> Iterator[Child]:
        for run in runs:
            if run.note:
                yield self._mark(run.note)
            else:
                yield from _styled(run)

    def _mark(self, number: int) -> Element:
        self.marked.append(number)
        return element(
            "a",
            str(number),
            epub_type="noteref",
            role="doc-noteref",
            id=f"mark-{number}",
            href=f"#note-{number}",
        )

    def _note(self, note: d.Note) -> Element:
        back = element(
            "a",
            "↩",
            role="doc-backlink",
            href=f"#mark-{note.number}",
            title=self.labels["back_to_text"],
        )
        text = element("p", f"{note.number}. ", *self._runs(note.runs), " ", back)
        identity = f"note-{note.number}"
        return element("aside", text, epub_type="footnote", role="doc-footnote", id=identity)


def back_matter(document: d.Document, labels: Labels) -> list[Element]:
    """Return the elements of the last page: credits, licence, how to check the copy."""
    imprint = document.imprint
    licence = LICENCES[imprint.licence]
    name: Child = licence.name
    if licence.address:
        name = element("a", licence.name, href=licence.address)
    made_by = [element("h2", labels["credits"])] if imprint.credits else []
    return [
        element("h1", imprint.publisher),
        *(element("p", words) for words in (imprint.summary,) if words),
        *made_by,
        *(element("p", words) for words in imprint.credits),
        element("h2", labels["licence"]),
        element("p", name, f". {labels[licence.label]}"),
        element("h2", labels["this_copy"]),
        element("p", element("a", labels["check"], href=imprint.address)),
        element("p", grouped(document.digest), class_="digest", dir="ltr"),
    ]


def cover(document: d.Document, labels: Labels) -> Element:
    """Return the cover: picture, title, tagline, number."""
    imprint = document.imprint
    section = element("section", class_="cover")
    if imprint.cover is not None:
        section.append(element("img", src=imprint.cover.asset, alt=imprint.cover.alt))
    append(section, element("h1", imprint.title))
    if imprint.tagline:
        append(section, element("p", imprint.tagline))
    append(section, element("p", f"{imprint.publisher} · {labels['number']}", class_="small"))
    return section


def _styled(run: d.Run) -> Iterator[Child]:
    children: list[Child] = list(_lines(run.text))
    if run.lang in LANGUAGES:
        foreign = language(run.lang)
        told = {"lang": foreign.tag, "xml:lang": foreign.tag, "dir": foreign.direction}
        children = [element("span", *children, **told)]
    for wanted, tag in ((run.bold, "strong"), (run.italic, "em"), (run.superscript, "sup")):
        if wanted:
            children = [element(tag, *children)]
    if run.href:
        children = [element("a", *children, href=run.href)]
    yield from children


def _lines(text: str) -> Iterator[Child]:
    for index, line in enumerate(text.split("\n")):
        if index:
            yield element("br")
        yield line


def _contact(contact: d.Contact) -> Iterator[Element]:
    """A contact is dialled by a tap; its number reads from left to right in every language."""
    shown = element("bdi", contact.shown, dir="ltr")
    yield element("p", contact.name)
    yield element("p", element("a", shown, href=contact.href), class_=f"contact {contact.kind}")
    yield from _told(contact.note, class_="small")


def _told(words: str, **attributes: str) -> Iterator[Element]:
    if words:
        yield element("p", words, **attributes)


def _title(words: str) -> list[Element]:
    return [element("p", element("strong", words))] if words else []
