"""The zine's issues, with their covers."""

from collections.abc import Iterable

from django import template
from django.template.context import Context
from django.utils.translation import get_language
from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.languages.alternates import Alternate, ReaderLanguages, reader_languages
from cms.pages.per_request import once_per_request
from cms.pages.readable import readable
from zine.editions.words import LICENCES
from zine.models import ZineIndexPage, ZineIssuePage
from zine.web import reading_time
from zine.web.downloads import Offer, offer_of
from zine.web.offline import size_of
from zine.web.shelf import Shelf, ShelvedIssue, covers_of, shelf_of

register = template.Library()


@register.simple_tag(takes_context=True)
def zine_shelf(context: Context) -> Shelf:
    """Every issue that readers can see, those in their language first, the newest first."""
    languages = _languages(context)
    code = get_language() or ""
    if languages is None:
        return Shelf([], [])
    return once_per_request(context, f"shelf {code}", lambda: shelf_of(code, languages))


@register.simple_tag(takes_context=True)
def zine_offer(context: Context) -> Offer:
    """What can be downloaded of the context's issue; nothing of one that readers cannot see."""
    languages, own = _languages(context), _as_readers_see_it(context)
    if languages is None or own is None:
        return Offer()
    return once_per_request(
        context,
        f"offer {own.page.pk}",
        lambda: offer_of(own, languages.alternates.values()),
    )


@register.simple_tag(takes_context=True)
def kept_size(context: Context) -> int:
    """About how many bytes the context's issue takes where it is kept for reading offline."""
    return size_of(context["page"], zine_offer(context))


@register.simple_tag(takes_context=True)
def shelf_address(context: Context) -> str:
    """The path of the shelf that the context's page is or stands on; empty if not public."""
    languages, own = _languages(context), _as_readers_see_it(context)
    if languages is None or own is None:
        return ""
    is_shelf = isinstance(context.get("page"), ZineIndexPage)
    return own.address if is_shelf or not languages.above else languages.above[-1].address


@register.filter
def minutes_to_read(blocks: Iterable[StreamValue.StreamChild]) -> int:
    """How many minutes a text takes."""
    return reading_time.minutes_to_read(blocks)


@register.simple_tag
def shelved(page: ZineIssuePage | None) -> ShelvedIssue | None:
    """An issue chosen by an author in the reader's language; None while it cannot be read."""
    if page is None:
        return None
    versions = ZineIssuePage.objects.filter(
        translation_key=page.translation_key, locale__language_code=get_language()
    )
    issue = readable(versions).defer("body").first()
    return ShelvedIssue(issue, covers_of([issue]).get(issue.pk)) if issue else None


@register.simple_tag
def licence_address(page: ZineIssuePage) -> str:
    """Where the issue's licence can be read; empty for all rights reserved."""
    return LICENCES[page.licence].address


def _languages(context: Context) -> ReaderLanguages | None:
    request = context.get("request")
    page = context.get("page")
    return reader_languages(request, page) if request and isinstance(page, Page) else None


def _as_readers_see_it(context: Context) -> Alternate | None:
    """The context's page at its address; None for what readers cannot see."""
    languages = _languages(context)
    own = languages.alternates.get(get_language() or "") if languages else None
    return own if own and own.page.pk == context["page"].pk else None
