"""One comparison wherever two texts are compared, and numbers kept whole wherever titles stand."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from cms.review import decisions
from cms.review.comparison import compare
from home.models import Person
from tests.access.movement import publish_record
from tests.review.flow import Flow, fresh
from tests.review.test_sets import approve, make_set

from .shown import one, words

pytestmark = pytest.mark.django_db

ARABIC = "الخط الساخن 617 555 0101"
ISOLATED = "الخط الساخن \u2066617 555 0101\u2069"


def page_of(response: Any) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml")


def linked(address: str) -> list[tuple[str, object]]:
    html = f'<p>Join <a href="{address}">here</a>.</p>'
    return [("paragraph", {"text": rich_text(html), "footnotes": {"count": "0"}})]


@pytest.fixture
def changed(flow: Flow) -> Flow:
    """Boston's page is public, and a link in it is another in the draft."""
    flow.save("boston-editor", body=linked("https://www.example.org/"))
    flow.page.get_latest_revision().publish()
    same_block = {"body-0-id": flow.page.body[0].id}
    flow.submit("boston-editor", body=linked("https://www.example.com/elsewhere"), **same_block)
    return flow


def assert_link_is_named(seen: BeautifulSoup) -> None:
    comparison = one(seen, ".comparison")
    assert words(one(comparison, ".comparison__summary")) == "1 link changed"
    assert "https://www.example.org/" in words(one(comparison, "del"))
    assert "https://www.example.com/elsewhere" in words(one(comparison, "ins"))


def test_the_review_page(changed: Flow) -> None:
    assert_link_is_named(changed.review("boston-lead"))


def test_the_page_for_emergencies(changed: Flow) -> None:
    address = reverse("review:emergency", args=[changed.page.pk])
    assert_link_is_named(page_of(changed.client("emergency").get(address)))


def test_two_versions_of_a_page_in_its_history(changed: Flow) -> None:
    last, first = changed.page.revisions.order_by("-pk")[:2]
    names = [changed.page.pk, first.pk, last.pk]
    address = reverse("wagtailadmin_pages:revisions_compare", args=names)
    seen = page_of(changed.client("boston-editor").get(address))
    assert_link_is_named(seen)
    assert "+00:00" not in words(seen)


def test_what_readers_see_in_the_history_of_a_page_that_is_not_public(flow: Flow) -> None:
    flow.save("boston-editor", title="A march")
    names = [flow.page.pk, "live", "latest"]
    address = reverse("wagtailadmin_pages:revisions_compare", args=names)
    seen = page_of(flow.client("boston-editor").get(address))
    assert "All of it is new" in words(seen)


def test_two_versions_of_a_record_in_its_history(flow: Flow) -> None:
    person = flow.movement.person
    publish_record(person)
    flow.save_record("staff", person, is_active="")
    address = reverse(
        Person.snippet_viewset.get_url_name("revisions_compare"),
        args=[person.pk, "live", "latest"],
    )
    comparison = one(page_of(flow.client("staff").get(address)), ".comparison")
    assert words(one(comparison, ".comparison__summary")) == "1 setting changed"
    assert words(one(comparison, "del")) == "taken out: yes"
    assert words(one(comparison, "ins")) == "put in: no"


def test_a_set_tells_what_each_of_its_texts_changes(flow: Flow) -> None:
    made = make_set(flow, flow.page, flow.movement.places["boston", "es"].plan)
    approve(flow, flow.page)
    seen = page_of(flow.client("staff").get(reverse("review:set", args=[made.pk])))
    texts = seen.select(".comparison__text")
    assert len(texts) == 2
    assert "All of it is new" in words(texts[0].summary)


def test_pages_and_records_are_compared_with_few_questions(
    changed: Flow, django_assert_max_num_queries: Any
) -> None:
    page = changed.page
    draft = page.get_latest_revision_as_object()
    with django_assert_max_num_queries(4):
        told = compare(page, draft)
        assert told.summary
        assert [each.lines for each in told.differences[0].parts[0].parts]


@pytest.fixture
def hotline(flow: Flow, django_capture_on_commit_callbacks: Any) -> Flow:
    with django_capture_on_commit_callbacks(execute=True):
        flow.submit("boston-editor", title=ARABIC)
    return flow


def test_a_number_in_a_title_stays_whole_in_queue_and_dashboard_and_on_the_page(
    hotline: Flow,
) -> None:
    lead = hotline.client("boston-lead")
    for address in (
        reverse("review:queue"),
        reverse("wagtailadmin_home"),
        hotline.review_address(),
        reverse("wagtailadmin_pages:edit", args=[hotline.page.pk]),
    ):
        main = one(page_of(lead.get(address)), "main")
        # There elements isolate, not signs.
        for comparison in main.select(".comparison"):
            comparison.decompose()
        text = main.get_text()
        assert ISOLATED in text, address
        assert ARABIC not in text.replace(ISOLATED, ""), address


def test_a_number_in_a_title_stays_whole_in_mails(hotline: Flow) -> None:
    assert ISOLATED in mail.outbox[-1].subject


def test_a_number_stays_whole_in_what_was_decided_and_in_the_history(
    hotline: Flow, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        decisions.request_changes(hotline.state(), hotline.user("boston-lead"), ARABIC)
    mails = [each for each in mail.outbox if ISOLATED in each.body]
    assert mails
    address = reverse("wagtailadmin_pages:history", args=[hotline.page.pk])
    assert ISOLATED in page_of(hotline.client("boston-editor").get(address)).get_text()
    home = page_of(hotline.client("boston-editor").get(reverse("wagtailadmin_home")))
    assert ISOLATED in home.get_text()
    assert fresh(hotline.page).get_latest_revision_as_object().title == ARABIC
