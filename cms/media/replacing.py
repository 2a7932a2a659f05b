"""What becomes of a file that another one takes the place of, whichever way that one came in."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import transaction
from wagtail.tasks import delete_file_from_storage_task


@contextmanager
def replaced_file_deleted(record: Any) -> Iterator[None]:
    """Save a picture or document within: the file that it had is deleted, in the background.

    Only once the new one is committed, so that what fails afterwards takes nothing away. With a
    picture's file go its renditions, which show what it was.
    """
    with transaction.atomic():
        before = _stored_name(record)
        yield
        if before and _stored_name(record) != before:
            if hasattr(record, "renditions"):
                record.renditions.all().delete()
            storage = record.file.storage.deconstruct()
            transaction.on_commit(partial(delete_file_from_storage_task.enqueue, storage, before))


def _stored_name(record: Any) -> str:
    if record.pk is None:
        return ""
    stored = type(record).objects.filter(pk=record.pk)
    return stored.values_list("file", flat=True).first() or ""
