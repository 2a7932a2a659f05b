"""Which texts readers have or may yet get, and whether one of them stands on something."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.models import Page, Revision, TaskState

from cms.pages.references import references_in

from .models import SetMember
from .subjects import kinds

type Text = tuple[type[models.Model], dict[str, Any]]


def a_text_stands_on(thing: models.Model) -> bool:
    """Whether a text refers to this that is live, in review, scheduled, or held for a set.

    It reads these texts themselves: Wagtail's index of references is written later, by a task.
    """
    wanted = (type(thing), str(thing.pk))
    return any(wanted in references_in(model, content) for model, content in _texts())


def _texts() -> Iterator[Text]:
    numbers = set(_on_the_way())
    for model in kinds().values():
        live = model._base_manager.filter(live=True)  # noqa: SLF001
        numbers.update(
            live.filter(live_revision__isnull=False).values_list("live_revision", flat=True)
        )
        for row in live.filter(live_revision__isnull=True):
            yield _text_of(row.specific if isinstance(row, Page) else row)
    for revision in Revision.objects.filter(pk__in=numbers).iterator():
        kind = ContentType.objects.get_for_id(revision.content_type_id).model_class()
        if kind is not None:
            yield kind, revision.content


def _on_the_way() -> Iterator[int]:
    """Revisions that readers may get yet: in review, with a date ahead, held for a set."""
    steps = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    yield from steps.values_list("revision", flat=True)
    dated = Revision.objects.filter(approved_go_live_at__isnull=False)
    yield from dated.values_list("pk", flat=True)
    held = SetMember.objects.filter(is_open=True, revision__isnull=False)
    yield from held.values_list("revision", flat=True)


def _text_of(row: Any) -> Text:
    """What a row says that code has published, without a revision."""
    if isinstance(row, ClusterableModel):
        return type(row), row.serializable_data()
    return type(row), get_serializable_data_for_fields(row)
