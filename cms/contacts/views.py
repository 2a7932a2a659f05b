"""Screens about contacts beside Wagtail's own: that one is right, and where its number stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from cms.review.subjects import edit_address
from cms.review.views.base import ReviewPage

from .prose import strays_for
from .reach import own_contacts


class ContactScreen(ReviewPage):
    """A screen for whoever may write contacts."""

    def may_enter(self) -> bool:
        return self.user.has_perm("contacts.change_contact")


class CheckedView(ContactScreen):
    """Notes that somebody has tried the number or address and found it right."""

    template_name = "contacts/checked.html"
    page_title = gettext_lazy("Still right")
    header_icon = "check"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.contact = get_object_or_404(own_contacts(self.user), pk=kwargs["pk"], live=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"contact": self.contact}

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        self.contact.note_check(self.user.pk)
        log(self.contact, "contacts.checked", user=self.user)
        messages.success(self.request, _("Noted. Readers see today’s date beside it."))
        return redirect(edit_address(self.contact))


class ProseView(ContactScreen):
    """Numbers and addresses of contacts that texts repeat instead of referring to them."""

    template_name = "contacts/prose.html"
    page_title = gettext_lazy("Numbers in texts")
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"strays": strays_for(self.user)}
