"""The text of a chapter as XHTML: its blocks, its running text, its notes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from ..document import model as d
from ..languages import LANGUAGES, language
from .xhtml import Child, broken_lines, element

type Labels = Mapping[str, str]


class ChapterText:
    """The blocks of one section as XHTML; its notes stand at its end."""

    def __init__(self, document: d.Document, labels: Labels) -> None:
        self.document = document
        self.labels = labels
        self.marked: list[int] = []

    def elements(self, blocks: Sequence[d.Block]) -> list[Element]:
        """Return the section's elements, the notes that are marked in it last."""
        made = [part for block in blocks for part in block.xhtml(self)]
        return made + [self._note(self.document.note(number)) for number in self.marked]

    def flow(self, flow: Iterable[d.Flow]) -> Iterator[Element]:
        """Yield paragraphs and lists; the notes that are marked in them stand at the end."""
        for part in flow:
            if isinstance(part, d.Text):
                yield element("p", *self._runs(part.runs))
            else:
                yield self._list(part)

    def picture(self, picture: d.Picture) -> Element:
        """Return a picture with its size, so that nothing moves when it comes."""
        asset = self.document.assets[picture.asset]
        size = {"width": str(asset.width), "height": str(asset.height)}
        role = {"role": "presentation"} if picture.decorative else {}
        return element("img", src=asset.name, alt=picture.alt, **size, **role)

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


def _styled(run: d.Run) -> Iterator[Child]:
    children: list[Child] = list(broken_lines(run.text))
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
