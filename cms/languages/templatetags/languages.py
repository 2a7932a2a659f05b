"""The languages of the page that is being rendered."""

from dataclasses import replace

from django import template
from django.template.context import Context
from django.utils.translation import get_language
from wagtail.models import Page

from cms.languages.alternates import Alternate, Choice, ReaderLanguages, reader_languages
from cms.languages.names import ENGLISH
from cms.pages.page_view import PageView

register = template.Library()


@register.simple_tag(takes_context=True)
def page_languages(context: Context) -> ReaderLanguages | None:
    """The page's languages; None where there is no request."""
    request = context.get("request")
    if request is None:
        return None
    page = context.get("page")
    return reader_languages(request, page if isinstance(page, Page) else None)


@register.simple_tag(takes_context=True)
def language_choices(context: Context) -> list[Choice]:
    """The switcher's lines: those that the view gives as ``language_choices``, or the page's."""
    given: list[Choice] | None = context.get("language_choices")
    if given is not None:
        return given
    languages = page_languages(context)
    if languages is None:
        return []
    view: PageView | None = context.get("page_view")
    if view is None or not view.subpath:
        return languages.choices
    having = view.pages_with_subpath
    here = {code for code, each in languages.alternates.items() if each.page.pk in having}
    return [
        replace(choice, address=choice.address + view.subpath)
        if choice.language.code in here
        else choice
        for choice in languages.choices
    ]


@register.simple_tag(takes_context=True)
def source_of_page(context: Context) -> Alternate | None:
    """The page in the site's first language, where readers can have it."""
    languages = page_languages(context)
    return languages.alternates.get(ENGLISH) if languages else None


@register.simple_tag
def beside(languages: ReaderLanguages | None) -> list[Alternate]:
    """Where the page stands side by side with each other language that it exists in."""
    if languages is None:
        return []
    code = get_language() or ""
    own = languages.alternates.get(code)
    if own is None or own.page.pk != getattr(languages.page, "pk", None):
        return []
    return [
        Alternate(each.language, each.page, f"{own.address}with/{other}/")
        for other, each in languages.alternates.items()
        if other != code
    ]
