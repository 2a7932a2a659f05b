"""Functions of Wagtail's that tell people too much, and what stands in for them.

There is no setting and no hook for either. ``connect`` puts them where Wagtail's views look.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, QuerySet
from taggit.models import Tag
from wagtail.admin import filters
from wagtail.admin.mail import send_notification
from wagtail.admin.views.pages import edit
from wagtail.images.views import chooser
from wagtail.log_actions import get_active_log_context

from .reach import own_media, own_pages


def notify_readers_of_the_page(
    recipients: Iterable[User], notification: str, context: dict[str, Any]
) -> bool:
    """Send a mail about comments to those whose page it is, and to nobody who has left.

    Wagtail's own tells of every answer whoever once wrote in a thread.
    """
    page = context["page"]
    readers = [user for user in recipients if own_pages(user).filter(pk=page.pk).exists()]
    return bool(send_notification(readers, notification, context))


def popular_tags_of_own_media(model: type[Model], count: int = 10) -> QuerySet[Tag]:
    """The tags that are most used on the media of whoever is at work; Wagtail's own: on all."""
    user = get_active_log_context().user
    if user is None:
        return Tag.objects.none()
    media = own_media(model._default_manager.all(), user)  # noqa: SLF001  (Django's own name)
    return (
        Tag.objects.filter(
            taggit_taggeditem_items__content_type=ContentType.objects.get_for_model(model),
            taggit_taggeditem_items__object_id__in=media.values("pk"),
        )
        .annotate(item_count=Count("taggit_taggeditem_items"))
        .order_by("-item_count")[:count]
    )


def connect() -> None:
    """Put each where Wagtail's views look for its own."""
    edit.send_notification = notify_readers_of_the_page
    filters.popular_tags_for_model = popular_tags_of_own_media
    chooser.popular_tags_for_model = popular_tags_of_own_media
