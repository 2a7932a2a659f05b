"""Drafts of the demo in motion: written by an account that may write them, held to its rules."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, PageViewRestriction

from .checks import check_values, plain_errors
from .fields import Entry, FieldWriter, with_pictures
from .files import StarterPlace, Table, parent_address
from .keys import key_of
from .pages import page_model
from .standing import StandingPages
from .wording import reword

# A demo may be kept for a while: a day that is nearer than this is next year's.
AHEAD = timedelta(days=60)
NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True)
class Drafts:
    """What accounts write in the pages of the first language."""

    pages: StandingPages

    def have_place_for(self, table: Table) -> bool:
        """Whether the page is there, or the one below which it is to be made."""
        address = table["page"]
        return self.pages.find(parent_address(address) if "type" in table else address) is not None

    def write(self, table: Table, user: User, place: StarterPlace) -> Page:
        """Save what the table says as the account's draft."""
        if "type" in table:
            page = self._new_page(table, user, place)
        else:
            page = self.pages.find(table["page"]).get_latest_revision_as_object()
            _require(page.permissions_for_user(user).can_edit(), user, place)
            self._fill(page, table, place)
        for change in table.get("changes", ()):
            reword(page, change["from"], change["to"], place)
        check_values(page, place)
        page.save_revision(user=user, log_action=True, clean=False)
        return page

    def _new_page(self, table: Table, user: User, place: StarterPlace) -> Any:
        address = table["page"]
        parent = self.pages.find(parent_address(address))
        _require(parent.permissions_for_user(user).can_add_subpage(), user, place)
        page = page_model(table["type"], place)(
            slug=address.rstrip("/").rpartition("/")[2],
            locale=self.pages.locale,
            translation_key=key_of("page", address),
            owner=user,
            live=False,
        )
        self._fill(page, table, place)
        with plain_errors(place):
            parent.add_child(instance=page)
        log(instance=page, action="wagtail.create", user=user)
        return page

    def _fill(self, page: Any, table: Table, place: StarterPlace) -> None:
        fields = with_pictures(table.get("fields", {}), type(page))
        namespace = key_of("motion", table["page"])
        writer = FieldWriter(Entry(fields, None, place), self.pages.locale, self.pages, namespace)
        for name, value in writer.plain(type(page)).items():
            setattr(page, name, value)
        writer.rich(page)
        if "blocks_from" in table:
            page.body = self._blocks(table)
        if "appears_on" in table:
            page.go_live_at = next_time(table["appears_on"])

    def _blocks(self, table: Table) -> list[Any]:
        """The blocks of some types from another page."""
        body = self.pages.find(table["blocks_from"]).body.get_prep_value()
        return [block for block in body if block["type"] in table["blocks"]]


def keep_from_readers(page: Page, user: User, place: StarterPlace) -> None:
    """Let people with an account alone see the page, once it is published."""
    _require(page.permissions_for_user(user).can_set_view_restrictions(), user, place)
    restriction = PageViewRestriction(page=page, restriction_type=PageViewRestriction.LOGIN)
    restriction.save(user=user)


def next_time(month_and_day: str) -> datetime:
    """The next noon of a day such as ``06-30`` that is at least ``AHEAD``."""
    month, day = map(int, month_and_day.split("-"))
    earliest = timezone.now() + AHEAD
    noon = datetime.combine(earliest.date().replace(month=month, day=day), NOON)
    return noon if noon >= earliest else noon.replace(year=noon.year + 1)


def _require(allowed: bool, user: User, place: StarterPlace) -> None:
    if not allowed:
        raise place.error(f"“{user.get_username()}” may not do this.")
