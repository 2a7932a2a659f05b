"""When a contact becomes public, changes, or is taken down."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import published, unpublished

from .models import Contact
from .renewal import renew


@receiver(published, sender=Contact)
def count_as_checked(instance: Contact, revision: Revision, **_kwargs: Any) -> None:
    """Whoever wrote it has tried it, and somebody else has read it."""
    instance.note_check(revision.user_id)


@receiver([published, unpublished], sender=Contact)
def renew_afterwards(instance: Contact, **_kwargs: Any) -> None:
    transaction.on_commit(partial(renew, instance.pk))
