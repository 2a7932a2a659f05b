"""Publish checks: faults that no reader should meet, each named with its place in plain words.

A translation passes the same checks with its own words: an alternative text that was not
translated is missing there, whatever the source says.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Locale, Page

from .blocks import ArticleBlock, CallToActionBlock, HeadingBlock
from .blocks.unreadable import Unreadable
from .outline import ARTICLE_LEVEL
from .readable import readable

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


type PublishCheck = Callable[[Page], Iterable[Problem]]

_publish_checks: list[PublishCheck] = []


def register_publish_check(check: PublishCheck) -> None:
    """Let another app keep its own kinds of pages from being published with a fault."""
    if check not in _publish_checks:
        _publish_checks.append(check)


@dataclass(frozen=True)
class CheckedValue:
    """A block of a page, or a rich text of one of its fields, with its place in words."""

    place: str
    block: Block | None
    value: Any


def problems(subject: Model) -> list[Problem]:
    """Everything that keeps a page or record from being published, in the order of its text."""
    checked_values = list(checked_values_of(subject))
    in_parts = [
        problem
        for check in (_unreadable, _images, _people, _headings, _actions)
        for problem in check(checked_values)
    ]
    if not isinstance(subject, Page):
        return [*_faults_of_record(subject), *in_parts, *_links(checked_values, set())]
    promised = {subject.pk}.union(*(promise(subject) for promise in _promises))
    return [
        *_missing_summary(subject),
        *in_parts,
        *_untranslated_images(subject, checked_values),
        *_links(checked_values, promised),
        *(problem for check in _publish_checks for problem in check(subject)),
    ]


# Walking a page


def checked_values_of(page: Model) -> Iterator[CheckedValue]:
    """Every block and rich text of the page and its children, with its place."""
    yield from _values_of_fields(page, "")
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        if name == "wagtail_admin_comments":
            continue
        for number, child in enumerate(getattr(page, name).all(), start=1):
            label = capfirst(str(child._meta.verbose_name))
            yield from _values_of_fields(child, f"{label} {number}, ")


def _values_of_fields(instance: Model, prefix: str) -> Iterator[CheckedValue]:
    for field in instance._meta.get_fields():
        if isinstance(field, StreamField):
            place = prefix + capfirst(str(field.verbose_name))
            yield from _values_of_stream(place, getattr(instance, field.name))
        elif isinstance(field, RichTextField):
            place = prefix + capfirst(str(field.verbose_name))
            yield CheckedValue(place, None, getattr(instance, field.name))


def _values_of_stream(place: str, stream: Any) -> Iterator[CheckedValue]:
    for number, child in enumerate(stream, start=1):
        where = place_of_block(place, number, str(child.block.label))
        yield from _values_of_block(where, child.block, child.value)


def place_of_block(stream: str, number: int, label: str) -> str:
    """A block's place in words: the name of its stream, its number in it from 1, its own name."""
    return _("%(place)s, block %(number)d (%(label)s)") % {
        "place": stream,
        "number": number,
        "label": capfirst(label),
    }


def _values_of_block(place: str, block: Block, value: Any) -> Iterator[CheckedValue]:
    yield CheckedValue(place, block, value)
    if isinstance(block, ImageBlock) or value is None:
        return
    if isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _values_of_block(place, child, value.get(name))
    elif isinstance(block, ListBlock):
        for item in value:
            yield from _values_of_block(place, block.child_block, item)
    elif isinstance(block, StreamBlock):
        yield from _values_of_stream(place, value)


# The checks


def _faults_of_record(record: Model) -> Iterator[Problem]:
    """What the record's own rules refuse: a draft may be saved without them."""
    try:
        record.full_clean()
    except ValidationError as error:
        names = {field.name: field.verbose_name for field in record._meta.fields}
        for name, sentences in error.message_dict.items():
            place = capfirst(str(names.get(name, record._meta.verbose_name)))
            for sentence in sentences:
                yield Problem(place, sentence)


def _missing_summary(page: Page) -> Iterator[Problem]:
    if not (getattr(page, "summary", "-") or "").strip():
        yield Problem(
            _("Summary"), _("Please write one or two sentences: lists and shares show them.")
        )


