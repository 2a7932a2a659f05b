"""Wagtail's dashboard panels show what an account once worked on; these forget what it left."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
)
from wagtail.models import Page

from .reach import own_pages


class OwnRecentEditsPanel(RecentEditsPanel):
    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        edits = context["last_edits"]
        own = _own(context["request"].user, (page for _date, page in edits))
        return context | {"last_edits": [edit for edit in edits if edit[1].pk in own]}


class OwnObjectsInReviewPanel(UserObjectsInWorkflowModerationPanel):
    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        states = list(context["workflow_states"])
        own = _own(context["request"].user, (state.content_object for state in states))
        return context | {
            "workflow_states": [state for state in states if state.content_object.pk in own]
        }


class OwnLockedPagesPanel(LockedPagesPanel):
    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        pages = context["locked_pages"]
        own = own_pages(context["request"].user).values("pk")
        return context | {"locked_pages": pages.filter(pk__in=own)}


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


def _own(user: User, objects: Iterable[Model]) -> set[int]:
    ids = {page.pk for page in objects if isinstance(page, Page)}
    return set(own_pages(user).filter(pk__in=ids).values_list("pk", flat=True))
