"""Records in the admin: Wagtail's screens, with our ways to and from publication."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from . import decisions
from .decisions import Refused
from .subjects import record_address
from .views.base import signed_in
from .views.texts import say_why_not

# What forms of Wagtail's can ask for that is decided on the page of review.
DECIDED_IN_REVIEW = frozenset({"publish", "restart-workflow", "workflow-action"})


class ReviewedFormMixin:
    """What the forms of records send: into review and out of it, by the engine alone."""

    request: Any
    object: Any

    def get_available_actions(self) -> list[str]:
        actions = super().get_available_actions()  # type: ignore[misc]
        return [action for action in actions if action not in DECIDED_IN_REVIEW]

    def submit_action(self) -> HttpResponse | None:
        """Wagtail's starts the workflow of the kind of record, whatever the record's language."""
        try:
            decisions.submit(self.object, signed_in(self.request))
        except Refused as refusal:
            return self._say(refusal)
        return None

    def cancel_workflow_action(self) -> HttpResponse | None:
        try:
            decisions.withdraw(self.object, signed_in(self.request))
        except Refused as refusal:
            return self._say(refusal)
        return None

    def _say(self, refusal: Refused) -> HttpResponse:
        say_why_not(self.request, refusal)
        messages.warning(self.request, _("What you wrote is kept as a draft."))
        return redirect(self.get_edit_url())  # type: ignore[attr-defined]


class AddRecordView(ReviewedFormMixin, CreateView):
    pass


class EditRecordView(ReviewedFormMixin, EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        address = record_address("review:record_look_again", self.object)
        look_again = Button(_("Look again on…"), address, icon_name="calendar-alt", priority=80)
        return [*super().header_more_buttons, look_again]


class LiveRecordsMixin:
    """A chooser's list without drafts: a page that shows one would show an unpublished row."""

    def get_object_list(self) -> Any:
        return super().get_object_list().filter(live=True)  # type: ignore[misc]


class ChooseRecordView(LiveRecordsMixin, ChooseView):
    pass


class ChooseRecordResultsView(LiveRecordsMixin, ChooseResultsView):
    pass


class RecordChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseRecordView
    choose_results_view_class = ChooseRecordResultsView


class ReviewedRecordViewSet(SnippetViewSet):
    """The screens of a kind of record that readers see."""

    add_view_class = AddRecordView
    edit_view_class = EditRecordView
    chooser_viewset_class = RecordChooserViewSet
    copy_view_enabled = False
