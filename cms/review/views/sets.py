"""Sets of pages that go out together: the list of them, and one of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from cms.access.reach import own_pages

from .. import sets
from ..decisions import Refused
from ..models import PublicationSet
from .base import StaffPage
from .texts import say_why_not


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
    """A set: its pages, what each waits for, and the button that publishes them all."""

    template_name = "review/set.html"
    page_title = gettext_lazy("Published together")
    header_icon = "folder-open-inverse"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.set = get_object_or_404(PublicationSet, pk=kwargs["set_id"])

    def get_page_subtitle(self) -> str:
        return self.set.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = self.set.members.select_related("page__locale", "revision")
        waiting = [
            (member, sets.obstacles(member) if self.set.is_open else []) for member in members
        ]
        chooser = AdminPageChooser()
        return super().get_context_data(**kwargs) | {
            "set": self.set,
            "members": waiting,
            "is_ready": bool(waiting) and not any(found for _member, found in waiting),
            "chooser": chooser.render("page", None, {"id": "set-page"}),
            "media": chooser.media,
        }

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
                sets.add_page(self.set, self._chosen_page(), self.user)
                return _("Added. What is approved of this page is held for the set from now on.")
            case "remove":
                number = self.request.POST.get("member", "")
                member = get_object_or_404(self.set.members, pk=_number(number))
                sets.remove_page(member, self.user)
                return _("Taken out of the set.")
            case "publish":
                published = sets.publish_set(self.set, self.user)
                return _("Published, all in one: %(titles)s.") % {
                    "titles": ", ".join(page.title for page in published)
                }
        raise Refused(_("Please choose one of the buttons."))

    def _chosen_page(self) -> Page:
        number = _number(self.request.POST.get("page", ""))
        page = own_pages(self.user).filter(pk=number, depth__gt=1).first()
        if page is None:
            raise Refused(_("Please choose a page."))
        return page


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
