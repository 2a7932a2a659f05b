"""Sets: all of their pages are published, or none is."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from cms.review import publication, sets
from cms.review.models import PublicationSet

from .flow import Flow, words

pytestmark = pytest.mark.django_db


def make_set(flow: Flow, *pages: Page) -> PublicationSet:
    client = flow.client("staff")
    client.post(reverse("review:sets"), {"name": "The new issue"})
    made = PublicationSet.objects.get()
    for page in pages:
        act(flow, made, "add", page=page.pk)
    return made


def act(flow: Flow, which: PublicationSet, action: str, who: str = "staff", **data: Any) -> str:
    address = reverse("review:set", args=[which.pk])
    return words(flow.client(who).post(address, {"action": action, **data}, follow=True))


def approve(flow: Flow, page: Page) -> None:
    flow.submit("boston-editor", page)
    flow.approve(page)


def two_pages(flow: Flow) -> tuple[Page, Page]:
    return flow.page, flow.translation


def test_what_is_approved_is_held_until_the_set_is_published(flow: Flow) -> None:
    first, second = two_pages(flow)
    made = make_set(flow, first, second)
    approve(flow, first)
    assert flow.kinds(first)[-1] == "held"
    assert "has not been approved yet" in act(flow, made, "publish")
    assert not flow.public_text(first)
    approve(flow, second)
    act(flow, made, "publish")
    assert flow.public_text(first)
    assert flow.public_text(second)
    assert flow.kinds(first)[-1] == flow.kinds(second)[-1] == "published"


def test_only_pages_of_an_open_set_are_held(flow: Flow) -> None:
    first, second = two_pages(flow)
    made = make_set(flow, second)
    approve(flow, first)
    assert flow.public_text(first), "it is in no set"
    approve(flow, second)
    act(flow, made, "publish")
    flow.submit("boston-editor", flow.translation, summary="After the set.")
    flow.approve(flow.translation)
    assert "After the set." in flow.public_text(second), "its set is published"


def test_what_was_held_is_what_is_published(flow: Flow) -> None:
    first, second = two_pages(flow)
    made = make_set(flow, first, second)
    approve(flow, first)
    approve(flow, second)
    flow.save("boston-editor", first, summary="Written after the approval.")
    act(flow, made, "publish")
    assert "Written after the approval." not in flow.public_text(first)
    assert flow.page.has_unpublished_changes


def test_a_failure_leaves_none_public(flow: Flow, monkeypatch: Any) -> None:
    first, second = two_pages(flow)
    made = make_set(flow, first, second)
    approve(flow, first)
    approve(flow, second)
    publish = publication.publish_revision
    done = []

    def fail_on_the_second(*args: Any) -> Any:
        done.append(publish(*args))
        if len(done) == 2:
            raise RuntimeError("the lights went out")
        return done[-1]

    monkeypatch.setattr(sets, "publish_revision", fail_on_the_second)
    with pytest.raises(RuntimeError):
        sets.publish_set(made, flow.user("staff"))
    assert len(done) == 2
    assert not flow.public_text(first)
    assert not flow.public_text(second)
    made.refresh_from_db()
    assert made.is_open


def test_pages_of_a_set_may_link_to_each_other(flow: Flow) -> None:
    first, second = two_pages(flow)
    html = f'<p><a linktype="page" id="{second.pk}">the issue</a></p>'
    body = [("paragraph", {"text": rich_text(html), "footnotes": {"count": "0"}})]
    flow.submit("boston-editor", first, body=body)
    assert not flow.page.workflow_in_progress
    make_set(flow, first, second)
    flow.submit("boston-editor", first, body=body)
    assert flow.page.workflow_in_progress


def test_a_page_is_in_one_open_set_at_most(flow: Flow) -> None:
    first, _second = two_pages(flow)
    made = make_set(flow, first)
    assert "already" in act(flow, made, "add", page=first.pk)
    act(flow, made, "remove", member=made.members.get().pk)
    assert not made.members.exists()


@pytest.mark.parametrize("who", ["boston-lead", "boston-editor", "emergency"])
def test_sets_are_for_staff_and_approvers(flow: Flow, who: str) -> None:
    first, _second = two_pages(flow)
    made = make_set(flow, first)
    approve(flow, first)
    act(flow, made, "publish", who)
    flow.client(who).post(reverse("review:sets"), {"name": "Mine"})
    assert not flow.public_text(first)
    assert PublicationSet.objects.count() == 1


def test_a_newer_public_version_is_never_replaced_by_a_held_one(flow: Flow) -> None:
    first, _second = two_pages(flow)
    made = make_set(flow, first)
    approve(flow, first)
    act(flow, made, "remove", member=made.members.get().pk)
    held = flow.page.latest_revision
    approve(flow, flow.page)
    assert flow.public_text(first)
    sets.add_text(made, flow.page, flow.user("staff"))
    made.members.update(revision=held)
    assert "newer version" in act(flow, made, "publish")
