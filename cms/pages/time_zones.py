"""In which zone a time is meant: every date that somebody sets for a text says so.

Accounts read and write times in a zone of their own, and a chapter is in another: whoever sets a
date for its page may mean either. An app above says in which zone a page's place is.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.models import Page

type ZoneOfPage = Callable[[Page], str]

# The zones that people call by a word; readers are told of hours in these.
SPOKEN: dict[str, str | Promise] = {
    "America/New_York": gettext_lazy("Eastern time"),
    "America/Chicago": gettext_lazy("Central time"),
    "America/Denver": gettext_lazy("Mountain time"),
    "America/Los_Angeles": gettext_lazy("Pacific time"),
}
DATES = ("go_live_at", "expire_at")
ZONE_OF_DATES = "zone_of_dates"

_zone_of_page: list[ZoneOfPage] = []


def register_zone_of_page(source: ZoneOfPage) -> None:
    """Let the app of chapters say in which zone a page's place is; "" where it is in none."""
    _zone_of_page[:] = [source]


def zone_of(page: Page) -> str:
    """The zone of the place that a page belongs to; empty of pages of the whole movement."""
    return next((source(page) for source in _zone_of_page), "")


def zone_in_words(zone: str) -> str:
    """What people call a zone, in the active language; its name where they have no word for it."""
    return str(SPOKEN.get(zone, zone))


class ZoneField(forms.ChoiceField):
    """The zone in which a form's dates are written. It is no part of the text."""

    def has_changed(self, _initial: Any, _data: Any) -> bool:
        return False


def zone_field() -> ZoneField:
    return ZoneField(label=gettext_lazy("Time zone of these dates"), required=False)


def zones_for(page: Page | None) -> list[tuple[str, str]]:
    """The account's zone, which is in use, and the page's place's, if that is another."""
    own = timezone.get_current_timezone_name()
    choices = [(own, _("%(zone)s, yours") % {"zone": own})]
    there = zone_of(page) if page is not None else ""
    if there and there != own:
        choices.append((there, _("%(zone)s, the chapter’s") % {"zone": there}))
    return choices


def meant_in(zone: str, moment: datetime) -> datetime:
    """The moment at which clocks in ``zone`` show what was typed; forms take it for one here."""
    shown = timezone.make_naive(moment)
    return shown.replace(tzinfo=ZoneInfo(zone))


def _in_your_zone() -> str:
    return _("In your time zone, %(zone)s.") % {"zone": timezone.get_current_timezone_name()}


def dates_panel(*, offers_zones: bool) -> PublishingPanel:
    """Wagtail's panel of dates, which says in which zone they are, or asks."""
    panel = PublishingPanel()
    if offers_zones:
        panel.children.append(FieldPanel(ZONE_OF_DATES, disable_comments=True))
    else:
        for child in panel.children:
            child.help_text = lazy(_in_your_zone, str)()
    return panel
