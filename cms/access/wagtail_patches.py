"""What is changed of Wagtail for access: it tells people too much, and keeps too much.

There is no setting and no hook for any of it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from taggit.models import Tag
from wagtail.admin import auth, filters
from wagtail.admin.localization import get_localized_response
from wagtail.admin.mail import send_notification
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.admin.views.pages import edit
from wagtail.images.views import chooser
from wagtail.log_actions import get_active_log_context
from wagtail.models import pages

from cms.pages.permissions import ReviewedPagePermissionTester
from cms.patches import Change, Patch

from .querysets import own_media, own_pages


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


def answer_or_undo(
    view: Callable[..., HttpResponseBase], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    """Let a view of the admin answer; undo what it has written when it refuses.

    Wagtail makes a redirect of PermissionDenied, and the request's transaction would be kept.
    Views that say that they have none answer for what they write themselves.
    """
    try:
        response: HttpResponseBase = get_localized_response(view, request, *args, **kwargs)
    except PermissionDenied:
        if not hasattr(view, "_non_atomic_requests"):
            transaction.set_rollback(True)
        raise
    return response


def never_shown(_panel: AvatarSettingsPanel) -> bool:
    """No: an account has no picture."""
    return False


SEEN_IN = "wagtail 8.0.1"
PATCHES: tuple[Change, ...] = (
    Patch(
        owner=auth,
        name="get_localized_response",
        instead=answer_or_undo,
        reason="It makes a redirect of a refusal, and what the request has written is kept.",
        seen_in=SEEN_IN,
        digest="57959b94742f2115",
    ),
    Patch(
        # Wagtail makes its tester by this name for every page whose class does not say otherwise.
        owner=pages,
        name="PagePermissionTester",
        instead=ReviewedPagePermissionTester,
        reason="Below its root, which is no page of ours, whoever may publish would publish.",
        seen_in=SEEN_IN,
        digest="797acd98e92046e4",
    ),
    Patch(
        owner=edit,
        name="send_notification",
        instead=notify_readers_of_the_page,
        reason="It mails every answer to whoever once wrote in a thread, and has left since.",
        seen_in=SEEN_IN,
        digest="7d870b3c9a55d303",
    ),
    Patch(
        owner=filters,
        name="popular_tags_for_model",
        instead=popular_tags_of_own_media,
        reason="It offers tags of pictures and documents that the account may not see.",
        seen_in=SEEN_IN,
        digest="bf2569d4d2062e8b",
    ),
    Patch(
        owner=chooser,
        name="popular_tags_for_model",
        instead=popular_tags_of_own_media,
        reason="It offers tags of pictures that the account may not see.",
        seen_in=SEEN_IN,
        digest="bf2569d4d2062e8b",
    ),
    Patch(
        owner=AvatarSettingsPanel,
        name="is_active",
        instead=never_shown,
        reason="It keeps pictures of people as they come, under their names, at public addresses.",
        seen_in=SEEN_IN,
        digest="54a5e71a3fab63ab",
    ),
)


def install() -> None:
    """Put each where Wagtail looks for its own."""
    for patch in PATCHES:
        patch.install()
