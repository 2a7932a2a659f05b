"""Wagtail's two indexes in the background: what is gone by then needs none, and nothing fails."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.tasks import task
from modelsearch.tasks import insert_or_update_object_task
from wagtail.tasks import update_reference_index_task


@task
def index_for_search(app_label: str, model_name: str, pk: str) -> None:
    """Make or mend an object's entry in the admin's search."""
    with _unless_gone(app_label, model_name, pk):
        try:
            insert_or_update_object_task.call(app_label, model_name, pk)
        except IntegrityError:
            # A form of the admin made the entry meanwhile, which SQLite's index does not expect.
            insert_or_update_object_task.call(app_label, model_name, pk)


@task
def index_references(app_label: str, model_name: str, pk: str) -> None:
    """Write down anew what an object refers to."""
    with _unless_gone(app_label, model_name, pk):
        update_reference_index_task.call(app_label, model_name, pk)


@contextmanager
def _unless_gone(app_label: str, model_name: str, pk: str) -> Iterator[None]:
    """Let an object be missing if it is this one; what is missing besides is a fault."""
    try:
        yield
    except ObjectDoesNotExist:
        objects = apps.get_model(app_label, model_name)._base_manager  # noqa: SLF001  (Django's)
        if objects.filter(pk=pk).exists():
            raise
