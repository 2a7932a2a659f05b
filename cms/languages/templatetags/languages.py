"""The languages of the page that is being rendered."""

from django import template
from django.template.context import Context
from wagtail.models import Page

from cms.languages.alternates import Choice, ReaderLanguages, reader_languages

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
    return languages.choices if languages else []
