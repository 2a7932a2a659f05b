"""What the audit log hears of Wagtail's own: pages that are unlocked, sites and languages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Locale, PageLogEntry, Site

from .audit import Subject, enter
from .models import AccessEvent

Kind = AccessEvent.Kind
SETTINGS: tuple[type[Model], ...] = (Site, Locale)


def connect() -> None:
    """Listen to Wagtail's own history of pages, and to the rows that are the site's settings."""
    post_save.connect(page_logged, sender=PageLogEntry, dispatch_uid="audit_page_logged")
    for model in SETTINGS:
        name = model.__name__
        pre_save.connect(setting_saved, sender=model, dispatch_uid=f"audit_saved_{name}")
        post_delete.connect(setting_deleted, sender=model, dispatch_uid=f"audit_deleted_{name}")


def page_logged(instance: PageLogEntry, created: bool, **_kwargs: Any) -> None:
    """Somebody unlocked a page, perhaps one that another has locked."""
    if created and instance.action == "wagtail.unlock":
        subject = Subject(instance.label, f"page {instance.page_id}")
        enter(Kind.LOCK, "unlocked", actor=instance.user, about=subject)


def setting_saved(instance: Model, raw: bool = False, **_kwargs: Any) -> None:
    """The fields that differ, as they were and as they are."""
    kept = type(instance)._base_manager.filter(pk=instance.pk).first() if instance.pk else None  # noqa: SLF001
    before, after = _fields(kept), _fields(instance)
    if raw or before == after:
        return
    enter(
        Kind.SETTINGS,
        "settings changed" if kept is not None else "settings added",
        before=[line for line in before if line not in after],
        after=[line for line in after if line not in before],
        about=_subject(instance),
    )


def setting_deleted(instance: Model, **_kwargs: Any) -> None:
    enter(Kind.SETTINGS, "settings deleted", before=_fields(instance), about=_subject(instance))


def _fields(instance: Model | None) -> Sequence[str]:
    if instance is None:
        return []
    fields = instance._meta.concrete_fields
    return [
        f"{field.name}: {field.value_from_object(instance)}"
        for field in fields
        if not field.primary_key
    ]


def _subject(instance: Model) -> Subject:
    return Subject(str(instance), f"{instance._meta.model_name} {instance.pk or ''}".strip())
