"""The editor: the source on one side, its translation on the other."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin import messages
from wagtail.models import Page

from cms.review.decisions import Refused
from cms.review.editor import requested_changes
from cms.review.views.texts import say_why_not

from ...names import language
from ..drafts import as_translated, target_page
from ..passages import Passage, passages_of
from ..reasons import reasons_to_wait
from ..records import is_record, waiting_review
from ..submission import Frozen, in_review, refuse_if_frozen, submit
from ..writing import NotKept, write_passage
from .base import FROZEN, NOT_KEPT, TranslationPage


class EditorView(TranslationPage):
    """Passage by passage: saves as one types, submits for review, leads to the review."""

    template_name = "languages/desk/editor.html"
    page_title = gettext_lazy("Translate")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_record = is_record(self.translation)
        self.page: Page | None = None if self.is_record else target_page(self.translation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        passages: list[Passage] = passages_of(self.translation)
        frozen = self._frozen()
        review = self._review()
        return super().get_context_data(**kwargs) | {
            "translation": self.translation,
            "page": self.page,
            "passages": passages,
            "typed": kwargs.get("typed", {}),
            "faults": kwargs.get("faults", {}),
            "source_language": language(self.translation.source.locale.language_code),
            "target_language": language(self.translation.target_locale.language_code),
            "done": sum(not passage.is_missing for passage in passages),
            "reasons_to_wait": list(reasons_to_wait(passages)),
            "may_write": self.may_write and not frozen,
            "frozen": frozen,
            "corrects": bool(review) and self.may_write and not frozen,
            "may_submit": not review and (self.is_record or self.page is not None),
            "review": review,
            "requested_changes": requested_changes(self.page) if self.page else "",
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        frozen = self._frozen()
        if frozen:
            return self._again(FROZEN)
        faults = self._save_all()
        if faults:
            messages.error(request, _("Some passages could not be kept; see below."))
            return self._again(NOT_KEPT, faults=faults, typed=self._typed())
        if request.POST.get("action") != "submit":
            messages.success(request, _("Saved."))
            return redirect(request.path)
        try:
            submit(self.translation, self.user)
        except Refused as refusal:
            say_why_not(request, refusal)
            return self._again(NOT_KEPT)
        messages.success(request, _("Submitted for review. Thank you."))
        return redirect(request.path)

    def _again(self, status: int, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _review(self) -> str:
        """Where the text that is in review is read and decided about; empty if none is."""
        if self.is_record:
            waiting = waiting_review(self.translation)
            return reverse("desk:record", args=[waiting.pk]) if waiting else ""
        if self.page is None or not in_review(self.page):
            return ""
        return reverse("review:review", args=[self.page.current_workflow_task_state.pk])

    def _frozen(self) -> str:
        try:
            refuse_if_frozen(self.translation, self.user)
        except Frozen as frozen:
            return str(frozen)
        return ""

    def _typed(self) -> dict[int, str]:
        """What the form holds, by the passage's number: for browsers without scripts."""
        return {
            int(name.removeprefix("passage-")): str(value)
            for name, value in self.request.POST.items()
            if name.removeprefix("passage-").isdecimal() and name.startswith("passage-")
        }

    def _save_all(self) -> dict[int, str]:
        """Save every passage that differs from what is kept; return what could not be, and why."""
        typed, faults = self._typed(), {}
        for passage in passages_of(self.translation) if typed else ():
            text = typed.get(passage.pk, passage.text).replace("\r\n", "\n").strip()
            if text == passage.text:
                continue
            try:
                write_passage(self.translation, passage.segment, text, self.user)
            except NotKept as reason:
                faults[passage.pk] = str(reason)
        return faults


@method_decorator(xframe_options_sameorigin, name="dispatch")
class PreviewView(TranslationPage):
    """The page as readers would get it, from the passages as they are now."""

    template_name = "languages/desk/editor.html"
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        if is_record(self.translation) or target_page(self.translation) is None:
            messages.error(request, _("There is no page to show yet."))
            return redirect("desk:editor", self.translation.pk)
        page = as_translated(self.translation)
        response: HttpResponse = page.make_preview_request(request, page.default_preview_mode)
        return response
