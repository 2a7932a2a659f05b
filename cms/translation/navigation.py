"""From Wagtail's screens to the desk: what opens instead of an editor, and what is not offered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation

from cms.access.translating import may_coordinate
from cms.review.subjects import edit_address
from cms.review.views.base import signed_in

RESTART = "localize-restart-translation"
ALIAS = "localize-convert-to-alias"


def open_the_desk(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """A page or record that is a translation is written at the desk, whatever was asked for."""
    if not isinstance(instance, TranslatableMixin):
        return None
    if request.method == "POST" and {RESTART, ALIAS} & request.POST.keys():
        return _refused(request, instance)
    if isinstance(instance, Page) and instance.alias_of_id is not None:
        return None
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key,
        target_locale=instance.locale_id,
        enabled=True,
    ).first()
    return redirect("translation:editor", translation.pk) if translation else None


def _refused(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Translations are started again by coordinators; none becomes an alias."""
    if ALIAS not in request.POST and may_coordinate(signed_in(request)):
        return None
    messages.error(request, _("Only translation coordinators may do this."))
    return redirect(edit_address(instance))


def offer_what_is_allowed(items: list[Any], request: HttpRequest, _context: dict[str, Any]) -> None:
    """No alias for anybody; a new start for coordinators."""
    closed = {ALIAS} if may_coordinate(signed_in(request)) else {ALIAS, RESTART}
    items[:] = [item for item in items if item.name not in closed]


def leave_out_stock_report(_request: HttpRequest, items: list[MenuItem]) -> None:
    """The desk's own page says the same, and more."""
    items[:] = [item for item in items if "/localize/reports/" not in (item.url or "")]
