"""Rich text in starter content: only what its field allows, and the same structure everywhere."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from html.parser import HTMLParser

from wagtail_localize.strings import extract_strings

from cms.pages.language_spans import FEATURES

from .files import StarterPlace

TAGS_OF_FEATURES = {
    "bold": {"b"},
    "italic": {"i"},
    "link": {"a"},
    "ol": {"ol", "li"},
    "ul": {"ul", "li"},
    "superscript": {"sup"},
} | {tag: {tag} for tag in FEATURES}
PAGE_LINK = "page:"
LINK_BEGINNINGS = (PAGE_LINK, "https://", "mailto:", "tel:")


class _Reader(HTMLParser):
    """Walks rich text and remembers the first thing that is wrong with it."""

    def __init__(self, allowed: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.allowed = allowed
        self.open: list[str] = []
        self.problem = ""

    def note(self, problem: str) -> None:
        self.problem = self.problem or problem

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.allowed:
            self.note(f"<{tag}> is not allowed here.")
        self.check_attributes(tag, attrs)
        self.open.append(tag)

    def check_attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag, attrs:
            case "a", [("href", str(target))]:
                if not target.startswith(LINK_BEGINNINGS):
                    self.note(f"the link “{target}” must begin with page: or https://.")
            case "a", _:
                self.note("<a> must have an href and nothing else.")
            case _, [_, *_]:
                self.note(f"<{tag}> must have no attributes.")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.note(f"</{tag}> closes what is not open.")

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.open:
            self.note("text stands outside of <p> and lists.")

    def handle_comment(self, data: str) -> None:
        self.note(f"a comment is not allowed here: {data!r}.")


def check_rich_text(html: str, features: Iterable[str], place: StarterPlace) -> None:
    """Raise StarterContentError unless ``html`` is sound and uses only what ``features`` allow."""
    allowed = {"p"}.union(*(TAGS_OF_FEATURES[feature] for feature in features))
    reader = _Reader(allowed)
    reader.feed(html)
    reader.close()
    if reader.open:
        reader.note(f"<{reader.open[-1]}> is never closed.")
    if reader.problem:
        raise place.error(reader.problem)


def check_same_structure(english: str, translated: str, place: StarterPlace) -> None:
    """Raise StarterContentError unless a translation can stand in the original's structure.

    The translation editor keeps the original's paragraphs and lists and translates the passages
    in them; so a translation has the same paragraphs and list items, and each passage the same
    links.
    """
    original_template, original = extract_strings(english)
    template, passages = extract_strings(translated)
    if _without_space(template) != _without_space(original_template):
        raise place.error(
            f"its paragraphs and lists differ from the English text's ({len(passages)} passages "
            f"here, {len(original)} there)."
        )
    pairs: dict[str, str] = {}
    for number, ((source, source_attrs), (target, target_attrs)) in enumerate(
        zip(original, passages, strict=True), start=1
    ):
        expected, links = _links(source_attrs), _links(target_attrs)
        if links != expected:
            raise place.error(
                f"the links of passage {number} differ from the English text's: "
                f"{_listed(links - expected)} here, {_listed(expected - links)} there."
            )
        if pairs.setdefault(source.data, target.data) != target.data:
            raise place.error(
                f"passage {number}: “{source.data}” stands twice in the English text and is "
                "translated in two ways."
            )


def _without_space(template: str) -> str:
    return re.sub(r"\s+", "", template)


def _listed(links: Counter[str]) -> str:
    return ", ".join(f"“{link}”" for link in links.elements()) or "nothing more"


def _links(attrs: dict[str, dict[str, str]]) -> Counter[str]:
    return Counter(values["href"] for values in attrs.values())


def link_pages(html: str, page_id: Callable[[str], int]) -> str:
    """Return ``html`` with each ``page:`` link as Wagtail keeps it: by the page's id."""
    return re.sub(
        rf'href="{PAGE_LINK}([^"]*)"',
        lambda match: f'id="{page_id(match.group(1))}" linktype="page"',
        html,
    )
