"""What follows from publications: sources are brought up to date, approved translations noted."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Revision
from wagtail.signals import post_page_move, published
from wagtail_localize.models import Translation, TranslationSource

from cms.review.models import CarriedText

from .facts.following import source_of
from .facts.tree import follow_move
from .freshness import judge, keys_of_source
from .memory.entries import remember
from .models import Freshness
from .tasks import follow_facts, refresh_source


def connect() -> None:
    """Follow publications."""
    published.connect(follow_publication, dispatch_uid="translation_published")
    post_page_move.connect(follow_move, dispatch_uid="translation_moved")
    post_save.connect(note_what_it_follows, sender=Translation, dispatch_uid="translation_follows")


@transaction.atomic
def follow_publication(instance: Any, revision: Revision | None = None, **_kwargs: Any) -> None:
    """Bring the page's source up to date, if it is one; note what it answers, if it is a target."""
    _refresh_sources_of(instance)
    if revision is not None and not CarriedText.objects.filter(pk=revision.pk).exists():
        _follow_in(instance)
        # A text that did not come from the desk is not theirs who translated the one before.
        of_page = Freshness.objects.filter(
            translation__source__object_id=instance.translation_key,
            translation__target_locale=instance.locale_id,
        )
        of_page.exclude(submitted_revision=revision).update(credits=[])
        for freshness in Freshness.objects.select_for_update().filter(submitted_revision=revision):
            freshness.answers = freshness.submitted_answers
            freshness.approved_at = revision.created_at
            freshness.credits = freshness.submitted_credits
            remember(freshness.translation, freshness.submitted_texts)
            # Whoever submitted it had these before their eyes.
            strays = [
                each for each in freshness.strays if each["since"] > revision.created_at.isoformat()
            ]
            judge(freshness, keys_of_source(freshness.translation.source), strays)


def note_what_it_follows(instance: Translation, created: bool, raw: bool, **_kwargs: Any) -> None:
    """A translation begins with the facts that its source has then."""
    source = source_of(instance) if created and not raw else None
    if source is not None:
        Freshness.objects.get_or_create(
            translation=instance, defaults={"follows_id": source.live_revision_id}
        )


def _follow_in(instance: Any) -> None:
    """What was published may be older than what its source has said since."""
    translations = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale=instance.locale_id
    )
    for pk in translations.values_list("pk", flat=True):
        transaction.on_commit(partial(follow_facts.enqueue, pk))


def _refresh_sources_of(instance: Any) -> None:
    sources = TranslationSource.objects.filter(
        object_id=instance.translation_key, locale=instance.locale_id, translations__isnull=False
    )
    for pk in sources.values_list("pk", flat=True).distinct():
        transaction.on_commit(partial(refresh_source.enqueue, pk))
