"""The editor: the source on one side, its translation on the other."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin import messages

from cms.languages.names import language
from cms.review.decisions import Refused
from cms.review.editor import requested_changes
from cms.review.views.texts import say_why_not

from ..checks.readiness import reasons_to_wait
from ..credits import NotCredited, ask_for_credit, credit_of, names_to_credit
from ..drafts import as_translated, is_record, target_of
from ..facts.messages import StrayFact, strays_in_words
from ..glossary.terms import Glossary, dismiss_checks
from ..models import Freshness
from ..segments.listing import Segment, segments_of
from ..segments.writing import (
    NotKept,
    as_compared,
    refuse_if_written_meanwhile,
    write_segment,
)
from ..submission import Frozen, refuse_if_frozen, submit
from ..views.base import FROZEN, NOT_KEPT, TranslationPage
from .bidi import join_tags
from .rows import review_of, rows_of

SEGMENT = re.compile(r"segment-(\d+)")
DISMISSED = re.compile(r"meant-(\d+)-(\d+)")


class EditorView(TranslationPage):
    """Segment by segment: saves as one types, submits for review, leads to the review."""

    template_name = "translation/editor.html"
    page_title = gettext_lazy("Translate")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_record = is_record(self.translation)
        self.page = target_of(self.translation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        segments: list[Segment] = segments_of(self.translation)
        glossary = Glossary(self.translation)
        rows = rows_of(self.translation, segments, glossary, self.user)
        gaps = [row.segment.pk for row in rows if row.is_open]
        frozen = self._frozen()
        review = review_of(self.page, segments, self.user)
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
            "reasons_to_wait": list(reasons_to_wait(segments, glossary)),
            "may_write": may_write,
            "frozen": frozen,
            "corrects": review is not None and may_write,
            "may_submit": review is None and self.page is not None,
            "review": review,
            "strays": self._strays(),
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

    def _strays(self) -> list[StrayFact]:
        """The facts of the source that readers of the translation do not have."""
        known = Freshness.objects.filter(translation=self.translation).first()
        model = self.translation.source.specific_content_type.model_class()
        return strays_in_words(model, known.strays) if known is not None else []

    def _again(self, status: int, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _frozen(self) -> str:
        try:
            refuse_if_frozen(self.translation, self.user)
        except Frozen as frozen:
            return str(frozen)
        return ""

    def _typed(self) -> dict[int, str]:
        """What the form holds, by the segment's number: for browsers without scripts."""
        matches = ((SEGMENT.fullmatch(name), value) for name, value in self.request.POST.items())
        return {int(match[1]): str(value) for match, value in matches if match}

    def _save_all(self) -> dict[int, str]:
        """Save every segment that differs from what is kept; return what could not be, and why."""
        typed, faults = self._typed(), {}
        for segment in segments_of(self.translation) if typed else ():
            text = typed.get(segment.pk, segment.text).replace("\r\n", "\n").strip()
            text = join_tags(text) if segment.place.is_rich else text
            was = self.request.POST.get(f"was-{segment.pk}")
            is_untouched = was is not None and as_compared(was) == as_compared(text)
            if text == segment.text or is_untouched:
                continue
            try:
                refuse_if_written_meanwhile(was, segment.text, text)
                write_segment(self.translation, segment.string_segment, text, self.user)
            except NotKept as reason:
                faults[segment.pk] = str(reason)
        matches = ((DISMISSED.fullmatch(name), value) for name, value in self.request.POST.items())
        said = {(int(each[1]), int(each[2])): str(value) for each, value in matches if each}
        if said:
            dismiss_checks(self.translation, segments_of(self.translation), said, self.user)
        return faults

    def _save_credit(self) -> None:
        if "credit" in self.request.POST and not self.is_record:
            ask_for_credit(self.translation, self.user, self.request.POST["credit"])

    def _take(self, wanted: str) -> HttpResponse:
        """Take an offer over: its segment's number and its name. What was typed is kept first."""
        number, _dash, name = wanted.partition("-")
        segments, glossary = segments_of(self.translation), Glossary(self.translation)
        for row in rows_of(self.translation, segments, glossary, self.user):
            text = row.offered(name) if str(row.segment.pk) == number else None
            if text is not None:
                return self._write_offer(row.segment, text)
        messages.error(self.request, _("This is not offered any more."))
        return redirect(self.request.path)

    def _write_offer(self, segment: Segment, text: str) -> HttpResponse:
        try:
            write_segment(self.translation, segment.string_segment, text, self.user)
        except NotKept as reason:
            return self._again(NOT_KEPT, faults={segment.pk: str(reason)}, typed={segment.pk: text})
        return redirect(f"{self.request.path}#segment-{segment.pk}")


@method_decorator(xframe_options_sameorigin, name="dispatch")
class PreviewView(TranslationPage):
    """The page as readers would get it, from the segments as they are now."""

    template_name = "translation/editor.html"
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        if target_of(self.translation) is None:
            messages.error(request, _("There is no page to show yet."))
            return redirect("translation:editor", self.translation.pk)
        page = as_translated(self.translation)
        response: HttpResponse = page.make_preview_request(request, page.default_preview_mode)
        return response
