"""Rich text as words with their marks: nothing of it is lost, and no two paragraphs are glued."""

import re
from html.parser import HTMLParser

from .parts import Mark, Run

# What the editor adds to a text and readers never get.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "div", "pre"}
)
VOID = frozenset({"br", "hr", "img", "embed", "wbr", "input"})


def runs_of(html: str) -> tuple[Run, ...]:
    """The words of rich text, as the database has it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _joined(reader.runs)


def without_block_keys(html: str) -> str:
    return BLOCK_KEY.sub("", html)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self._blocks: list[str] = []
        self._marks: list[Mark] = []
        self._begins = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        mark = Mark(tag, tuple(sorted((name, value or "") for name, value in attrs)))
        if tag in VOID:
            self._void(mark)
        elif tag in BLOCKS:
            self._blocks.append(tag)
            self._begins = True
        else:
            self._marks.append(mark)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._blocks:
            while self._blocks.pop() != tag:
                pass
            self._begins = True
        elif found := [mark for mark in self._marks if mark.tag == tag]:
            self._marks.remove(found[-1])

    def handle_data(self, data: str) -> None:
        if self._begins and not data.strip():
            return
        self._begin()
        self.runs.append(Run(data, tuple(self._marks)))

    def _void(self, mark: Mark) -> None:
        if mark.tag == "br":
            self._begin()
            self.runs.append(Run("", begins="br"))
            return
        self._begin()
        self.runs.append(Run(f"[{mark.tag}]", (*self._marks, mark)))

    def _begin(self) -> None:
        """Say which paragraph, heading or entry of a list the words to come stand in."""
        if self._begins:
            self.runs.append(Run("", begins=" ".join(self._blocks) or "p"))
            self._begins = False


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """The same with neighbours of the same marks in one: HTML can cut words anywhere."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and not last.begins and not run.begins and last.marks == run.marks:
            joined[-1] = Run(last.text + run.text, run.marks)
        else:
            joined.append(run)
    return tuple(joined)
