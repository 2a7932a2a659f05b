"""A page is taken down in every language in one act, with what is below; nothing brings it back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from cms.access.models import AccessEvent
from cms.review.models import Decision, PublicationSet, SetMember, TakeDown
from cms.review.scheduling import keep_dates
from cms.review.subjects import key_of
from cms.search.models import SearchEntry

from .flow import Flow, fresh, words

pytestmark = pytest.mark.django_db

REASON = "It names somebody who is in danger."


def boston(flow: Flow, code: str) -> Page:
    return fresh(flow.movement.places["boston", code].root)


def news(flow: Flow, code: str) -> Page:
    return fresh(flow.movement.places["boston", code].news)


def take_down(flow: Flow, page: Page, who: str = "approver", **values: Any) -> Any:
    data = {"reason": REASON, **values}
    return flow.client(who).post(address(page), data, follow=True)


def address(page: Page, view: str = "unpublish") -> str:
    return reverse(f"wagtailadmin_pages:{view}", args=[page.pk])


def in_bulk(action: str, *pages: Page) -> str:
    numbers = "&".join(f"id={page.pk}" for page in pages)
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?{numbers}"


def below(number: int) -> str:
    assert number
    return f"and {number} page below it" if number == 1 else f"and {number} pages below it"


def answers(*pages: Page) -> list[int]:
    return [Client().get(page.url).status_code for page in pages]


def everything(flow: Flow) -> list[Page]:
    return [page(flow, code) for page in (boston, news) for code in ("en", "es")]


@pytest.mark.parametrize("code", ["en", "es"])
def test_the_screen_names_what_goes_in_each_language(flow: Flow, code: str) -> None:
    said = words(flow.client("approver").get(address(boston(flow, code))))
    for each in ("en", "es"):
        page = boston(flow, each)
        assert f"{page.title} {page.url} ({below(page.get_descendants().live().count())})" in said
    assert "español" in said
    assert "Why is it taken down?" in said


@pytest.mark.parametrize("code", ["en", "es"])
def test_it_goes_in_every_language_with_what_is_below(flow: Flow, code: str) -> None:
    pages = everything(flow)
    urls = [page.url for page in pages]
    assert answers(*pages) == [200] * 4
    response = take_down(flow, boston(flow, code))
    assert "Readers do not see it any more." in words(response)
    assert [Client().get(url).status_code for url in urls] == [404] * 4
    assert not Page.objects.filter(pk__in=[page.pk for page in pages], live=True).exists()
    assert not SearchEntry.objects.filter(page__in=pages).exists()


@pytest.mark.parametrize("kept", ["en", "es"])
def test_one_language_can_go_alone(flow: Flow, kept: str) -> None:
    gone = {"en": "es", "es": "en"}[kept]
    take_down(flow, boston(flow, "en"), languages=gone)
    assert answers(boston(flow, kept), news(flow, kept)) == [200, 200]
    assert not boston(flow, gone).live
    assert not news(flow, gone).live


def test_without_a_reason_nothing_goes(flow: Flow) -> None:
    response = take_down(flow, boston(flow, "en"), reason=" ")
    assert "Please say why it is taken down" in words(response)
    assert answers(*everything(flow)) == [200] * 4


def test_where_there_is_nothing_it_says_so(flow: Flow) -> None:
    response = take_down(flow, boston(flow, "en"), languages="fr")
    assert "Readers do not see this." in words(response)
    assert answers(*everything(flow)) == [200] * 4


@pytest.mark.parametrize(
    "who", ["chicago-lead", "boston-editor", "emergency", "es-reviewer", "coordinator"]
)
def test_nobody_else_takes_it_down(flow: Flow, who: str) -> None:
    take_down(flow, boston(flow, "en"), who)
    assert answers(*everything(flow)) == [200] * 4


@pytest.mark.parametrize("who", ["boston-lead", "staff"])
def test_its_lead_and_staff_take_it_down_while_it_is_locked_too(flow: Flow, who: str) -> None:
    Page.objects.filter(pk=flow.news.pk).update(locked=True, locked_by=flow.user("approver"))
    page = flow.news
    assert words(flow.client(who).get(address(page))).count("Why is it taken down?") == 1
    take_down(flow, page, who)
    assert not Page.objects.filter(translation_key=page.translation_key, live=True).exists()


def test_a_lead_takes_down_nothing_above_the_chapter(flow: Flow) -> None:
    national = fresh(flow.movement.places["national", "en"].news)
    take_down(flow, national, "boston-lead")
    assert fresh(national).live


def test_those_concerned_are_written_to(
    flow: Flow, django_capture_on_commit_callbacks: Any
) -> None:
    page = flow.news
    was_at = page.full_url
    with django_capture_on_commit_callbacks(execute=True):
        take_down(flow, page, "boston-lead")
    written = {message.to[0]: message.body for message in mail.outbox}
    assert written.keys() == {"staff@example.org", "approver@example.org"}
    assert all(REASON in body and was_at in body for body in written.values())
    done = TakeDown.objects.get()
    assert (done.decided_by, done.reason) == (flow.user("boston-lead"), REASON)
    assert was_at in done.addresses


def test_the_reason_stands_in_the_log_of_each_page(flow: Flow) -> None:
    pages = everything(flow)
    take_down(flow, boston(flow, "es"))
    for page in pages:
        entry = PageLogEntry.objects.get(page=page.pk, action="wagtail.unpublish")
        assert entry.data == {"reason": REASON}
        assert entry.user == flow.user("approver")
        assert flow.kinds(page)[-1] == Decision.Kind.TAKEN_DOWN
        assert REASON in words(flow.client("superuser").get(address(page, "history")))


def test_reviews_of_it_end_and_no_approval_brings_it_back(flow: Flow) -> None:
    flow.submit("boston-editor", flow.news)
    state = flow.state(flow.news)
    take_down(flow, boston(flow, "es"))
    assert fresh(flow.news).current_workflow_state is None
    assert Decision.Kind.WITHDRAWN in flow.kinds(flow.news)
    for who in ("boston-lead", "approver"):
        flow.decide(who, "approve", state=state)
    assert not flow.news.live


def test_dates_are_lifted_of_drafts_too(flow: Flow) -> None:
    ahead = timezone.now() + timedelta(days=1)
    drafts = [flow.page, flow.translation]
    for page in drafts:
        page.go_live_at = ahead
        page.save_revision(approved_go_live_at=ahead)
    take_down(flow, boston(flow, "en"))
    assert not Revision.page_revisions.filter(approved_go_live_at__isnull=False).exists()
    assert keep_dates() == 0
    assert [Decision.Kind.WITHDRAWN in flow.kinds(page) for page in drafts] == [True, True]


def test_what_was_held_for_a_set_waits_for_a_new_approval(flow: Flow) -> None:
    kind, number = key_of(flow.news)
    held = SetMember.objects.create(
        publication_set=PublicationSet.objects.create(name="Together"),
        base_content_type_id=kind,
        object_id=number,
        revision=flow.news.latest_revision,
    )
    take_down(flow, boston(flow, "en"))
    held.refresh_from_db()
    assert (held.revision, held.is_open) == (None, True)


def test_it_comes_back_by_a_review(flow: Flow) -> None:
    take_down(flow, flow.news)
    flow.submit("boston-editor", flow.news)
    flow.approve(flow.news)
    assert flow.news.live
    assert not news(flow, "es").live
    flow.submit("boston-editor", flow.news, summary="Once more.")
    flow.approve(flow.news)
    page = flow.news
    said = AccessEvent.objects.filter(kind="take-down", reference=f"page {page.pk}").order_by("pk")
    assert [(each.actor, each.change, each.before, each.after) for each in said] == [
        (flow.user("approver"), "taken down", ["public"], ["taken down"]),
        (flow.user("approver"), "brought back", ["taken down"], ["public"]),
    ], "in the audit log, each once"
    assert {str(each.territory) for each in said} == {
        str(flow.movement.chapters["boston"].translation_key)
    }


def test_in_bulk_too(flow: Flow) -> None:
    client = flow.client("approver")
    pages = everything(flow)
    here = in_bulk("unpublish", news(flow, "en"), boston(flow, "en"))
    said = words(client.get(here))
    for page in pages:
        assert page.title in said
    assert "Please say why" in words(client.post(here, {"reason": ""}, follow=True))
    assert answers(*pages) == [200] * 4
    client.post(here, {"reason": REASON, "languages": "all"})
    assert not Page.objects.filter(pk__in=[page.pk for page in pages], live=True).exists()
    entries = PageLogEntry.objects.filter(action="wagtail.unpublish", data={"reason": REASON})
    assert {entry.page_id for entry in entries} >= {page.pk for page in pages}
    assert len({entry.page_id for entry in entries}) == len(entries)


def test_in_bulk_in_one_language(flow: Flow) -> None:
    here = in_bulk("unpublish", news(flow, "en"))
    flow.client("approver").post(here, {"reason": REASON, "languages": "es"})
    assert [news(flow, code).live for code in ("en", "es")] == [True, False]


# Deletion


def test_deletion_names_translations_and_what_is_below(flow: Flow) -> None:
    client = flow.client("superuser")
    for here in (address(boston(flow, "en"), "delete"), in_bulk("delete", boston(flow, "en"))):
        said = words(client.get(here))
        for code in ("en", "es"):
            page = boston(flow, code)
            assert f"{page.title} {page.url} ({below(page.get_descendant_count())})" in said


@pytest.mark.parametrize(("chosen", "left"), [("all", 0), ("own", 1)])
@pytest.mark.parametrize("way", ["page", "bulk"])
def test_deletion_in_every_language_or_here(flow: Flow, way: str, chosen: str, left: int) -> None:
    page = flow.news
    here = address(page, "delete") if way == "page" else in_bulk("delete", page)
    flow.client("superuser").post(here, {"languages": chosen})
    assert not Page.objects.filter(pk=page.pk).exists()
    assert Page.objects.filter(translation_key=page.translation_key).count() == left


@pytest.mark.parametrize("way", ["page", "bulk"])
def test_what_may_not_be_deleted_everywhere_is_not_deleted_at_all(flow: Flow, way: str) -> None:
    page = flow.page
    flow.translation.save_revision().publish()
    here = address(page, "delete") if way == "page" else in_bulk("delete", page)
    response = flow.client("boston-lead").post(here, {"languages": "all"}, follow=True)
    assert "This is not yours to do in: español." in words(response)
    assert Page.objects.filter(translation_key=page.translation_key).count() == 2
