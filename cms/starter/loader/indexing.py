"""Search and reference entries, written once at the end instead of at every save."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import models
from django.db.models.signals import post_save
from modelsearch import index
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def indexing_later() -> Iterator[None]:
    """Keep saves from enqueueing index tasks; ``index_all`` must follow."""
    indexed = [
        model
        for model in index.get_indexed_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in indexed:
            post_save.connect(post_save_signal_handler, sender=model)


def index_all(instances: Iterable[models.Model]) -> None:
    """Enter instances as they are now into the search and reference indexes."""
    for instance in instances:
        if index.class_is_indexed(type(instance)):
            index.insert_or_update_object(instance)
        if ReferenceIndex.is_indexed(type(instance)):
            ReferenceIndex.create_or_update_for_object(instance)
