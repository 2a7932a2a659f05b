"""What every page's template needs: where the reader is, pictures, what a text refers to."""

from typing import Any

from django import template
from django.conf import settings
from django.db.models import Q
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi
from wagtail.models import Page

from cms.media.pictures import Picture, picture_for
from cms.pages import navigation as paths
from cms.pages.bidi import isolate, isolate_html, isolate_mixed
from cms.pages.language_spans import with_languages
from cms.pages.languages import LANGUAGES
from cms.pages.per_request import once_per_request
from cms.pages.readable import readable as seen_by_readers

register = template.Library()


@register.filter
def readable(html: str) -> SafeString:
    """Rich text, as Wagtail made HTML of it from what its field allows, for the active language.

    See ``cms.pages.bidi`` and ``cms.pages.language_spans``.
    """
    text = with_languages(html)
    return SafeString(isolate_html(text) if get_language_bidi() else text)


@register.filter
def isolated(text: str) -> str:
    """Plain text as the active language needs it: see ``cms.pages.bidi``."""
    return isolate(text) if get_language_bidi() else text


@register.filter
def with_isolates(text: object) -> str:
    """Plain text of any language, in a page or mail of any: see ``cms.pages.bidi``."""
    return isolate_mixed(str(text))


@register.simple_tag
def quick_exit_address() -> str:
    """Where “Leave this page quickly” leads."""
    return str(settings.QUICK_EXIT_ADDRESS)


@register.simple_tag
def writing_direction() -> str:
    """``rtl`` or ``ltr``: how the active language is written."""
    return "rtl" if get_language_bidi() else "ltr"


@register.simple_tag(takes_context=True)
def navigation(context: Context, chosen: paths.Chosen) -> paths.Navigation:
    """The home page of the reader's language, and of the chosen pages those that it has."""
    return once_per_request(
        context,
        f"navigation {get_language()}",
        lambda: paths.navigation(context.get("request"), _home(context), _page(context), chosen),
    )


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context) -> list[paths.Destination]:
    """The pages above this one, where depth calls for them."""
    page = _page(context)
    if page is None:
        return []
    return once_per_request(
        context,
        f"breadcrumbs {page.pk}",
        lambda: paths.breadcrumbs(context.get("request"), page, _home(context)),
    )


@register.simple_tag(takes_context=True)
def pages_below(context: Context) -> list[paths.Destination]:
    """The pages right below this one."""
    page = _page(context)
    return paths.pages_below(context.get("request"), page) if page else []


@register.simple_tag(takes_context=True)
def address_of(context: Context, target: Page) -> str:
    """The address of a page that an author chose, in the reader's language where there is one.

    Empty while readers cannot see the page.
    """
    versions = Page.objects.filter(translation_key=target.translation_key).filter(
        Q(locale__language_code=get_language()) | Q(pk=target.pk)
    )
    found = seen_by_readers(versions)
    seen = min(found, key=lambda version: version.pk == target.pk, default=None)
    return (seen.get_url(context.get("request")) or "") if seen else ""


@register.inclusion_tag("components/picture.html")
def picture(image: Any, role: str, eager: bool = False) -> dict[str, Picture | bool | None]:
    """A picture in every size that its role on the page calls for.

    ``role`` is a name in ``cms.media.pictures.SIZES``. An eager picture is one that readers see
    first: it is fetched at once and before others.
    """
    return {"picture": picture_for(image, role) if image else None, "eager": eager}


def _page(context: Context) -> Page | None:
    page = context.get("page")
    return page if isinstance(page, Page) else None


@register.filter
def script(code: str) -> str:
    """The script that a language is written in, such as ``latin``."""
    return LANGUAGES[code].script


def _home(context: Context) -> Page | None:
    return once_per_request(
        context, f"home {get_language()}", lambda: paths.home_page(context.get("request"))
    )