def _unreadable(checked_values: list[CheckedValue]) -> Iterator[Problem]:
    for checked in checked_values:
        if isinstance(checked.value, Unreadable):
            yield Problem(
                checked.place, _("This block cannot be read. Please write it anew, or delete it.")
            )


def _images(checked_values: list[CheckedValue]) -> Iterator[Problem]:
    for checked in checked_values:
        if not isinstance(checked.block, ImageBlock) or checked.value is None:
            continue
        described = (checked.value.contextual_alt_text or "").strip()
        if not described and not checked.value.decorative:
            yield Problem(
                checked.place,
                _(
                    "Please describe the picture for people who cannot see it, or mark it as "
                    "decorative."
                ),
            )


def _people(checked_values: list[CheckedValue]) -> Iterator[Problem]:
    """Nobody stands on the site who was not asked, or who agrees no longer."""
    for checked in checked_values:
        picture = checked.value if isinstance(checked.block, ImageBlock) else None
        if picture is None:
            continue
        if picture.is_withheld:
            yield Problem(
                checked.place,
                _(
                    "The people in this picture agree to it no longer, or their consent has ended. "
                    "Please choose another picture, or have the consent renewed."
                ),
            )
        elif not picture.people:
            yield Problem(
                checked.place,
                _(
                    "It is not noted whether people can be recognized in this picture. Please "
                    "answer that under Images, or choose another picture."
                ),
            )


def _untranslated_images(page: Page, checked_values: list[CheckedValue]) -> Iterator[Problem]:
    """Descriptions that a translation has taken over from its source as they were."""
    described = [
        checked for checked in checked_values if _description(checked).count(" ") >= WORDS_OF_A_NAME
    ]
    source = _source_of(page) if described else None
    if source is None:
        return
    originals = {_description(checked) for checked in checked_values_of(source)}
    for checked in described:
        if _description(checked) in originals:
            yield Problem(
                checked.place,
                _("Please translate the picture's description; it is still that of the original."),
            )


def _description(checked: CheckedValue) -> str:
    if not isinstance(checked.block, ImageBlock) or checked.value is None:
        return ""
    return (checked.value.contextual_alt_text or "").strip()


def _source_of(page: Page) -> Page | None:
    """The page in the site's first language that this page is a translation of, if it is one."""
    translations = Page.objects.filter(
        translation_key=page.translation_key, locale=Locale.get_default()
    )
    source = translations.exclude(locale_id=page.locale_id).first()
    return source.specific if source else None


def _headings(checked_values: list[CheckedValue]) -> Iterator[Problem]:
    level = 1
    for checked in checked_values:
        if isinstance(checked.block, ArticleBlock):
            level = ARTICLE_LEVEL
        if not isinstance(checked.block, HeadingBlock):
            continue
        this = int(checked.value["level"] or level)
        if this > level + 1:
            yield Problem(
                checked.place,
                _("This heading skips a level. Please make it a heading of level %(level)d.")
                % {"level": level + 1},
            )
        level = this


def _actions(checked_values: list[CheckedValue]) -> Iterator[Problem]:
    for checked in checked_values:
        if not isinstance(checked.block, CallToActionBlock):
            continue
        value = checked.value
        if not (value["text"] or "").strip() or not (value["page"] or value["address"]):
            yield Problem(checked.place, _("This button needs a text, and a page or an address."))


def _links(checked_values: list[CheckedValue], promised: set[int]) -> Iterator[Problem]:
    linked = [
        (number, checked.place) for checked in checked_values for number in _linked_pages(checked)
    ]
    numbers = {number for number, _place in linked}
    reachable = set(readable(Page.objects.filter(pk__in=numbers)).values_list("pk", flat=True))
    for number, place in linked:
        if number not in reachable | promised:
            yield Problem(place, _("A link here leads to a page that readers cannot see."))


def _linked_pages(checked: CheckedValue) -> Iterator[int]:
    if isinstance(checked.value, Page):
        yield checked.value.pk
    elif isinstance(checked.block, RichTextBlock) or checked.block is None:
        source = getattr(checked.value, "source", checked.value) or ""
        for first, second in PAGE_LINK.findall(source):
            yield int(first or second)
