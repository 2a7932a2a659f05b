"""The organization's own records: its identity, its principles, its staff, its history."""

import datetime
from copy import copy
from dataclasses import dataclass

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils import formats
from django.utils.translation import get_language
from wagtail.rich_text import RichText

from cms.pages.navigation import Chosen, site_of
from cms.pages.per_request import once_per_request
from cms.pages.readable import readable
from home.menus import choice_of
from home.models import ImpactEntry, Person, PrinciplesPage, SiteIdentity

register = template.Library()


@dataclass(frozen=True)
class NumberedPrinciple:
    """A principle in the reader's language, with its number and address."""

    number: int
    key: str
    statement: str
    explanation: RichText
    url: str


@register.simple_tag(takes_context=True)
def site_identity(context: Context) -> SiteIdentity:
    """Name, words and links of the organization in the reader's language.

    Where that language has no record, the name and the links are the source language's and
    there are no words: words in another language than the page's would be read out wrongly.
    """
    own, source = _identities(context)
    if own is not None:
        return own
    identity = (
        copy(source) if source else SiteIdentity(organization_name=settings.WAGTAIL_SITE_NAME)
    )
    identity.tagline = identity.statement = ""
    return identity


@register.simple_tag(takes_context=True)
def chosen_pages(context: Context) -> Chosen:
    """The pages that staff chose for the menu and the footer of the reader's language.

    A language that has no choice of its own takes the source language's.
    """
    return choice_of(_identities(context), get_language() or "")


def _identities(context: Context) -> tuple[SiteIdentity | None, SiteIdentity | None]:
    """The identity in the reader's language, and in the source language."""
    language, source = get_language() or "", settings.LANGUAGE_CODE

    def fetch() -> dict[str, SiteIdentity]:
        site = site_of(context.get("request"))
        found = SiteIdentity.objects.live().filter(
            site=site, locale__language_code__in={language, source}
        )
        known = {each.locale.language_code: each for each in found.select_related("locale")}
        previewed = _previewed(context, SiteIdentity)
        return known if previewed is None else known | {language: previewed}

    known = once_per_request(context, f"identities {language}", fetch)
    return known.get(language), known.get(source)


@register.simple_tag(takes_context=True)
def principle(context: Context, key: str) -> NumberedPrinciple | None:
    """The principle with this key in the reader's language; None while there is none."""

    def fetch() -> dict[str, NumberedPrinciple]:
        page = (
            readable(PrinciplesPage.objects.filter(locale__language_code=get_language()))
            .prefetch_related("principles")
            .first()
        )
        if page is None:
            return {}
        address = page.get_url(context.get("request")) or ""
        return {
            each.key: NumberedPrinciple(
                number,
                each.key,
                each.statement,
                RichText(each.explanation),
                f"{address}#{each.key}",
            )
            for number, each in enumerate(page.principles.all(), start=1)
        }

    return once_per_request(context, f"principles {get_language()}", fetch).get(key)


@register.simple_tag(takes_context=True)
def staff(context: Context) -> list[Person]:
    """Who works for the organization, in the reader's language."""

    def fetch() -> list[Person]:
        language = get_language()
        people = Person.objects.live().filter(is_active=True, locale__language_code=language)
        previewed = _previewed(context, Person)
        if previewed is None:
            return list(people)
        shown = [*people.exclude(pk=previewed.pk), *([previewed] if previewed.is_active else [])]
        return sorted(shown, key=lambda person: (person.order, person.name))

    return once_per_request(context, f"staff {get_language()}", fetch)


def _previewed[Record](context: Context, model: type[Record]) -> Record | None:
    """The draft whose preview this is, if it is of this kind: it stands in for its row."""
    record = getattr(context.get("request"), "previewed_record", None)
    return record if isinstance(record, model) else None


@register.filter
def date_as_known(entry: ImpactEntry) -> str:
    """The entry's date in the reader's language, no more exact than it is known."""
    match entry.precision:
        case ImpactEntry.Precision.YEAR:
            return formats.date_format(entry.date, "Y")
        case ImpactEntry.Precision.MONTH:
            return formats.date_format(entry.date, "YEAR_MONTH_FORMAT")
    return formats.date_format(entry.date, "DATE_FORMAT")


@register.filter
def machine_date(entry: ImpactEntry) -> str:
    """The entry's date for the ``datetime`` attribute, no more exact than it is known."""
    length = {"year": 4, "month": 7}.get(entry.precision, 10)
    return entry.date.isoformat()[:length]


@dataclass(frozen=True)
class Moment:
    """An entry on the drawn line of time."""

    entry: ImpactEntry
    starts_year: bool
    # Steps of empty line before the entry, 0 to 6: the longer ago the last one, the more.
    gap: int


@register.filter
def on_a_line(entries: list[ImpactEntry]) -> list[Moment]:
    """Place entries, oldest first, on a line whose gaps show how much time lies between."""
    moments: list[Moment] = []
    last: datetime.date | None = None
    for entry in entries:
        months = 0 if last is None else (entry.date - last).days // 30
        moments.append(Moment(entry, last is None or last.year != entry.date.year, _steps(months)))
        last = entry.date
    return moments


def _steps(months: int) -> int:
    return min(months.bit_length(), 6)
