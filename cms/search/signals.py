"""When the index changes: with what is published."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from .index import index_page


@receiver([page_published, page_unpublished])
def follow_publication(instance: Page, **_kwargs: Any) -> None:
    index_page(instance.pk)
