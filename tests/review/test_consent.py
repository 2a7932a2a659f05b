"""Pictures of people: readers have them while the people agree, and not a day longer."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.media.consent import end_consents, kept_by
from cms.media.models import Image
from cms.media.people import NOTICE, People, today
from cms.media.readers import is_public
from cms.operations.scheduler import tick
from cms.pages.publish_checks import problems

from .flow import Commit, Flow
from .test_private_files import answers, assert_public, picture, published, stored_body

pytestmark = pytest.mark.django_db

HOME = reverse("wagtailadmin_home")
type At = Callable[[int], Any]


@pytest.fixture
def at() -> Iterator[At]:
    """Go so many days ahead: to noon, so that no midnight passes meanwhile."""
    noon = timezone.make_aware(datetime.combine(today(), time(12)))
    with mock.patch.object(timezone, "now") as now:

        def go(days: int) -> None:
            now.return_value = noon + timedelta(days=days)

        go(0)
        yield go


def note(flow: Flow, people: People, days: int | None = None) -> None:
    until = None if days is None else today() + timedelta(days=days)
    Image.objects.filter(pk=picture(flow).pk).update(people=people, consent_until=until)


def send(flow: Flow, who: str, **said: str) -> Any:
    shown = picture(flow)
    data = {"title": shown.title, "collection": str(shown.collection_id), "tags": "", **said}
    return flow.client(who).post(reverse("wagtailimages:edit", args=[shown.pk]), data)


def read(flow: Flow) -> BeautifulSoup:
    answer = Client().get(flow.page.get_url())
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_readers_have_it_until_the_last_day_and_not_longer(
    flow: Flow, commit: Commit, at: At
) -> None:
    note(flow, People.AGREED, 10)
    published(flow, commit)
    at(10)
    assert_public(flow)
    assert read(flow).select("main picture, main figure img")
    at(11)
    # At once, by the rule: what lies in public storage goes with the next minute.
    sizes = [f"/media/{size.file.name}" for size in picture(flow).renditions.all()]
    assert not read(flow).select("main picture, main figure, main img")
    with commit():
        tick()
    assert {Client().get(address).status_code for address in sizes} == {404}
    assert picture(flow).people == People.ENDED


def test_the_rule_does_not_wait_for_the_scheduler(flow: Flow, commit: Commit, at: At) -> None:
    note(flow, People.AGREED, 1)
    published(flow, commit)
    assert is_public(picture(flow))
    at(2)
    assert not is_public(picture(flow))


def test_withdrawing_takes_it_at_once_and_renewing_brings_it_back(
    flow: Flow, commit: Commit
) -> None:
    note(flow, People.AGREED, 10)
    published(flow, commit)
    with commit():
        assert send(flow, "boston-lead", people="ended").status_code == 302
    assert picture(flow).people == People.ENDED
    sizes = [f"/media/{size.file.name}" for size in picture(flow).renditions.all()]
    assert {Client().get(address).status_code for address in sizes} == {404}
    assert not read(flow).select("main picture, main figure, main img")
    until = today() + timedelta(days=200)
    with commit():
        said = {"people": "agreed", "consent_until": until.isoformat()}
        assert send(flow, "boston-lead", **said).status_code == 302
    renewed = picture(flow)
    assert (renewed.people, renewed.consent_until) == (People.AGREED, until)
    assert renewed.consent_noted_by == flow.user("boston-lead")
    assert {Client().get(address).status_code for address in sizes} == {200}
    assert read(flow).select("main picture, main figure img")


@pytest.mark.parametrize(
    ("who", "may"),
    [("boston-lead", True), ("staff", True), ("superuser", True), ("boston-editor", False)],
)
def test_who_may_settle_a_consent(flow: Flow, who: str, may: bool) -> None:
    note(flow, People.AGREED, 10)
    Image.objects.filter(pk=picture(flow).pk).update(uploaded_by_user=flow.user("boston-editor"))
    assert kept_by(flow.user(who)).filter(pk=picture(flow).pk).exists() is may
    for said in ({"people": "ended"}, {"people": "nobody"}):
        answer = send(flow, who, **said)
        assert answer.status_code == (302 if may else 200), said
        if not may:
            assert "changed by the leads of its chapter" in answer.content.decode()
        note(flow, People.AGREED, 10)


@pytest.mark.parametrize("who", ["chicago-lead", "chicago-editor", "es-translator", "approver"])
def test_others_do_not_settle_it(flow: Flow, who: str) -> None:
    note(flow, People.AGREED, 10)
    assert send(flow, who, people="ended").status_code != 200
    assert picture(flow).people == People.AGREED
    assert not kept_by(flow.user(who)).filter(pk=picture(flow).pk).exists()


def test_other_words_leave_a_consent_as_it_is(flow: Flow) -> None:
    note(flow, People.AGREED, -3)
    Image.objects.filter(pk=picture(flow).pk).update(uploaded_by_user=flow.user("boston-editor"))
    until = picture(flow).consent_until
    assert until is not None
    said = {"people": "agreed", "consent_until": until.isoformat()}
    assert send(flow, "boston-editor", **said, title="Other words").status_code == 302
    kept = picture(flow)
    assert (kept.title, kept.people, kept.consent_until) == ("Other words", People.AGREED, until)


@pytest.mark.parametrize("people", [None, People.ENDED])
def test_no_text_is_submitted_with_it(flow: Flow, people: str | None) -> None:
    Image.objects.filter(pk=picture(flow).pk).update(people=people)
    page = flow.page
    page.body = stored_body(flow)
    found = " ".join(str(each) for each in problems(page))
    assert ("not noted whether people" in found) is (people is None)
    assert ("agree to it no longer" in found) is (people == People.ENDED)


def test_a_text_without_an_answer_stays_with_readers(flow: Flow, commit: Commit) -> None:
    """Pictures from before were never asked about; that alone takes nothing from readers."""
    note(flow, People.NOBODY)
    published(flow, commit)
    Image.objects.filter(pk=picture(flow).pk).update(people=None)
    assert answers(flow) == {200}


def panel(flow: Flow, who: str) -> str:
    soup = BeautifulSoup(flow.client(who).get(HOME).content, "html.parser")
    found = soup.find(id="pictures-to-look-at-section") or soup.find(id="pictures-to-look-at")
    return found.get_text(" ", strip=True) if found else ""


def test_leads_and_staff_are_told_in_time(flow: Flow) -> None:
    title = picture(flow).title
    note(flow, People.AGREED, NOTICE.days + 1)
    assert title not in panel(flow, "boston-lead")
    note(flow, People.AGREED, NOTICE.days)
    for who in ("boston-lead", "staff"):
        assert title in panel(flow, who)
        assert "They agreed until" in panel(flow, who)
    for who in ("boston-editor", "chicago-lead", "es-translator"):
        assert title not in panel(flow, who)
    note(flow, People.AGREED, -1)
    assert "Readers no longer get it." in panel(flow, "boston-lead")
    note(flow, People.ENDED, 90)
    assert "Readers no longer get it." in panel(flow, "boston-lead")
    Image.objects.filter(pk=picture(flow).pk).update(people=None, consent_until=None)
    assert "Nobody has said yet" in panel(flow, "boston-lead")
    answer = flow.client("boston-lead").get(HOME)
    for name in ("edit", "delete"):
        assert reverse(f"wagtailimages:{name}", args=[picture(flow).pk]) in answer.content.decode()


def test_a_consent_without_an_end_is_none(flow: Flow, commit: Commit) -> None:
    """No form makes one; what code makes is withheld, and ended with the next minute."""
    published(flow, commit)
    note(flow, People.AGREED)
    assert picture(flow).is_withheld
    assert not is_public(picture(flow))
    assert end_consents() == 1
    assert picture(flow).people == People.ENDED
