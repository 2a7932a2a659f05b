"""What the desk does in the background. Each task may run again without harm."""

import logging

from django.contrib.auth.models import User
from django.tasks import task
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.operations import translate_object

from .freshness import bring_up_to_date

logger = logging.getLogger(__name__)


@task
def start_translations(
    page_id: int, locale_ids: list[int], user_id: int, *, subtree: bool = False
) -> None:
    """Make drafts of a page, and of those below it, in languages that do not have them yet.

    Only of what readers can see: a draft is its writers' business. Takes some twenty queries for
    each passage, because wagtail-localize enters them one by one; each page is a transaction of
    its own, so that one that fails keeps no other from being made.
    """
    page = Page.objects.filter(pk=page_id).first()
    user = User.objects.filter(pk=user_id).first()
    locales = list(Locale.objects.filter(pk__in=locale_ids))
    if page is None or not locales:
        return
    pages = page.get_descendants(inclusive=True) if subtree else Page.objects.filter(pk=page_id)
    for source in pages.live().public().filter(alias_of=None).order_by("path").specific():
        try:
            translate_object(source, locales, user=user)
        except Exception:
            logger.exception("Page %s could not be made ready for translation.", source.pk)


@task
def refresh_source(source_id: int) -> None:
    """Bring a source of translations up to date with what readers see of it."""
    source = TranslationSource.objects.filter(pk=source_id).first()
    if source is not None:
        bring_up_to_date(source)
