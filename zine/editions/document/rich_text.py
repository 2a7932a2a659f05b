"""Rich text as the admin stores it, read into runs, paragraphs and lists.

Only what every edition can print comes through: bold, italic, links, superscripts, words in
another language, line breaks and lists. Other tags are dropped and their words kept; scripts and
styles are dropped whole.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from .model import Flow, Item, ItemList, Run, Runs, Text

type Attributes = Mapping[str, str]

_SILENT = {"script", "style", "template", "title", "embed", "iframe", "object", "noscript"}
_VOID = {"br", "hr", "img", "embed", "input", "wbr"}
_LISTS = {"ul", "ol"}
_FOREIGN = "lang-"  # the beginning of the tags in cms.pages.language_spans
_PARAGRAPHS = {"p", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
LINE_BREAK = "\n"


@dataclass
class Node:
    """An element and what is in it, as far as the parser has read."""

    tag: str
    attributes: Attributes = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """How to read one piece of rich text.

    ``link`` turns an ``<a>``'s attributes into an absolute address, or None to print the words
    alone; ``prepare`` has the last word on text; ``notes`` maps the superscript numbers of a
    paragraph to the numbers of its footnotes in the issue.
    """

    link: Callable[[Attributes], str | None]
    prepare: Callable[[str], str]
    notes: Mapping[int, int] = field(default_factory=dict)

    def flow(self, source: str) -> tuple[Flow, ...]:
        """Return the paragraphs and lists of a piece of rich text."""
        return tuple(self._flow(_parse(source).children))

    def runs(self, source: str) -> Runs:
        """Return a piece of rich text as one paragraph, its parts joined by line breaks."""
        joined: list[Run] = []
        for part in self.flow(source):
            for runs in _lines(part):
                joined += [Run(LINE_BREAK)] if joined else []
                joined += runs
        return tuple(joined)

    def _flow(self, children: list[Node | str]) -> Iterator[Flow]:
        inline: list[Node | str] = []
        for child in children:
            if isinstance(child, Node) and child.tag in _LISTS | _PARAGRAPHS:
                yield from self._paragraph(inline)
                inline = []
                if child.tag in _LISTS:
                    yield from self._list(child)
                else:
                    yield from self._flow(child.children)
            else:
                inline.append(child)
        yield from self._paragraph(inline)

    def _paragraph(self, children: list[Node | str]) -> Iterator[Text]:
        runs = self._runs(children)
        if runs:
            yield Text(runs)

    def _list(self, node: Node) -> Iterator[ItemList]:
        items = tuple(self._item(child) for child in node.children if isinstance(child, Node))
        items = tuple(item for item in items if item.runs or item.children)
        if items:
            yield ItemList(ordered=node.tag == "ol", items=items)

    def _item(self, node: Node) -> Item:
        lists = [c for c in node.children if isinstance(c, Node) and c.tag in _LISTS]
        words = [c for c in node.children if not (isinstance(c, Node) and c.tag in _LISTS)]
        nested = tuple(inner for child in lists for inner in self._list(child))
        return Item(self._runs(words), nested)

    def _runs(self, children: list[Node | str]) -> Runs:
        runs = _tidy(run for child in children for run in self._inline(child, Run()))
        return tuple(_with_text(run, self.prepare(run.text)) for run in runs)

    def _inline(self, child: Node | str, style: Run) -> Iterator[Run]:
        if isinstance(child, str):
            yield replace(style, text=_SPACE.sub(" ", child))
            return
        number = self._note(child)
        if number:
            yield Run(note=number)
        elif child.tag == "br":
            yield replace(style, text=LINE_BREAK)
        elif child.tag not in _SILENT:
            inner = self._styled(child, style)
            for grandchild in child.children:
                yield from self._inline(grandchild, inner)

    def _styled(self, node: Node, style: Run) -> Run:
        match node.tag:
            case "b" | "strong":
                return replace(style, bold=True)
            case "i" | "em":
                return replace(style, italic=True)
            case "sup":
                return replace(style, superscript=True)
            case tag if tag.startswith(_FOREIGN):
                return replace(style, lang=tag.removeprefix(_FOREIGN))
            case "a":
                return replace(style, href=self.link(node.attributes) or "")
        return style

    def _note(self, node: Node) -> int:
        words = "".join(child for child in node.children if isinstance(child, str)).strip()
        return self.notes.get(int(words), 0) if node.tag == "sup" and words.isdecimal() else 0


def _lines(part: Flow) -> Iterator[Runs]:
    if isinstance(part, Text):
        yield part.runs
        return
    for item in part.items:
        yield item.runs
        for inner in item.children:
            yield from _lines(inner)


def _style(run: Run) -> tuple[bool, bool, bool, str, int, str]:
    return run.bold, run.italic, run.superscript, run.href, run.note, run.lang


def _with_text(run: Run, text: str) -> Run:
    """Return the run with other words: itself where they are its own, as they mostly are."""
    return run if text == run.text else replace(run, text=text)


def _tidy(runs: Iterator[Run]) -> Runs:
    """Join neighbours of one style, leave no space at the ends and no two in a row."""
    tidied: list[Run] = []
    for run in runs:
        last = tidied[-1] if tidied else None
        text = run.text
        if last is None or last.text.endswith((" ", LINE_BREAK)):
            text = text.lstrip(" ")
        if not text and not run.note:
            continue
        if last is not None and not run.note and _style(run) == _style(last):
            tidied[-1] = replace(last, text=last.text + text)
        else:
            tidied.append(_with_text(run, text))
    while tidied and not tidied[-1].note and not tidied[-1].text.rstrip(f" {LINE_BREAK}"):
        tidied.pop()
    if tidied and not tidied[-1].note:
        tidied[-1] = _with_text(tidied[-1], tidied[-1].text.rstrip(f" {LINE_BREAK}"))
    return tuple(tidied)


class _TreeBuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def _parse(source: str) -> Node:
    builder = _TreeBuilder()
    builder.feed(source)
    builder.close()
    return builder.root
