"""When renditions are made, shown and hidden: as texts that show the picture come and go."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_published

from .models import Image, MediaUse, Rendition
from .public_files import follow, hide
from .tasks import make_image_renditions, make_page_renditions


@receiver(page_published)
def prepare_published_page(instance: Page, **_kwargs: Any) -> None:
    transaction.on_commit(partial(make_page_renditions.enqueue, instance.pk))


@receiver(post_save, sender=Image)
def prepare_replaced_image(instance: Image, created: bool, **_kwargs: Any) -> None:
    """A replaced file drops the old renditions; readers wait for new ones only where it is used."""
    if not created and ReferenceIndex.get_references_to(instance).exists():
        transaction.on_commit(partial(make_image_renditions.enqueue, instance.pk))


@receiver(post_save, sender=Rendition)
def show_new_size(instance: Rendition, **_kwargs: Any) -> None:
    follow([instance.image_id])


@receiver(post_delete, sender=Rendition)
def hide_deleted_size(instance: Rendition, **_kwargs: Any) -> None:
    """Wagtail's task deletes the file in private storage, a little later."""
    transaction.on_commit(partial(hide, str(instance.file.name)), robust=True)


@receiver(post_delete, sender=MediaUse)
def follow_end_of_use(instance: MediaUse, **_kwargs: Any) -> None:
    """With a page that is deleted go its uses; a draft's were no readers' anyway."""
    if instance.revision_id is None:
        follow([instance.image_id])
