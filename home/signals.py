"""What is made of the movement's own words: editions bear its name, and print its principles."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import page_published, published

from zine.models import ZineIssuePage
from zine.tasks import make_issue_editions

from .models import PrinciplesPage, SiteIdentity


@receiver(published, sender=SiteIdentity)
@receiver(page_published, sender=PrinciplesPage)
def make_editions_anew(**_kwargs: Any) -> None:
    """Every issue is asked: one whose document stays the same is not made again."""
    for number in ZineIssuePage.objects.on_the_shelf().values_list("pk", flat=True):
        transaction.on_commit(partial(make_issue_editions.enqueue, number))
