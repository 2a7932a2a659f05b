"""Where the links of a rich text lead to: facts within words."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .changes import Change, Pages, Why

LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
# Draft.js numbers the blocks of a text that was written in the admin; that says nothing.
BLOCK_KEY = re.compile(r'\s*data-block-key="[^"]*"')
TAG = re.compile(r"<[^>]+>")

type Target = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Link:
    """Where a link leads to, and its words."""

    target: Target
    words: str


def follow_links(
    path: str, before: str, after: str, text: str, pages: Pages, changes: list[Change]
) -> str:
    """Return ``text`` with the targets that changed from ``before`` to ``after``.

    Links are matched by their order where nothing but targets changed, else by their words where
    these are the same before and after. What was done, and what could not be, is added to
    ``changes``.
    """
    return _Links(path, pages, changes).merged(before, after, text)


def stray_links(path: str, source: str, text: str, pages: Pages) -> Iterator[Change]:
    """Where a text does not lead to what its source leads to, whatever either said before."""
    links = _Links(path, pages, [])
    wanted = Counter(link.target for link in links.links(source))
    theirs = Counter(link.target for link in links.links(text))
    if wanted != theirs:
        missing, besides = (
            ", ".join(links.shown(each) for each in found)
            for found in (wanted - theirs, theirs - wanted)
        )
        yield Change(path, Why.OWN_VALUE, besides, None, missing)


def targets_in(source: str) -> list[Target]:
    """Where the links of a text lead to, in their order."""
    return [_attributes(match[1]) for match in LINK.finditer(source)]


def pages_in(source: str) -> set[str]:
    """The numbers of the pages that a text links to."""
    links = (dict(target) for target in targets_in(source))
    return {link["id"] for link in links if link.get("linktype") == "page" and "id" in link}


def has_text(source: str) -> bool:
    """Whether there is anything to read in a rich text."""
    return bool(_words(source))


def shown(target: Target) -> str:
    """A target as people read it."""
    named = dict(target)
    return named.get("href") or f"{named.get('linktype', '')} {named.get('id', '')}".strip()


class _Links:
    def __init__(self, path: str, pages: Pages, changes: list[Change]) -> None:
        self.path, self.pages, self.changes = path, pages, changes
        self.number_of = {key: number for number, key in pages.keys.items()}

    def merged(self, before: str, after: str, text: str) -> str:
        was, now = self.links(before), self.links(after)
        theirs = [self._same(target) for target in targets_in(text)]
        unmoved = _without_targets(after) == _without_targets(before)
        pairs = list(zip(was, now, strict=True)) if unmoved else self._by_words(was, now, theirs)
        changed = [(x.target, y.target) for x, y in pairs if x.target != y.target]
        written = targets_in(text)
        if not changed:
            return text
        if unmoved and theirs == [link.target for link in was]:
            for index, (x, y) in enumerate(pairs):
                if x.target != y.target:
                    written[index] = self._put(x.target, y.target)
            return _with_targets(text, written)
        for old, new in dict.fromkeys(changed):
            ends = {y.target for x, y in pairs if x.target == old}
            times = theirs.count(old)
            if ends == {new} and times and times == [link.target for link in was].count(old):
                put = self._put(old, new)
                written = [
                    put if each == old else kept for each, kept in zip(theirs, written, strict=True)
                ]
                theirs = [new if each == old else each for each in theirs]
            elif new not in theirs:
                self._mark(Why.AMBIGUOUS if times else Why.OWN_VALUE, theirs, old, new)
        return _with_targets(text, written)

    def _by_words(
        self, was: list[Link], now: list[Link], theirs: list[Target]
    ) -> list[tuple[Link, Link]]:
        """The links whose words stand once before and once after; of others a person decides."""
        old, new = _once(was), _once(now)
        pairs = [(old[words], new[words]) for words in old if words in new]
        moved = {x.target for x, y in pairs if x.target != y.target}
        lost = Counter(link.target for link in was) - Counter(link.target for link in now)
        for target in lost:
            if target not in moved and target in theirs:
                self._mark(Why.WITH_WORDS, [target], target, None)
        return pairs

    def links(self, source: str) -> list[Link]:
        return [
            Link(self._same(_attributes(match[1])), _words(match[2]))
            for match in LINK.finditer(source)
        ]

    def _same(self, target: Target) -> Target:
        of_page = ("linktype", "page") in target
        return tuple(
            (name, self.pages.same(value) if of_page and name == "id" else value)
            for name, value in target
        )

    def _put(self, old: Target, new: Target) -> Target:
        self.changes.append(
            Change(self.path, Why.FOLLOWED, self.shown(old), self.shown(old), self.shown(new))
        )
        return self._here(new)

    def _mark(self, why: Why, theirs: list[Target], old: Target, new: Target | None) -> None:
        self.changes.append(
            Change(
                self.path,
                why,
                ", ".join(self.shown(each) for each in theirs),
                self.shown(old),
                self.shown(new) if new is not None else None,
            )
        )

    def _here(self, target: Target) -> Target:
        """A target that may name a page by its key: by the number in the text's language."""
        return tuple(
            (name, str(self.pages.own.get(value, self.number_of.get(value, value))))
            if name == "id"
            else (name, value)
            for name, value in target
        )

    def shown(self, target: Target) -> str:
        return shown(self._here(target))


def _once(links: list[Link]) -> dict[str, Link]:
    times = Counter(link.words for link in links)
    return {link.words: link for link in links if times[link.words] == 1}


def _attributes(text: str) -> Target:
    return tuple(sorted((name, html.unescape(value)) for name, value in ATTRIBUTE.findall(text)))


def _without_targets(source: str) -> str:
    return BLOCK_KEY.sub("", LINK.sub(lambda match: f"<a>{match[2]}</a>", source))


def _words(source: str) -> str:
    return html.unescape(TAG.sub("", source)).strip()


def _with_targets(source: str, targets: list[Target]) -> str:
    new = iter(targets)

    def put(match: re.Match[str]) -> str:
        target = next(new)
        if target == _attributes(match[1]):
            return match[0]
        attributes = " ".join(f'{name}="{html.escape(value)}"' for name, value in target)
        return f"<a {attributes}>{match[2]}</a>"

    return LINK.sub(put, source)
