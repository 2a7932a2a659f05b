"""Whose a page, record, picture or document is: which chapter's, and who sees it in the admin."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.access.models import Team
from cms.access.policy import APPROVERS, LEADS, STAFF
from cms.access.querysets import own_drafts, own_media, own_pages
from cms.media.models import Document, Image, MediaUse

from .media_uses import has_a_draft_with


def territory_of(thing: Any) -> UUID | None:
    """The open chapter that it belongs to; None of what is national, or of an archived one's."""
    if not isinstance(thing, (Page, Image, Document)):
        return getattr(thing, "territory", None)
    teams = Team.objects.filter(role_key=LEADS.key, locale=None, territory__isnull=False)
    if isinstance(thing, Page):
        above = thing.get_ancestors(inclusive=True).values("pk")
        teams = teams.filter(group__page_permissions__page__in=above)
    else:
        # Leads choose from the shared collection too; what they may change is their chapter's.
        teams = teams.filter(
            group__collection_permissions__collection__in=thing.collection.get_ancestors(
                inclusive=True
            ).values("pk"),
            group__collection_permissions__permission__codename__startswith="change_",
        )
    return teams.values_list("territory", flat=True).first()


def concerned(territory: UUID | None) -> QuerySet[User]:
    """Who may take down what is of a chapter, or of none: its leads, national staff, approvers."""
    teams = Q(groups__team__role_key__in=[STAFF.key, APPROVERS.key])
    if territory is not None:
        teams |= Q(groups__team__role_key=LEADS.key, groups__team__territory=territory)
    active = get_user_model().objects.filter(is_active=True)
    return active.filter(teams).distinct()


def is_seen_by(user: User, thing: Any) -> bool:
    """Whether the account finds it in the admin: among its drafts, its records or its files."""
    if isinstance(thing, (Image, Document)):
        library: QuerySet[Any] = type(thing)._default_manager.filter(pk=thing.pk)  # noqa: SLF001
        return own_media(library, user).exists() or has_a_draft_with(user, thing)
    if isinstance(thing, Page):
        return own_pages(user).filter(pk=thing.pk).exists()
    meta = thing._meta
    writes = user.has_perm(f"{meta.app_label}.change_{meta.model_name}")
    is_free = writes and not hasattr(thing, "territory")
    return is_free or own_drafts(type(thing), user).filter(pk=thing.pk).exists()


def files_on(page: Page, user: User) -> list[Image | Document]:
    """The pictures and documents on a page that the account sees in the admin."""
    uses = MediaUse.objects.filter(page=page.pk).select_related("image", "document")
    files = [use.image or use.document for use in uses]
    return [file for file in files if file is not None and is_seen_by(user, file)]
