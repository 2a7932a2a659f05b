"""The dashboard: whose word is waited for, and Wagtail's panels cut to what is one's own.

Wagtail's show what an account once worked on and how much there is; these forget what it left.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
)
from wagtail.models import Page

from .models import Invitation, Removal
from .panels import AccountPanel
from .places import slug_of
from .policy import CONFIRMED_BY_STAFF, GIVEN_BY_TWO
from .querysets import own_pages, teams_managed_by


class OwnRecentEditsPanel(RecentEditsPanel):
    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        edits = context["last_edits"]
        own = _own(context["request"].user, (page for _date, page in edits))
        return context | {"last_edits": [edit for edit in edits if edit[1].pk in own]}


class OwnObjectsInReviewPanel(UserObjectsInWorkflowModerationPanel):
    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        about = [(state, state.content_object) for state in context["workflow_states"]]
        own = _own(context["request"].user, (subject for _state, subject in about))
        return context | {
            "workflow_states": [
                state for state, subject in about if isinstance(subject, Page) and subject.pk in own
            ]
        }


class OwnLockedPagesPanel(LockedPagesPanel):
    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        pages = context["locked_pages"]
        own = own_pages(context["request"].user).values("pk")
        return context | {"locked_pages": pages.filter(pk__in=own)}


class OwnPagesSummaryItem(PagesSummaryItem):
    """How many pages are one's own; Wagtail's counts all below what they have in common."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        number = own_pages(self.request.user).filter(depth__gt=1).count()
        return context | {"total_pages": number}


class ProposalsPanel(AccountPanel):
    """For whoever may give the word: leads whom leads propose, and what others of staff propose."""

    name = "proposed_leads"
    template_name = "access/panels/proposals.html"
    order = 15

    def content(self) -> Mapping[str, Any]:
        if not self.user.has_perm("access.manage_teams"):
            return {}
        asked = CONFIRMED_BY_STAFF | GIVEN_BY_TWO
        teams = teams_managed_by(self.user).filter(role_key__in=asked)
        waiting = (
            Invitation.objects.open()
            .filter(confirmed_by__isnull=True, team__in=teams.values("pk"))
            .exclude(invited_by=self.user)
            .select_related("team__group", "team__locale", "invited_by")
            .order_by("created_at")
        )
        removals = (
            Removal.objects.open()
            .filter(team__in=teams.values("pk"))
            .exclude(proposed_by=self.user)
            .exclude(account=self.user)
            .select_related("team__group", "team__locale", "account", "proposed_by")
        )
        found = {
            "proposals": [(each, slug_of(each.team)) for each in waiting],
            "removals": [(each, slug_of(each.team)) for each in removals],
        }
        return found if any(found.values()) else {}


class InvitationsPanel(AccountPanel):
    """For whoever invited or proposed somebody: who has not come yet, and what it waits for."""

    name = "your_invitations"
    template_name = "access/panels/invitations.html"
    order = 45

    def content(self) -> Mapping[str, Any]:
        invitations = (
            Invitation.objects.open()
            .filter(invited_by=self.user, team__in=teams_managed_by(self.user).values("pk"))
            .select_related("team__group", "team__locale")
            .order_by("created_at")
        )
        found = [(each, slug_of(each.team)) for each in invitations]
        return {"invitations": found} if found else {}


CUT_PANELS: dict[type[Component], type[Component]] = {
    RecentEditsPanel: OwnRecentEditsPanel,
    UserObjectsInWorkflowModerationPanel: OwnObjectsInReviewPanel,
    LockedPagesPanel: OwnLockedPagesPanel,
}


def cut_panels(panels: list[Component]) -> None:
    """Put in place of each of Wagtail's panels the one that shows one's own pages only."""
    for position, panel in enumerate(panels):
        cut = CUT_PANELS.get(type(panel))
        if cut is not None:
            panels[position] = cut()


def cut_summary(items: list[SummaryItem]) -> None:
    """Count one's own pages instead of everybody's."""
    for position, item in enumerate(items):
        if type(item) is PagesSummaryItem:
            items[position] = OwnPagesSummaryItem(item.request)


def _own(user: User, objects: Iterable[Model]) -> set[int]:
    ids = {page.pk for page in objects if isinstance(page, Page)}
    return set(own_pages(user).filter(pk__in=ids).values_list("pk", flat=True))
