"""When renditions are made: as soon as a page that shows the image is published."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_published

from .models import Image
from .tasks import make_image_renditions, make_page_renditions


@receiver(page_published)
def prepare_published_page(instance: Page, **_kwargs: Any) -> None:
    transaction.on_commit(partial(make_page_renditions.enqueue, instance.pk))


@receiver(post_save, sender=Image)
def prepare_replaced_image(instance: Image, created: bool, **_kwargs: Any) -> None:
    """A replaced file drops the old renditions; readers wait for new ones only where it is used."""
    if not created and ReferenceIndex.get_references_to(instance).exists():
        transaction.on_commit(partial(make_image_renditions.enqueue, instance.pk))
