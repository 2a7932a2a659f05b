"""The chapters, from their pages."""

from django import template
from django.template.context import Context
from django.utils.translation import get_language

from chapters.models import ChapterPage
from chapters.patterns import pattern_of
from cms.pages.per_request import once_per_request

register = template.Library()


@register.simple_tag(takes_context=True)
def chapters(context: Context) -> list[ChapterPage]:
    """Every chapter that readers are shown, in their language."""
    return once_per_request(
        context,
        f"chapters {get_language()}",
        lambda: list(
            ChapterPage.objects.for_readers().filter(locale__language_code=get_language())
        ),
    )


@register.filter
def pattern(chapter: ChapterPage) -> int:
    """The number of the pattern that the chapter's pages are printed with."""
    return pattern_of(chapter.slug)
