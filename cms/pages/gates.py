"""Publish gates: faults that no reader should meet, each named with its place in plain words.

A translation passes the same gates with its own words: an alternative text that was not
translated is missing there, whatever the source says.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Locale, Page

from .blocks import ArticleBlock, CallToActionBlock, HeadingBlock
from .outline import ARTICLE_LEVEL

PAGE_LINK = re.compile(
    r'<a\b[^>]*\blinktype="page"[^>]*\bid="(\d+)"|<a\b[^>]*\bid="(\d+)"[^>]*\blinktype="page"'
)
# A name may be the same in two languages; a description of more words than this is not.
WORDS_OF_A_NAME = 4

type Promises = Callable[[Page], set[int]]

_promises: list[Promises] = []


def register_promises(source: Promises) -> None:
    """Let another app say which pages become public in one act with a page."""
    if source not in _promises:
        _promises.append(source)


@dataclass(frozen=True)
class Problem:
    """A fault, and where it is, as an editor would say it."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


type Gate = Callable[[Page], Iterable[Problem]]

_gates: list[Gate] = []


def register_gate(gate: Gate) -> None:
    """Let another app keep its own kinds of pages from being published with a fault."""
    if gate not in _gates:
        _gates.append(gate)


@dataclass(frozen=True)
class Part:
    """A block of a page, or a rich text of one of its fields, with its place in words."""

    place: str
    block: Block | None
    value: Any


def problems(page: Page) -> list[Problem]:
    """Everything that keeps the page from being published, in the order of the page."""
    parts = list(parts_of(page))
    return [
        *_missing_summary(page),
        *(problem for gate in (_images, _headings, _actions) for problem in gate(parts)),
        *_untranslated_images(page, parts),
        *_links(page, parts),
        *(problem for gate in _gates for problem in gate(page)),
    ]


# Walking a page


def parts_of(page: Page) -> Iterator[Part]:
    """Every block and rich text of the page and its children, with its place."""
    yield from _parts_of_fields(page, "")
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        if name == "wagtail_admin_comments":
            continue
        for number, child in enumerate(getattr(page, name).all(), start=1):
            label = capfirst(str(child._meta.verbose_name))
            yield from _parts_of_fields(child, f"{label} {number}, ")


def _parts_of_fields(instance: Model, prefix: str) -> Iterator[Part]:
    for field in instance._meta.get_fields():
        if isinstance(field, StreamField):
            place = prefix + capfirst(str(field.verbose_name))
            yield from _parts_of_stream(place, getattr(instance, field.name))
        elif isinstance(field, RichTextField):
            place = prefix + capfirst(str(field.verbose_name))
            yield Part(place, None, getattr(instance, field.name))


def _parts_of_stream(place: str, stream: Any) -> Iterator[Part]:
    for number, child in enumerate(stream, start=1):
        where = place_of_block(place, number, str(child.block.label))
        yield from _parts_of_block(where, child.block, child.value)


def place_of_block(stream: str, number: int, label: str) -> str:
    """A block's place in words: the name of its stream, its number in it from 1, its own name."""
    return _("%(place)s, block %(number)d (%(label)s)") % {
        "place": stream,
        "number": number,
        "label": capfirst(label),
    }


def _parts_of_block(place: str, block: Block, value: Any) -> Iterator[Part]:
    yield Part(place, block, value)
    if isinstance(block, ImageBlock) or value is None:
        return
    if isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _parts_of_block(place, child, value.get(name))
    elif isinstance(block, ListBlock):
        for item in value:
            yield from _parts_of_block(place, block.child_block, item)
    elif isinstance(block, StreamBlock):
        yield from _parts_of_stream(place, value)


# The gates


def _missing_summary(page: Page) -> Iterator[Problem]:
    if not (getattr(page, "summary", "-") or "").strip():
        yield Problem(
            _("Summary"), _("Please write one or two sentences: lists and shares show them.")
        )


def _images(parts: list[Part]) -> Iterator[Problem]:
    for part in parts:
        if not isinstance(part.block, ImageBlock) or part.value is None:
            continue
        described = (part.value.contextual_alt_text or "").strip()
        if not described and not part.value.decorative:
            yield Problem(
                part.place,
                _(
                    "Please describe the picture for people who cannot see it, or mark it as "
                    "decorative."
                ),
            )


def _untranslated_images(page: Page, parts: list[Part]) -> Iterator[Problem]:
    """Descriptions that a translation has taken over from its source as they were."""
    described = [part for part in parts if _description(part).count(" ") >= WORDS_OF_A_NAME]
    source = _source_of(page) if described else None
    if source is None:
        return
    originals = {_description(part) for part in parts_of(source)}
    for part in described:
        if _description(part) in originals:
            yield Problem(
                part.place,
                _("Please translate the picture's description; it is still that of the original."),
            )


def _description(part: Part) -> str:
    if not isinstance(part.block, ImageBlock) or part.value is None:
        return ""
    return (part.value.contextual_alt_text or "").strip()


def _source_of(page: Page) -> Page | None:
    """The page in the site's first language that this page is a translation of, if it is one."""
    translations = Page.objects.filter(
        translation_key=page.translation_key, locale=Locale.get_default()
    )
    source = translations.exclude(locale_id=page.locale_id).first()
    return source.specific if source else None


def _headings(parts: list[Part]) -> Iterator[Problem]:
    level = 1
    for part in parts:
        if isinstance(part.block, ArticleBlock):
            level = ARTICLE_LEVEL
        if not isinstance(part.block, HeadingBlock):
            continue
        this = int(part.value["level"] or level)
        if this > level + 1:
            yield Problem(
                part.place,
                _("This heading skips a level. Please make it a heading of level %(level)d.")
                % {"level": level + 1},
            )
        level = this


def _actions(parts: list[Part]) -> Iterator[Problem]:
    for part in parts:
        if not isinstance(part.block, CallToActionBlock):
            continue
        value = part.value
        if not (value["text"] or "").strip() or not (value["page"] or value["address"]):
            yield Problem(part.place, _("This button needs a text, and a page or an address."))


def _links(page: Page, parts: list[Part]) -> Iterator[Problem]:
    linked = [(number, part.place) for part in parts for number in _linked_pages(part)]
    numbers = {number for number, _place in linked}
    reachable = set(
        Page.objects.live().public().filter(pk__in=numbers).values_list("pk", flat=True)
    ).union({page.pk}, *(promised(page) for promised in _promises))
    for number, place in linked:
        if number not in reachable:
            yield Problem(place, _("A link here leads to a page that readers cannot see."))


def _linked_pages(part: Part) -> Iterator[int]:
    if isinstance(part.value, Page):
        yield part.value.pk
    elif isinstance(part.block, RichTextBlock) or part.block is None:
        source = getattr(part.value, "source", part.value) or ""
        for first, second in PAGE_LINK.findall(source):
            yield int(first or second)
