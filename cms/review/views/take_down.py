"""Records that readers see, the screen that takes things down at once, and what was taken down."""

from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page, Revision

from cms.access.querysets import is_national, visible_pages
from cms.media.models import Document, Image

from .. import decisions
from ..deciding import why_not_take_down
from ..downs import address_of, ask, decline, may_take_down, thing_of, told_to
from ..file_downs import take_down_file, texts_with
from ..models import PublicRecord, TakeDown
from ..subjects import record_kinds
from ..taking_down import record_in_every_language, take_down_pages, take_down_record
from ..whose import files_on, is_seen_by
from .base import ReviewPage, SubjectPage
from .texts import say_why_not

SHOWN = 100
# What the choice of languages says for all of them.
EVERYWHERE = "all"


class PublicRecordsView(ReviewPage):
    """Every record that readers see or will, for those who may take one down."""

    template_name = "review/public_records.html"
    page_title = gettext_lazy("Public records")
    header_icon = "view"

    def may_enter(self) -> bool:
        return not why_not_take_down(self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [
            (
                capfirst(str(model._meta.verbose_name_plural)),
                model._meta,
                model.objects.filter(Q(live=True) | Q(pk__in=_dated(kind))).select_related(
                    "locale"
                ),
            )
            for kind, model in record_kinds().items()
        ]
        return super().get_context_data(**kwargs) | {"kinds": kinds}


class TakeDownView(SubjectPage):
    """Where a page, record, picture or document stands; it is taken down here, or asked for.

    Whoever may take it down does so with a reason, or declines what others ask; everybody else
    who sees it in the admin may ask. A page is taken down on Wagtail's own screen, which names
    what is below it.
    """

    template_name = "review/take_down.html"
    page_title = gettext_lazy("Take down")
    header_icon = "warning"

    def may_enter(self) -> bool:
        return may_take_down(self.user, self.subject) or is_seen_by(self.user, self.subject)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = TakeDown.objects.about(self.subject).open().select_related("asked_by")
        may = may_take_down(self.user, self.subject)
        return (
            super().get_context_data(**kwargs)
            | {
                "may_take_down": may,
                "asked": asked if may else asked.filter(asked_by=self.user),
                "is_page": isinstance(self.subject, Page),
                "is_file": isinstance(self.subject, (Image, Document)),
            }
            | self._where_it_stands()
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            message = self._act(request.POST.get("action", ""), request.POST.get("reason", ""))
        except decisions.Refused as refusal:
            say_why_not(request, refusal)
            return self.render_to_response(self.get_context_data())
        messages.success(request, message)
        return redirect("review:taken_down")

    def _act(self, action: str, reason: str) -> str:
        if action == "ask":
            ask(self.subject, self.user, reason)
            return _("You have asked for it. Whoever may take it down has been told.")
        if action == "decline":
            decline(self.subject, self.user, reason)
            return _("Declined. Whoever asked has been told why.")
        if action == "lift-date" and isinstance(self.subject, PublicRecord):
            decisions.lift_date(self.subject, self.user, reason)
            return _("The date has been lifted. The text is kept as a draft.")
        if action not in ("", "take-down"):
            raise BadRequest
        self._take_down(reason)
        return _("Taken down. Readers do not see it any more.")

    def _take_down(self, reason: str) -> None:
        only = self.request.POST.get("languages", EVERYWHERE)
        only = "" if only == EVERYWHERE else only
        if isinstance(self.subject, Page):
            take_down_pages([self.subject], self.user, reason, only)
        elif isinstance(self.subject, (Image, Document)):
            take_down_file(self.subject, self.user, reason)
        else:
            take_down_record(self.subject, self.user, reason, only)

    def _where_it_stands(self) -> dict[str, Any]:
        """In which texts; of those that are not the account's to see, how many."""
        if isinstance(self.subject, PublicRecord):
            versions = record_in_every_language(self.subject).filter(live=True)
            return {"versions": versions, "stands_in": [], "elsewhere": 0}
        if isinstance(self.subject, Page):
            return {"files": files_on(self.subject, self.user), "stands_in": [], "elsewhere": 0}
        texts = list(texts_with(self.subject).values())
        pages = [each.pk for each in texts if isinstance(each, Page)]
        seen = set(visible_pages(self.user).filter(pk__in=pages).values_list("pk", flat=True))
        shown = [
            each
            for each in texts
            if (each.pk in seen if isinstance(each, Page) else is_national(self.user))
        ]
        return {"stands_in": shown, "elsewhere": len(texts) - len(shown)}

    def _named(
        self,
        page_id: int = 0,
        app_label: str = "",
        model_name: str = "",
        pk: int = 0,
        image_id: int = 0,
        document_id: int = 0,
    ) -> Any:
        if image_id:
            return get_object_or_404(Image, pk=image_id)
        if document_id:
            return get_object_or_404(Document, pk=document_id)
        return super()._named(page_id, app_label, model_name, pk)


class TakenDownView(ReviewPage):
    """What is asked for and what was taken down, of all that is the account's to know."""

    template_name = "review/taken_down.html"
    page_title = gettext_lazy("Taken down")
    header_icon = "warning"

    def may_enter(self) -> bool:
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = told_to(self.user).select_related("asked_by", "decided_by", "content_type")
        entries = [(row, _screen_of(row)) for row in rows[:SHOWN]]
        return super().get_context_data(**kwargs) | {"entries": entries}


def _screen_of(row: TakeDown) -> str:
    """Where an open request is answered; empty of what is over."""
    thing = thing_of(row) if row.state == TakeDown.State.ASKED else None
    return address_of(thing) if thing is not None else ""


def _dated(kind: int) -> list[int]:
    """The numbers of the records of a kind that have an approved text with a date ahead."""
    dated = Revision.objects.filter(base_content_type=kind, approved_go_live_at__isnull=False)
    return [int(number) for number in dated.values_list("object_id", flat=True)]
