"""When editions are made: as soon as an issue is published; and when they go."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from .editions.build import withdraw
from .facsimiles.publication import show_facsimile
from .models import ZineIssuePage
from .tasks import make_issue_editions


@receiver(page_published, sender=ZineIssuePage)
@receiver(page_unpublished, sender=ZineIssuePage)
def make_editions_afterwards(instance: ZineIssuePage, **_kwargs: Any) -> None:
    transaction.on_commit(partial(make_issue_editions.enqueue, instance.pk))


@receiver(page_published, sender=ZineIssuePage)
def show_what_was_published(instance: ZineIssuePage, **_kwargs: Any) -> None:
    """The PDF that was approved is the one that readers get, in the same act."""
    show_facsimile(instance)


def renew_issues(page_ids: list[int]) -> None:
    """A contact has changed: the editions of the issues that refer to it are made anew."""
    for issue_id in ZineIssuePage.objects.filter(pk__in=page_ids).values_list("pk", flat=True):
        make_issue_editions.enqueue(issue_id)


def make_anew_without(page_ids: list[int]) -> None:
    """A picture or document went from readers, or came back: editions that show it go at once."""
    for issue in ZineIssuePage.objects.filter(pk__in=page_ids):
        transaction.on_commit(partial(_make_anew, issue), robust=True)


def _make_anew(issue: ZineIssuePage) -> None:
    withdraw(issue)
    make_issue_editions.enqueue(issue.pk)
