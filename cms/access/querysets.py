"""What an account may see before readers can: its own pages, records and media, and no more."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.models import GroupPagePermission, Page
from wagtail.permissions import policy_registry

from cms.pages.readable import readable

from .models import Team
from .policy import CONFIRMED_BY_STAFF, GIVEN_BY_LEADS, LEADS

ANY_RIGHT = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})


def account_of(request: HttpRequest) -> User:
    """Whoever is signed in. Raises PermissionDenied for others; the admin lets none so far."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def is_national(user: User) -> bool:
    """Whether the account sees the whole site: staff, approvers, superusers."""
    return user.has_perm("access.view_report")


def own_pages(user: User) -> QuerySet[Page]:
    """The pages, drafts included, on which the account's teams have any right."""
    if user.is_superuser:
        return Page.objects.all()
    policy = policy_registry.get_by_type(Page)
    return policy.instances_user_has_any_permission_for(user, ANY_RIGHT)


def visible_pages(user: User) -> QuerySet[Page]:
    """What readers can see, and the account's own pages."""
    if user.is_superuser:
        return Page.objects.all()
    public = readable(Page.objects.all())
    return Page.objects.filter(
        Q(pk__in=public.values("pk")) | Q(pk__in=own_pages(user).values("pk"))
    )


def own_drafts(model: type[Any], user: User) -> QuerySet[Any]:
    """What the account may see of a kind before readers can: its pages, its languages' records.

    A kind of record that has a ``territory`` belongs to chapters, where it is set. The others
    belong to none, so a team of a language that is limited to one sees none.
    """
    if issubclass(model, Page):
        return own_pages(user)
    if is_national(user):
        return model.objects.all()
    if hasattr(model, "territory"):
        return _records_of_territories(model, user)
    teams = Team.objects.filter(group__user=user, territory=None, locale__isnull=False)
    return model.objects.filter(locale__in=teams.values("locale"))


def _records_of_territories(model: type[Any], user: User) -> QuerySet[Any]:
    """Those of the places in which a team of the account may change records of this kind."""
    meta = model._meta
    places = Team.objects.filter(
        group__user=user,
        group__permissions__content_type__app_label=meta.app_label,
        group__permissions__codename=f"change_{meta.model_name}",
    )
    if places.filter(territory=None).exists():
        return model.objects.all()
    return model.objects.filter(territory__in=places.values("territory"))


def own_media[MediaModel: QuerySet](media: MediaModel, user: User) -> MediaModel:
    """Those of ``media`` (images or documents) that the account may choose or change."""
    policy = policy_registry.get_by_type(media.model)
    allowed = policy.instances_user_has_any_permission_for(user, ["choose", "change"])
    return media.filter(pk__in=allowed.values("pk"))


def territories_led_by(user: User) -> set[UUID]:
    """The open territories of which the account is a lead."""
    teams = Team.objects.filter(
        group__user=user,
        role_key=LEADS.key,
        territory__isnull=False,
        group__page_permissions__isnull=False,
    )
    return {key for key in teams.values_list("territory", flat=True) if key is not None}


def territories_written_by(user: User) -> dict[UUID, str]:
    """The open territories in which the account writes, with their names in the first language."""
    rights = GroupPagePermission.objects.filter(group__team__role_key=LEADS.key)
    if not is_national(user):
        own = Team.objects.filter(group__user=user, locale=None, territory__isnull=False)
        rights = rights.filter(group__team__territory__in=own.values("territory"))
    rows = rights.order_by("-page__path").values_list("group__team__territory", "page__draft_title")
    return dict(sorted(dict(rows).items(), key=lambda row: str(row[1])))


def teams_managed_by(user: User) -> QuerySet[Team]:
    """The teams to which the account may invite.

    Leads: their own chapter's. Staff: every team; of the national ones they propose members to
    each other.
    """
    teams = Team.objects.select_related("group", "locale").order_by("group__name")
    if not user.is_active:
        return teams.none()
    if user.has_perm("access.manage_teams"):
        return teams
    return teams.filter(
        territory__in=territories_led_by(user), role_key__in=GIVEN_BY_LEADS | CONFIRMED_BY_STAFF
    )


def manages_teams(user: User) -> bool:
    """Whether there is any team that the account may invite to."""
    return user.has_perm("access.manage_teams") or bool(territories_led_by(user))
