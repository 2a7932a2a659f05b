"""The editor: the source on one side, its translation on the other."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin import messages
from wagtail.models import Page

from cms.review.decisions import Refused
from cms.review.editor import requested_changes
from cms.review.views.texts import say_why_not

from ...names import language
from ..credits import NotCredited, ask_for_credit, credit_of, names_to_credit
from ..drafts import as_translated, target_page
from ..editing import review_of, rows_of
from ..glossary import Glossary, say_meant_so
from ..isolates import join_tags
from ..passages import Passage, passages_of
from ..reasons import reasons_to_wait
from ..records import is_record
from ..submission import Frozen, refuse_if_frozen, submit
from ..writing import NotKept, write_passage
from .base import FROZEN, NOT_KEPT, TranslationPage

PASSAGE = re.compile(r"passage-(\d+)")
MEANT = re.compile(r"meant-(\d+)-(\d+)")


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
        glossary = Glossary(self.translation)
        rows = rows_of(self.translation, passages, glossary, self.user)
        gaps = [row.passage.pk for row in rows if row.is_open]
        frozen = self._frozen()
        review = review_of(self.translation, self.page, passages, self.user)
        may_write = self.may_write and not frozen
        return super().get_context_data(**kwargs) | {
            "translation": self.translation,
            "page": self.page,
            "rows": rows,
            "typed": kwargs.get("typed", {}),
            "faults": kwargs.get("faults", {}),
            "source_language": language(self.translation.source.locale.language_code),
            "target_language": language(self.translation.target_locale.language_code),
            "done": len(rows) - len(gaps),
            "percent": (len(rows) - len(gaps)) * 100 // len(rows) if rows else 100,
            "first_gap": gaps[0] if gaps else None,
            "reasons_to_wait": list(reasons_to_wait(passages, glossary)),
            "may_write": may_write,
            "frozen": frozen,
            "corrects": review is not None and may_write,
            "may_submit": review is None and (self.is_record or self.page is not None),
            "review": review,
            "requested_changes": requested_changes(self.page) if self.page else "",
            "credit": self.request.POST.get("credit") or credit_of(self.translation, self.user),
            "credits": [] if self.is_record else names_to_credit(self.translation),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        if self._frozen():
            return self._again(FROZEN)
        faults = self._save_all()
        if faults:
            messages.error(request, _("Some passages could not be kept; see below."))
            return self._again(NOT_KEPT, faults=faults, typed=self._typed())
        try:
            self._save_credit()
            if "take" in request.POST:
                return self._take(request.POST["take"])
            if request.POST.get("action") == "submit":
                submit(self.translation, self.user)
        except NotCredited as reason:
            messages.error(request, str(reason))
            return self._again(NOT_KEPT)
        except Refused as refusal:
            say_why_not(request, refusal)
            return self._again(NOT_KEPT)
        submitted = request.POST.get("action") == "submit"
        messages.success(
            request, _("Submitted for review. Thank you.") if submitted else _("Saved.")
        )
        return redirect(request.path)

    def _again(self, status: int, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _frozen(self) -> str:
        try:
            refuse_if_frozen(self.translation, self.user)
        except Frozen as frozen:
            return str(frozen)
        return ""

    def _typed(self) -> dict[int, str]:
        """What the form holds, by the passage's number: for browsers without scripts."""
        matches = ((PASSAGE.fullmatch(name), value) for name, value in self.request.POST.items())
        return {int(match[1]): str(value) for match, value in matches if match}

    def _save_all(self) -> dict[int, str]:
        """Save every passage that differs from what is kept; return what could not be, and why."""
        typed, faults = self._typed(), {}
        for passage in passages_of(self.translation) if typed else ():
            text = typed.get(passage.pk, passage.text).replace("\r\n", "\n").strip()
            text = join_tags(text) if passage.place.is_rich else text
            if text == passage.text:
                continue
            try:
                write_passage(self.translation, passage.segment, text, self.user)
            except NotKept as reason:
                faults[passage.pk] = str(reason)
        matches = ((MEANT.fullmatch(name), value) for name, value in self.request.POST.items())
        said = {(int(each[1]), int(each[2])): str(value) for each, value in matches if each}
        if said:
            say_meant_so(self.translation, passages_of(self.translation), said, self.user)
        return faults

    def _save_credit(self) -> None:
        if "credit" in self.request.POST and not self.is_record:
            ask_for_credit(self.translation, self.user, self.request.POST["credit"])

    def _take(self, wanted: str) -> HttpResponse:
        """Take an offer over: its passage's number and its name. What was typed is kept first."""
        number, _dash, name = wanted.partition("-")
        passages, glossary = passages_of(self.translation), Glossary(self.translation)
        for row in rows_of(self.translation, passages, glossary, self.user):
            text = row.offered(name) if str(row.passage.pk) == number else None
            if text is not None:
                return self._write_offer(row.passage, text)
        messages.error(self.request, _("This is not offered any more."))
        return redirect(self.request.path)

    def _write_offer(self, passage: Passage, text: str) -> HttpResponse:
        try:
            write_passage(self.translation, passage.segment, text, self.user)
        except NotKept as reason:
            return self._again(NOT_KEPT, faults={passage.pk: str(reason)}, typed={passage.pk: text})
        return redirect(f"{self.request.path}#passage-{passage.pk}")


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
