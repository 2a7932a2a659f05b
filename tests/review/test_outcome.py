"""After the last approval the page says where the text can be read, with a link, and it is true."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, TaskState
from wagtail.users.models import UserProfile

from .flow import Flow, fresh, words
from .test_dates import approve_with_date, keep_dates_later
from .test_emergency import publish
from .test_sets import act, approve, make_set
from .test_trust import give

pytestmark = pytest.mark.django_db


def last_approval(flow: Flow, page: Page | None = None, **values: Any) -> tuple[Any, TaskState]:
    """What the page says after the last approval of a text, and the step that it was."""
    page = page or flow.page
    flow.submit("boston-editor", page, **values)
    steps = [("boston-lead", "lead"), ("approver", "staff")]
    if page.locale.language_code == "es":
        steps.insert(0, ("es-reviewer", "language"))
    for who, _step in steps:
        state = flow.state(page)
        answer = flow.decide(who, "approve", state=state)
    return answer, state


def told(response: Any) -> Tag:
    """The message on the page."""
    found = BeautifulSoup(response.content, "html.parser").select_one(".messages li")
    assert found is not None
    return found


def links(soup: Tag) -> list[str]:
    return [str(link["href"]) for link in soup.select("a")]


def reads(address: str) -> str:
    """What an anonymous reader gets where a link leads."""
    assert address.startswith(f"{settings.WAGTAILADMIN_BASE_URL}/")
    response = Client().get(urlsplit(address).path)
    assert response.status_code == 200, address
    return response.content.decode()


def what_the_review_page_says(flow: Flow, state: TaskState, who: str = "approver") -> Tag:
    help_block = flow.review(who, state).select_one("main .help-info p")
    assert help_block is not None
    return help_block


def test_the_last_approval_says_where_the_text_is(flow: Flow) -> None:
    answer, state = last_approval(flow, summary="Come on Sunday.")
    message = told(answer)
    assert "It is published: read it at" in message.get_text()
    [address] = links(message)
    assert "Come on Sunday." in reads(address)
    for who in ("approver", "boston-lead", "boston-editor"):
        assert links(what_the_review_page_says(flow, state, who)) == [address]


def test_an_approval_that_others_follow_promises_nothing(flow: Flow) -> None:
    flow.submit("boston-editor")
    first = flow.state()
    message = told(flow.decide("boston-lead", "approve"))
    assert links(message) == []
    assert "published" not in message.get_text()
    assert links(what_the_review_page_says(flow, first)) == []


def test_a_translation_is_read_in_its_own_language(flow: Flow) -> None:
    answer, _state = last_approval(flow, flow.translation, summary="El domingo.")
    [address] = links(told(answer))
    assert urlsplit(address).path.startswith("/es/")
    assert "El domingo." in reads(address)


def test_it_is_said_in_the_language_of_whoever_approves(flow: Flow) -> None:
    UserProfile.objects.create(user=flow.user("approver"), preferred_language="es")
    answer, _state = last_approval(flow)
    assert len(links(told(answer))) == 1
    assert "published" not in told(answer).get_text()


def test_the_approval_of_a_trusted_lead_is_the_last(flow: Flow) -> None:
    give(flow)
    flow.submit("boston-editor", summary="By a lead's word.")
    [address] = links(told(flow.decide("boston-lead", "approve")))
    assert "By a lead's word." in reads(address)


def test_a_text_with_a_date_says_when(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    approve_with_date(flow)
    state = TaskState.objects.order_by("-pk")[0]
    said = what_the_review_page_says(flow, state)
    assert "It is approved: readers get it on " in said.get_text()
    assert links(said) == []
    keep_dates_later(monkeypatch)
    assert reads(links(what_the_review_page_says(flow, state))[0])


def test_the_message_about_a_date_names_it(flow: Flow) -> None:
    answer, _state = last_approval(flow, go_live_at="2031-05-04 12:30")
    assert "readers get it on May 4, 2031, 12:30 p.m." in told(answer).get_text()
    assert links(told(answer)) == []


def test_a_private_page_says_that_it_is(flow: Flow) -> None:
    """It or any page above it."""
    for private in (flow.page, flow.page.get_parent()):
        rule = PageViewRestriction.objects.create(
            page=private, restriction_type=PageViewRestriction.LOGIN
        )
        answer, state = last_approval(flow)
        for said in (told(answer), what_the_review_page_says(flow, state)):
            assert "not for everybody" in said.get_text()
            assert links(said) == []
        assert flow.public_text() == ""
        rule.delete()


def test_a_page_below_one_that_is_not_published_says_so(flow: Flow) -> None:
    """It cannot be read, by its address neither."""
    chapter = fresh(flow.page.get_parent())
    chapter.unpublish()
    answer, _state = last_approval(flow, summary="By its address.")
    message = told(answer)
    assert f"the page above it, “{chapter.title}”, is not published" in message.get_text()
    assert links(message) == []
    assert flow.public_text() == ""


def test_a_language_that_is_not_offered_says_so(flow: Flow) -> None:
    fresh(flow.movement.homes["es"]).unpublish()
    answer, _state = last_approval(flow, flow.translation)
    assert "the home page above it is not public" in told(answer).get_text()
    assert links(told(answer)) == []
    assert flow.public_text(flow.translation) == ""


def test_a_title_is_text_and_nothing_else(flow: Flow) -> None:
    chapter = fresh(flow.page.get_parent())
    chapter.unpublish()
    Page.objects.filter(pk=chapter.pk).update(draft_title="<img src=x onerror=alert(1)>")
    answer, _state = last_approval(flow)
    assert told(answer).select("img") == []
    assert "<img src=x" in told(answer).get_text()


def test_what_is_held_for_a_set_says_so_and_then_each_of_them_is_linked(flow: Flow) -> None:
    pages = [flow.page, flow.translation]
    made = make_set(flow, *pages)
    answer, state = last_approval(flow, pages[0], title="First <b>", summary="One.")
    assert "when the set “The new issue” is published" in told(answer).get_text()
    assert links(told(answer)) == []
    approve(flow, pages[1])
    address = reverse("review:set", args=[made.pk])
    response = flow.client("staff").post(address, {"action": "publish"}, follow=True)
    listed = links(told(response))
    assert "First <b>" in told(response).get_text()
    assert len(listed) == 2
    assert all(reads(each) for each in listed)
    table = BeautifulSoup(response.content, "html.parser").select_one("main table")
    assert table is not None
    assert set(listed) <= set(links(table))
    assert links(what_the_review_page_says(flow, state))[0] in listed


def test_a_private_page_of_a_set_has_no_link(flow: Flow) -> None:
    made = make_set(flow, flow.page)
    approve(flow, flow.page)
    PageViewRestriction.objects.create(page=flow.page, restriction_type=PageViewRestriction.LOGIN)
    assert "not for everybody" in act(flow, made, "publish")


def test_a_publication_in_an_emergency_says_where(flow: Flow) -> None:
    flow.save("boston-editor", summary="Stay at home.")
    [address] = links(told(publish(flow, "emergency")))
    assert "Stay at home." in reads(address)


def test_an_older_review_leads_to_what_readers_get_now(flow: Flow) -> None:
    _answer, older = last_approval(flow, summary="The first.")
    last_approval(flow, summary="The second.")
    said = what_the_review_page_says(flow, older)
    assert "Readers get a newer text now" in said.get_text()
    assert "The second." in reads(links(said)[0])
    flow.page.unpublish()
    said = what_the_review_page_says(flow, older)
    assert "Readers do not get this page any more." in said.get_text()
    assert links(said) == []


def test_a_withdrawn_review_says_nothing_of_readers(flow: Flow) -> None:
    flow.submit("boston-editor")
    state = flow.state()
    flow.decide("boston-editor", "withdraw")
    assert words(flow.client("approver").get(flow.review_address(state)))
    assert links(what_the_review_page_says(flow, state)) == []
