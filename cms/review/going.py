"""Wagtail's screens that take pages down or delete them: what their buttons do here.

The screens name what goes (``templates/review/includes/going.html``) and ask in which languages.
"""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from .decisions import Refused
from .taking_down import delete_translations, refuse_to_delete, take_down_pages
from .views.base import signed_in
from .views.texts import say_why_not

# What the choice of languages says for all of them; a single one is said by its code.
EVERYWHERE = "all"


def take_down_instead(request: HttpRequest, page: Page) -> HttpResponse:
    """Take the page down as its screen says; Wagtail would unpublish this page and no other."""
    here = request.get_full_path()
    explorer = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    after = get_valid_next_url_from_request(request) or explorer
    return _take_down(request, [page], here, after)


def act_on_a_selection(
    request: HttpRequest, action: str, objects: list[Any], view: Any
) -> HttpResponse | None:
    """The same for pages that were ticked in a list."""
    if view.model is not Page:
        return None
    if action == "unpublish":
        return _take_down(request, objects, request.get_full_path(), view.next_url)
    if action == "delete":
        return refuse_deletion(request, objects)
    return None


def refuse_deletion(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """Lead back with the reason where other languages were to be deleted and may not be."""
    if request.method != "POST" or not _is_for_every_language(request):
        return None
    try:
        refuse_to_delete(pages, signed_in(request))
    except Refused as refusal:
        say_why_not(request, refusal)
        return redirect(request.get_full_path())
    return None


def delete_elsewhere(request: HttpRequest, pages: list[Page]) -> None:
    """Wagtail has deleted the pages; delete what they are in other languages, if it was chosen."""
    if _is_for_every_language(request):
        delete_translations(pages, signed_in(request))


def delete_selection_elsewhere(
    request: HttpRequest, action: str, objects: list[Any], view: Any
) -> None:
    """The same for pages that were ticked in a list."""
    if view.model is Page and action == "delete":
        delete_elsewhere(request, objects)


def _is_for_every_language(request: HttpRequest) -> bool:
    return request.POST.get("languages") == EVERYWHERE


def _take_down(request: HttpRequest, pages: list[Page], here: str, after: str) -> HttpResponse:
    user: User = signed_in(request)
    chosen = request.POST.get("languages", EVERYWHERE)
    only = "" if chosen == EVERYWHERE else chosen
    try:
        is_end = "archive" in request.POST
        take_down_pages(pages, user, request.POST.get("reason", ""), only, archived=is_end)
    except Refused as refusal:
        say_why_not(request, refusal)
        return redirect(here)
    done = _("Archived. Its people read so when they sign in.") if is_end else None
    messages.success(request, done or _("Taken down. Readers do not see it any more."))
    return redirect(after)
