"""When uses of files are written: with every text, and with whatever hides or moves one."""

from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import post_page_move

from cms.media.models import Document, Image, MediaUse
from cms.media.public_files import settle_all

from .media_uses import (
    Fields,
    follow_below,
    forget_record,
    note_everything,
    note_revision,
    note_row,
)
from .subjects import record_models


def connect() -> None:
    """Connect the receivers."""
    post_save.connect(note_draft, sender=Revision, dispatch_uid="review_uses_of_drafts")
    for model in apps.get_models():
        if issubclass(model, Page):
            uid = f"review_uses_{model._meta.label}"
            post_save.connect(note_page, sender=model, dispatch_uid=uid)
    for model in record_models():
        uid = f"review_uses_{model._meta.label}"
        post_save.connect(note_record, sender=model, dispatch_uid=uid)
        post_delete.connect(forget_deleted_record, sender=model, dispatch_uid=uid)
    post_page_move.connect(follow_move, dispatch_uid="review_uses_of_moved")
    for signal in (post_save, post_delete):
        signal.connect(follow_restriction, sender=PageViewRestriction, dispatch_uid="review_kept")
    review = apps.get_app_config("review")
    post_migrate.connect(note_what_is_there, sender=review, dispatch_uid="review_uses_there")


def note_draft(instance: Revision, raw: bool, update_fields: Fields = None, **_kwargs: Any) -> None:
    if not raw and (update_fields is None or "content" in update_fields):
        note_revision(instance)


def note_page(instance: Page, raw: bool, update_fields: Fields = None, **_kwargs: Any) -> None:
    """Of one that is saved as a mere page only the place is written, and whether it is live."""
    if raw:
        return
    if type(instance) is not Page:
        note_row(instance, update_fields)
    if update_fields is None or "live" in update_fields:
        follow_below(instance)


def note_record(instance: Any, raw: bool, update_fields: Fields = None, **_kwargs: Any) -> None:
    if not raw:
        note_row(instance, update_fields)


def forget_deleted_record(instance: Any, **_kwargs: Any) -> None:
    forget_record(instance)


def follow_move(instance: Page, **_kwargs: Any) -> None:
    follow_below(instance)


def follow_restriction(instance: PageViewRestriction, **_kwargs: Any) -> None:
    """A page, with all below it, is kept to some people, or to nobody any more."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        follow_below(page)


def note_what_is_there(apps: Apps, **_kwargs: Any) -> None:
    """A site from before uses were written has its texts read once."""
    has_uses = "mediause" in apps.all_models["media"]
    if not has_uses or MediaUse.objects.exists():
        return
    if Image.objects.exists() or Document.objects.exists():
        note_everything()
        settle_all()
