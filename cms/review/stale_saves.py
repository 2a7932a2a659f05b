"""Two people write in one draft: the second is shown both texts, and nothing is overwritten.

A form of the editor carries the number of the version that it was opened on, and when that was
written. Wagtail asks for both when it saves by itself, and only warns when somebody presses a
button. Here every save is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.models import Page, PageSubscription, Revision, RevisionMixin

from .comparison import Comparison, compare
from .comparison.values import said
from .subjects import edit_address, title_of
from .views.base import signed_in

CONFLICT = 409
OPENED_ON = "loaded_revision_id"
WRITTEN_AT = "loaded_revision_created_at"
AUTOSAVED_AS = "overwrite_revision_id"
# What is asked for anew: whether the form is fresh, and what to do with what was typed.
NOT_KEPT = frozenset({"csrfmiddlewaretoken", OPENED_ON, WRITTEN_AT, AUTOSAVED_AS})
BUTTONS = "action-"


@dataclass(frozen=True)
class Both:
    """What somebody else has saved, and what this form would make of it."""

    theirs: Any
    mine: Any
    is_complete: bool

    def comparison(self) -> Comparison:
        return compare(self.theirs, self.mine)


def show_both_texts(request: HttpRequest, subject: RevisionMixin) -> HttpResponse | None:
    """Answer a save that would overwrite what somebody has saved since the form was opened.

    The text is locked. A form that says the same as what is saved loses nothing, and goes on.
    """
    if request.method != "POST":
        return None
    latest = _row(subject).latest_revision
    if latest is None or not is_stale(request.POST, latest):
        return None
    if not request.accepts("text/html"):
        return _tell_the_script()
    both = _both_texts(request, subject)
    comparison = both.comparison()
    if both.is_complete and not comparison:
        return None
    return _ask(request, subject, latest, both, comparison)


def is_stale(posted: QueryDict, latest: Revision) -> bool:
    """Whether the form was opened on another version than the latest, or on none.

    A form that names no version at all was not made by the editor.
    """
    if overwritten := posted.get(AUTOSAVED_AS):
        return overwritten != str(latest.pk)
    opened_on = posted.get(OPENED_ON)
    if opened_on is None:
        return False
    # Saving by itself writes a version again, under its number.
    is_same = opened_on == str(latest.pk)
    return not is_same or posted.get(WRITTEN_AT, "") != latest.created_at.isoformat()


def _tell_the_script() -> JsonResponse:
    sentence = _("Somebody has saved this text meanwhile. Save, and you will see both and choose.")
    answer = {"success": False, "error_code": "invalid_revision", "error_message": sentence}
    return JsonResponse(answer, status=CONFLICT)


def _ask(
    request: HttpRequest,
    subject: RevisionMixin,
    latest: Revision,
    both: Both,
    comparison: Comparison,
) -> HttpResponse:
    context = {
        "page_title": _("Somebody has saved this text meanwhile"),
        "page_subtitle": title_of(both.theirs),
        "breadcrumbs_items": _way_here(subject),
        "header_icon": "warning",
        "comparison": comparison,
        "is_complete": both.is_complete,
        "kept": list(_kept(request.POST)),
        "opened_on": str(latest.pk),
        "written_at": latest.created_at.isoformat(),
        "action": request.get_full_path(),
        "editor": edit_address(subject),
        "who": user_display_name(latest.user),
        "when": said(latest.created_at),
    }
    return render(request, "review/stale_save.html", context, status=CONFLICT)


def _way_here(subject: RevisionMixin) -> list[dict[str, Any]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": edit_address(subject), "label": title_of(subject)},
        {"url": "", "label": _("Somebody has saved this text meanwhile")},
    ]


def _kept(posted: QueryDict) -> Iterable[tuple[str, str]]:
    """Every field that was sent, as it was sent; pressing a button again is for later."""
    for name, values in posted.lists():
        if name not in NOT_KEPT and not name.startswith(BUTTONS):
            for value in values:
                yield name, str(value)


def _row(subject: RevisionMixin) -> Any:
    """The page or record as it is in the database now, whatever version the form began with."""
    return type(subject)._base_manager.get(pk=subject.pk)  # noqa: SLF001  (Django's own name)


def _both_texts(request: HttpRequest, subject: Any) -> Both:
    """Fill what was typed into the text that the form was about, and save nothing."""
    theirs = _row(subject).get_latest_revision_as_object()
    form = _form_class(subject)(
        _without_buttons(request.POST),
        instance=subject,
        for_user=signed_in(request),
        **_of_pages(request, subject),
    )
    form.defer_required_fields()
    is_complete = form.is_valid()
    mine = form.save(commit=False) if is_complete else form.instance
    return Both(theirs, mine, is_complete)


def _form_class(subject: Any) -> Any:
    """The form in which the editor shows the text."""
    return type(subject).get_edit_handler().get_form_class()


def _of_pages(request: HttpRequest, subject: Any) -> dict[str, Any]:
    if not isinstance(subject, Page):
        return {}
    subscription = PageSubscription(page=subject, user=signed_in(request))
    return {"parent_page": subject.get_parent(), "subscription": subscription}


def _without_buttons(posted: QueryDict) -> QueryDict:
    """A draft may be unfinished: no check is asked that submitting asks."""
    fields = posted.copy()
    for name in [each for each in fields if each.startswith(BUTTONS)]:
        del fields[name]
    return fields
