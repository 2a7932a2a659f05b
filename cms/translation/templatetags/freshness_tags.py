"""What readers are told of the translation that is being rendered."""

from django import template
from django.template.context import Context
from wagtail.models import Page

from cms.translation.freshness_notice import FreshnessNotice, freshness_notice_of, translators_of

register = template.Library()


@register.simple_tag(takes_context=True)
def freshness_notice(context: Context) -> FreshnessNotice | None:
    """Whether the page's source says something else by now, and where; None if it does not."""
    page = context.get("page")
    return freshness_notice_of(page) if isinstance(page, Page) and page.pk else None


@register.simple_tag(takes_context=True)
def translators(context: Context) -> list[str]:
    """The names of those who asked to be credited for the page's translation."""
    page = context.get("page")
    return translators_of(page) if isinstance(page, Page) and page.pk else []
