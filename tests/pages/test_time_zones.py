"""Every time says its zone; a chapter's people read the chapter's; dates may be set in either."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format, get_format
from wagtail.users.models import UserProfile

from cms.access.invitations import invite
from home.models import SiteIdentity
from tests.access.movement import Movement
from tests.access.test_members import NEW_ACCOUNT, token_sent_to
from tests.review.flow import Flow

pytestmark = pytest.mark.django_db

CHICAGO, NEW_YORK = "America/Chicago", "America/New_York"


@pytest.fixture
def flow(built_movement: Movement) -> Flow:
    """Boston's page, whose chapter is given another zone than its people's."""
    flow = Flow(built_movement)
    for chapter in built_movement.chapters.values():
        type(chapter).objects.filter(pk=chapter.pk).update(time_zone=CHICAGO)
    return flow


def in_zone(flow: Flow, who: str, zone: str) -> None:
    UserProfile.objects.update_or_create(user=flow.user(who), defaults={"current_time_zone": zone})


def zones_of(flow: Flow, who: str, page: Any) -> list[str]:
    """The zones that the dialog of dates offers. It stands in a template of Wagtail's."""
    response = flow.client(who).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    choice = re.search(r'<select name="zone_of_dates".*?</select>', response.text, re.DOTALL)
    assert choice is not None
    return re.findall(r'value="([^"]+)"', choice.group())


@pytest.mark.parametrize("code", [*dict(settings.LANGUAGES), "de"])
@pytest.mark.parametrize("name", ["DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"])
def test_every_language_writes_the_zone_of_a_time(code: str, name: str) -> None:
    moment = datetime(2027, 1, 2, 12, tzinfo=UTC)
    with translation.override(code), timezone.override(NEW_YORK):
        assert "EST" in date_format(timezone.localtime(moment), name)
        assert get_format(name, code).count("T") == 1


def test_a_time_in_the_admin_says_its_zone(flow: Flow) -> None:
    in_zone(flow, "boston-editor", NEW_YORK)
    page = flow.client("boston-editor").get(
        reverse("wagtailadmin_pages:history", args=[flow.page.pk])
    )
    tooltips = BeautifulSoup(page.content, "html.parser").select("[data-w-tooltip-content-value]")
    told = [str(each["data-w-tooltip-content-value"]) for each in tooltips]
    assert any(text.endswith(("EST", "EDT")) for text in told), told


def test_dates_of_a_chapters_page_are_meant_in_the_zone_that_is_chosen(flow: Flow) -> None:
    in_zone(flow, "staff", NEW_YORK)
    assert zones_of(flow, "staff", flow.page) == [NEW_YORK, CHICAGO]
    assert zones_of(flow, "staff", flow.national_page) == [NEW_YORK]
    noon = {"go_live_at": "2031-01-02 12:00", "expire_at": "2031-01-03 12:00"}
    for zone, hour in ((CHICAGO, 18), (NEW_YORK, 17), ("", 17)):
        assert flow.save("staff", zone_of_dates=zone, **noon).status_code == 302
        draft = flow.page.get_latest_revision_as_object()
        assert draft.go_live_at == datetime(2031, 1, 2, hour, tzinfo=UTC), zone
        assert draft.expire_at == datetime(2031, 1, 3, hour, tzinfo=UTC), zone
    refused = flow.save("staff", zone_of_dates="Asia/Tokyo", **noon)
    assert refused.status_code == 200


def test_a_date_that_is_past_in_the_zone_that_is_chosen_is_refused(flow: Flow) -> None:
    in_zone(flow, "staff", CHICAGO)
    chapter = flow.movement.chapters["boston"]
    type(chapter).objects.filter(pk=chapter.pk).update(time_zone="Asia/Tokyo")
    soon = timezone.localtime(
        timezone.now() + timedelta(hours=5), timezone.get_fixed_timezone(-360)
    )
    typed = soon.strftime("%Y-%m-%d %H:%M")
    answer = flow.save("staff", zone_of_dates="Asia/Tokyo", expire_at=typed)
    assert answer.status_code == 200
    assert "must be in the future" in answer.text


def test_records_say_in_which_zone_their_dates_are(flow: Flow) -> None:
    in_zone(flow, "staff", NEW_YORK)
    record = SiteIdentity.objects.get(locale__language_code="en")
    address = reverse(SiteIdentity.snippet_viewset.get_url_name("edit"), args=[record.pk])
    assert f"In your time zone, {NEW_YORK}." in flow.client("staff").get(address).text


@pytest.mark.parametrize("chosen", ["", "America/Denver"])
def test_who_joins_a_chapter_reads_its_times_unless_they_choose(flow: Flow, chosen: str) -> None:
    team = flow.movement.team("editors", "boston")
    invite(flow.user("boston-lead"), team, "new@example.org")
    address = reverse("invitation", args=[token_sent_to("new@example.org")])
    form = BeautifulSoup(Client().get(address).content, "html.parser")
    offered = form.select_one("[name=time_zone] option[selected]")
    assert offered is not None
    assert offered["value"] == CHICAGO
    assert Client().post(address, NEW_ACCOUNT | {"time_zone": chosen}).status_code == 302
    profile = UserProfile.objects.get(user__username="new-person")
    assert profile.current_time_zone == (chosen or CHICAGO)


def test_staff_choose_theirs_at_the_invitation(flow: Flow) -> None:
    invite(flow.user("superuser"), flow.movement.team("staff"), "new@example.org")
    address = reverse("invitation", args=[token_sent_to("new@example.org")])
    assert Client().post(address, NEW_ACCOUNT | {"time_zone": NEW_YORK}).status_code == 302
    profile = UserProfile.objects.get(user__username="new-person")
    assert profile.current_time_zone == NEW_YORK


def test_an_account_that_joins_keeps_the_zone_that_it_has(flow: Flow) -> None:
    in_zone(flow, "staff", NEW_YORK)
    invite(flow.user("superuser"), flow.movement.team("editors", "boston"), "old@example.org")
    address = reverse("invitation", args=[token_sent_to("old@example.org")])
    assert flow.client("staff").post(address).status_code == 302
    assert UserProfile.objects.get(user=flow.user("staff")).current_time_zone == NEW_YORK
