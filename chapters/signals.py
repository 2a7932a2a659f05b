"""When chapters have to be looked at again: when a page of theirs comes, changes or goes."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale

from cms.access.signals import reconcile_on_commit
from cms.access.territories import register_territories
from cms.pages.time_zones import register_zone_of_page

from .models import ChapterPage
from .territory import chapter_territories, zone_of_chapter

# A save that names its fields matters where it names one of these; saving a draft does not.
TELLING_FIELDS = frozenset({"title", "slug", "state", "time_zone", "locale", "alias_of"})


def connect() -> None:
    """Register chapters as territories, and follow their pages."""
    register_territories(chapter_territories)
    register_zone_of_page(zone_of_chapter)
    post_save.connect(chapter_saved, sender=ChapterPage, dispatch_uid="chapter_saved")
    post_delete.connect(chapter_deleted, sender=ChapterPage, dispatch_uid="chapter_deleted")


def chapter_saved(
    instance: ChapterPage,
    raw: bool,
    created: bool,
    update_fields: Collection[str] | None,
    **_kwargs: Any,
) -> None:
    if raw or (update_fields is not None and TELLING_FIELDS.isdisjoint(update_fields)):
        return
    reconcile_on_commit()
    if created:
        # A new chapter gets its first drafts now; whoever goes on to add a page needs to know.
        transaction.on_commit(lambda: _count_children(instance), robust=True)


def chapter_deleted(instance: ChapterPage, **_kwargs: Any) -> None:
    """A chapter that is deleted goes in every language, not only in its source."""
    if instance.locale_id == Locale.get_default().pk:
        transaction.on_commit(lambda: _delete_versions(instance))
    reconcile_on_commit()


def _count_children(page: ChapterPage) -> None:
    number = ChapterPage.objects.filter(pk=page.pk).values_list("numchild", flat=True).first()
    if number is not None:
        page.numchild = number


def _delete_versions(page: ChapterPage) -> None:
    for version in ChapterPage.objects.filter(translation_key=page.translation_key):
        version.delete()
