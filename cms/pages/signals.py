"""When share images are made and deleted: with the publication of their page."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from .tasks import make_share_image


@receiver([page_published, page_unpublished])
def prepare_share_image(instance: Page, **_kwargs: Any) -> None:
    transaction.on_commit(partial(make_share_image.enqueue, instance.pk))
