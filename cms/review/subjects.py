"""What is reviewed: pages, and whatever else passes a workflow.

A number alone names nothing, since a page and a record may have the same. Reviews, revisions and
decisions know a subject by its kind, which is its base content type, and its number.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, RevisionMixin, WorkflowMixin

from cms.access.querysets import own_drafts

# The base content type of a subject, and its number as reviews keep it.
type Key = tuple[int, str]


def record_models() -> list[type[Any]]:
    """Every model but pages that passes a workflow."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, WorkflowMixin) and not issubclass(model, Page)
    ]


def record_kinds() -> dict[int, type[Any]]:
    """The same by their content types."""
    found = ContentType.objects.get_for_models(*record_models(), for_concrete_models=False)
    return {content_type.pk: model for model, content_type in found.items()}


def kinds() -> dict[int, type[Any]]:
    """Every kind of subject by its base content type: all pages are one, each record is one."""
    return {ContentType.objects.get_for_model(Page).pk: Page, **record_kinds()}


def key_of(subject: RevisionMixin) -> Key:
    """The key of a page or record."""
    return subject.get_base_content_type().pk, str(subject.pk)


def key_in(row: Any) -> Key:
    """The key of what a review, a revision, a decision or a place in a set is about."""
    return row.base_content_type_id, row.object_id


def edit_address(subject: RevisionMixin) -> str:
    """Where a page or record is written."""
    return AdminURLFinder().get_edit_url(subject) or reverse("wagtailadmin_home")


def history_address(subject: RevisionMixin) -> str:
    """Where what was done with a page or record is told."""
    if isinstance(subject, Page):
        return reverse("wagtailadmin_pages:history", args=[subject.pk])
    return reverse(type(subject).snippet_viewset.get_url_name("history"), args=[subject.pk])


def record_address(view: str, record: RevisionMixin) -> str:
    """The address of a view about a record, which names it by kind and number."""
    meta = record._meta
    return reverse(view, args=[meta.app_label, meta.model_name, record.pk])


def title_of(subject: RevisionMixin) -> str:
    """What a page or record is called in the admin: by its latest draft."""
    return str(subject.draft_title if isinstance(subject, Page) else subject)


def hold(key: Key) -> Any:
    """The page or record as it is now, locked until the transaction ends; None if it is gone."""
    model = kinds().get(key[0])
    if model is None:
        return None
    found = model._base_manager.select_for_update().filter(pk=key[1]).first()  # noqa: SLF001
    return found.specific if isinstance(found, Page) else found


def subjects_under(keys: Iterable[Key]) -> dict[Key, Any]:
    """The pages and records that there are under these keys, one query for each kind."""
    return _found(keys, {number: model.objects.all() for number, model in kinds().items()})


def drafts_of(user: User, keys: Iterable[Key]) -> dict[Key, Any]:
    """Those of the pages and records whose drafts the account may see, with their languages."""
    return _found(
        keys,
        {
            number: own_drafts(model, user).select_related("locale")
            for number, model in kinds().items()
        },
    )


def _found(keys: Iterable[Key], rows: dict[int, QuerySet[Any]]) -> dict[Key, Any]:
    numbers: dict[int, set[str]] = defaultdict(set)
    for kind, number in keys:
        numbers[kind].add(number)
    return {
        (kind, str(subject.pk)): subject
        for kind in numbers.keys() & rows.keys()
        for subject in rows[kind].filter(pk__in=numbers[kind])
    }
