"""What the desk does in the background. Each task may run again without harm."""

import logging

from django.contrib.auth.models import User
from django.tasks import task
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import translate_object

from cms.pages.readable import readable

from .facts.following import bring_facts, follow_everywhere, sources_ahead
from .freshness import bring_up_to_date
from .models import Start

logger = logging.getLogger(__name__)


@task
def start_translations(
    page_id: int,
    locale_ids: list[int],
    user_id: int,
    *,
    subtree: bool = False,
    start_id: int | None = None,
) -> None:
    """Make drafts of a page, and of those below it, in languages that do not have them yet.

    Only of what readers can see: a draft is its writers' business. Each page is a transaction of
    its own, so that one that fails keeps no other from being made. How far the work has come is
    written to the coordinator's order, if there is one.
    """
    page = Page.objects.filter(pk=page_id).first()
    user = User.objects.filter(pk=user_id).first()
    locales = list(Locale.objects.filter(pk__in=locale_ids))
    if page is None or not locales:
        return
    pages = page.get_descendants(inclusive=True) if subtree else Page.objects.filter(pk=page_id)
    sources = readable(pages.filter(alias_of=None)).order_by("path").specific()
    order = Start.objects.filter(pk=start_id or 0)
    order.update(total=len(sources), done=0, failed=[], finished_at=None)
    failed = []
    for number, source in enumerate(sources, start=1):
        try:
            translate_object(source, locales, user=user)
        except Exception:
            logger.exception("Page %s could not be made ready for translation.", source.pk)
            failed.append(source.title)
        order.update(done=number - len(failed), failed=failed)
    order.update(finished_at=timezone.now())


@task
def refresh_source(source_id: int) -> None:
    """Bring a source of translations up to date with what readers see; its facts go on to them."""
    source = TranslationSource.objects.filter(pk=source_id).first()
    if source is not None:
        _refresh(source)


@task
def follow_facts(translation_id: int) -> None:
    """Let a translation follow the facts of its source."""
    translation = Translation.objects.filter(pk=translation_id).first()
    if translation is not None:
        bring_facts(translation)


def take_up_facts() -> int:
    """Bring facts on that a lost task has left behind; return to how many sources they belong."""
    sources = list(sources_ahead())
    for source in sources:
        _refresh(source)
    return len(sources)


def _refresh(source: TranslationSource) -> None:
    """Words first: what is made of the segments from then on has the facts already."""
    bring_up_to_date(source)
    followed = follow_everywhere(source)
    if followed:
        log(
            instance=source.get_source_instance(),
            action="translation.facts_brought",
            data={"languages": followed},
        )
