"""Sets of texts that go out together: the list of them, and one of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from cms.access.querysets import own_pages
from cms.pages.bidi import isolate_mixed

from .. import sets
from ..comparison import Comparison
from ..decisions import Refused
from ..models import PublicationSet, SetMember
from ..outcome import link_to, outcome_of, reader_address
from ..subjects import record_kinds, subjects_under, title_of
from .base import StaffPage
from .texts import comparison, say_why_not


class SetsView(StaffPage):
    """All sets, and a form for a new one."""

    template_name = "review/sets.html"
    page_title = gettext_lazy("Published together")
    header_icon = "folder-open-inverse"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        every = PublicationSet.objects.prefetch_related("members")[:100]
        return super().get_context_data(**kwargs) | {"sets": every}

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            made = sets.make_set(request.POST.get("name", ""), self.user)
        except Refused as refusal:
            say_why_not(request, refusal)
            return self.render_to_response(self.get_context_data())
        return redirect("review:set", made.pk)


class SetView(StaffPage):
    """A set: its texts, what each waits for, and the button that publishes them all."""

    template_name = "review/set.html"
    page_title = gettext_lazy("Published together")
    header_icon = "folder-open-inverse"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.set = get_object_or_404(PublicationSet, pk=kwargs["set_id"])

    def get_page_subtitle(self) -> str:
        return isolate_mixed(self.set.name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = self.set.members.select_related("revision")
        waiting = [(member, *self._how_it_stands(member)) for member in members]
        chooser = AdminPageChooser()
        return super().get_context_data(**kwargs) | {
            "set": self.set,
            "members": waiting,
            "changes": self._changes() if self.set.is_open else [],
            "is_ready": bool(waiting) and not any(found for _member, found, _outcome in waiting),
            "chooser": chooser.render("page", None, {"id": "set-page"}),
            "media": chooser.media,
            "records": records_by_kind(),
        }

    def _changes(self) -> list[tuple[Any, Comparison]]:
        """Each text of the set with what readers will get of it: approved, or drafted so far."""
        return [
            (subject, comparison(subject, revision.as_object()))
            for member in self.set.members.select_related("revision")
            if (subject := _specific(member.subject))
            and (revision := member.revision or subject.latest_revision)
        ]

    def _how_it_stands(self, member: SetMember) -> tuple[list[str], str | None]:
        """What keeps a text from being published with the set; then what came of it."""
        if self.set.is_open:
            return sets.obstacles(member), None
        return [], outcome_of(member.revision, self.request) if member.revision else None

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            message = self._act(request.POST.get("action", ""))
        except Refused as refusal:
            say_why_not(request, refusal)
        else:
            messages.success(request, message)
        return redirect("review:set", self.set.pk)

    def _act(self, action: str) -> str:
        match action:
            case "add":
                sets.add_text(self.set, self._chosen_page(), self.user)
                return _("Added. What is approved of this text is held for the set from now on.")
            case "add-record":
                sets.add_text(self.set, self._chosen_record(), self.user)
                return _("Added. What is approved of this text is held for the set from now on.")
            case "remove":
                number = self.request.POST.get("member", "")
                member = get_object_or_404(self.set.members, pk=_number(number))
                sets.remove_text(member, self.user)
                return _("Taken out of the set.")
            case "publish":
                return self._publish()
        raise Refused(_("Please choose one of the buttons."))

    def _publish(self) -> str:
        """Publish the set, and name its texts, with a link to those that readers get."""
        titles = [
            format_html("“{}”", link_to(address, title_of(text)) if address else title_of(text))
            for text in sets.publish_set(self.set, self.user)
            for address in [reader_address(self.request, text)]
        ]
        listed = format_html_join(", ", "{}", ((title,) for title in titles))
        return format_html(_("Published, all in one: {titles}."), titles=listed)

    def _chosen_page(self) -> Page:
        number = _number(self.request.POST.get("page", ""))
        page = own_pages(self.user).filter(pk=number, depth__gt=1).first()
        if page is None:
            raise Refused(_("Please choose a page."))
        return page

    def _chosen_record(self) -> Any:
        kind, _dot, number = self.request.POST.get("record", "").partition(".")
        key = (_number(kind), str(_number(number)))
        found = subjects_under([key]) if key[0] in record_kinds() else {}
        if key not in found:
            raise Refused(_("Please choose a record."))
        return found[key]


def records_by_kind() -> list[tuple[str, list[tuple[str, Any]]]]:
    """Every record under the name of its kind, each with the value by which a form names it."""
    return [
        (
            capfirst(str(model._meta.verbose_name_plural)),
            [(f"{kind}.{each.pk}", each) for each in model.objects.select_related("locale")],
        )
        for kind, model in record_kinds().items()
    ]


def _specific(subject: Any) -> Any:
    return subject.specific if isinstance(subject, Page) else subject


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
