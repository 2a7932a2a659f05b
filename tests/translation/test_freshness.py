"""A source that moves on is noticed by comparing segments; readers and teams are told."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from cms.translation.freshness import bring_up_to_date
from cms.translation.freshness_notice import freshness_notice_of
from cms.translation.models import Freshness
from cms.translation.notifications.language_teams import tell_language_teams
from cms.translation.segments.listing import segments_of
from tests.markup import parse

from .world import World

pytestmark = pytest.mark.django_db


def change(world: World, capture: Any, name: str = "about", **values: Any) -> None:
    """Publish the English page with other values, as review does in the end."""
    page = world.page(name, "en")
    for field, value in values.items():
        setattr(page, field, value)
    with capture(execute=True):
        page.save_revision().publish()


def same_blocks(world: World, old: str, new: str) -> str:
    """The page's text as it is, its blocks' numbers too, with other words."""
    body = world.page("about", "en").body
    return json.dumps(list(body.get_prep_value())).replace(old, new)


def test_the_same_words_again_change_nothing(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    before = world.readers_see()
    source = world.translation("about", "es").source
    updated = source.last_updated_at
    change(world, django_capture_on_commit_callbacks)
    source.refresh_from_db()
    assert source.last_updated_at == updated
    assert not Freshness.objects.filter(stale_since__isnull=False).exists()
    assert world.readers_see() == before


def test_a_draft_changes_nothing(world: World, django_capture_on_commit_callbacks: Any) -> None:
    page = world.page("about", "en")
    page.title = "A draft of another title"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision()
    assert not Freshness.objects.filter(stale_since__isnull=False).exists()
    assert world.segment("about", "title").string.data == "About us"


def test_changed_words_are_noticed_told_and_offered(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    spanish = world.client("anonymous").get("/es/about/").text
    body = same_blocks(world, "Onwards, all together", "Onwards, each and all together")
    change(world, django_capture_on_commit_callbacks, body=body)
    after = world.client("anonymous").get("/es/about/").text
    assert after != spanish
    today = timezone.localdate().strftime("%Y")
    assert "The English page changed on" in after or "cambió" in after
    assert today in after
    assert "es1 Onwards, all together, nobody left behind." in after
    assert "each and all" not in after
    assert 'href="/en/about/" hreflang="en"' in after
    # The section's heading on this page names the part that may be out of date.
    notice = after[after.index('class="freshness-notice') :].partition("</aside>")[0]
    assert "es1 Where we go" in notice
    assert "es1 Where we began" not in notice
    assert "freshness-notice" not in world.client("anonymous").get("/es/principles/").text
    assert "freshness-notice" not in world.client("anonymous").get("/en/about/").text
    missing = [each for each in segments_of(world.translation("about", "es")) if each.is_missing]
    assert len(missing) == 1
    offer = missing[0].offer
    assert offer is not None
    assert offer.text == "es1 Onwards, all together, nobody left behind."
    assert ("new", "each and") in offer.changes
    editor = world.client("es-translator").get(world.editor("about", "es")).text
    assert "put in: </span>each and</ins>" in editor
    assert world.submit("es-translator", "about", "es").status_code == 422


def test_a_new_title_is_the_whole_page(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    change(world, django_capture_on_commit_callbacks, title="All about us")
    notice = world.client("anonymous").get("/es/about/").text
    assert "This translation may be out of date" in notice or "freshness-notice" in notice
    offer = segments_of(world.translation("about", "es"))[0].offer
    assert offer is not None
    assert offer.changes == [("gone", "About"), ("new", "All about"), ("same", "us")]


def test_a_changed_child_is_named(world: World, django_capture_on_commit_callbacks: Any) -> None:
    page = world.page("principles", "en")
    child = page.principles.first()
    child.statement = "Another first principle"
    page.principles.add(child)
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    notice = world.client("anonymous").get("/es/principles/").text
    notice = notice[notice.index('class="freshness-notice') :].partition("</aside>")[0]
    assert "es1 Principle number 1" in notice
    assert "es1 Principle number 2" not in notice


def test_it_is_fresh_again_once_the_answer_is_published(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    body = same_blocks(world, "Onwards", "Forwards")
    change(world, django_capture_on_commit_callbacks, body=body)
    freshness = Freshness.objects.get(translation=world.translation("about", "es"))
    assert freshness.stale_since is not None
    for found in segments_of(world.translation("about", "es")):
        if found.is_missing:
            address = world.address("about", "es", found.string_segment)
            world.client("es-translator").put(
                address, "value=Adelante", content_type="application/x-www-form-urlencoded"
            )
    assert world.submit("es-translator", "about", "es").status_code == 302
    assert "freshness-notice" in world.client("anonymous").get("/es/about/").text
    world.approve("es-reviewer", "about", "es")
    world.approve("approver", "about", "es")
    text = world.client("anonymous").get("/es/about/").text
    assert "Adelante" in text
    assert "freshness-notice" not in text


def test_what_moved_on_during_the_review_is_still_stale_after_it(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    world.write("es-translator", "about", "es", "title", "Otro título")
    world.submit("es-translator", "about", "es")
    change(world, django_capture_on_commit_callbacks, title="Moved on meanwhile")
    world.approve("es-reviewer", "about", "es")
    world.approve("approver", "about", "es")
    text = world.client("anonymous").get("/es/about/").text
    assert "Otro título" in text
    assert "freshness-notice" in text


def test_words_put_back_are_fresh_again(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    change(world, django_capture_on_commit_callbacks, title="Something else")
    assert "freshness-notice" in world.client("anonymous").get("/es/about/").text
    change(world, django_capture_on_commit_callbacks, title="About us")
    assert "freshness-notice" not in world.client("anonymous").get("/es/about/").text
    assert not any(each.is_missing for each in segments_of(world.translation("about", "es")))


def test_readers_are_told_of_the_first_change_that_the_translation_lacks(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    """More changes do not make a translation younger; one that had caught up begins anew."""
    change(world, django_capture_on_commit_callbacks, title="Something else")
    ten_days_ago = timezone.now() - timedelta(days=10)
    Freshness.objects.update(stale_since=ten_days_ago, changed_at=ten_days_ago)
    change(world, django_capture_on_commit_callbacks, title="And again something else")
    assert day(ten_days_ago) in told(world)
    freshness = Freshness.objects.get(translation=world.translation("about", "es"))
    assert freshness.changed_at is not None
    assert freshness.changed_at.date() == timezone.localdate(), "the team hears of the new one"
    change(world, django_capture_on_commit_callbacks, title="About us")
    assert told(world) == ""
    change(world, django_capture_on_commit_callbacks, title="Something else")
    assert day(timezone.now()) in told(world)


def told(world: World) -> str:
    """What readers of the Spanish page are told about it."""
    page = parse(world.client("anonymous").get("/es/about/"))
    return " ".join(notice.get_text() for notice in page.select(".freshness-notice"))


def day(moment: datetime) -> str:
    with override("es"):
        return date_format(moment)


def test_the_task_may_run_again(world: World, django_capture_on_commit_callbacks: Any) -> None:
    change(world, django_capture_on_commit_callbacks, title="Something else")
    rows = list(Freshness.objects.order_by("pk").values())
    assert bring_up_to_date(world.translation("about", "es").source) is False
    assert list(Freshness.objects.order_by("pk").values()) == rows


def test_the_team_gets_one_digest(world: World, django_capture_on_commit_callbacks: Any) -> None:
    change(world, django_capture_on_commit_callbacks, title="Something else")
    change(world, django_capture_on_commit_callbacks, name="boston", place="Another place")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert tell_language_teams() == 1
    people = {address for message in mail.outbox for address in message.to}
    names = ("es-translator", "es-reviewer", "es-reviewer-2")
    assert people == {f"{name}@example.org" for name in names}
    assert "2 pages" in mail.outbox[0].subject
    assert world.editor("about", "es") in mail.outbox[0].body
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert tell_language_teams() == 0
        change(world, django_capture_on_commit_callbacks, title="And again something else")
        assert tell_language_teams() == 0
    long_ago = timezone.now() - timedelta(days=2)
    Freshness.objects.update(told_at=long_ago)
    boston = Freshness.objects.filter(translation=world.translation("boston", "es"))
    boston.update(changed_at=long_ago - timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert tell_language_teams() == 1
    assert "A page" in mail.outbox[0].subject


def test_a_page_in_the_first_language_asks_nothing(
    world: World, django_assert_num_queries: Any
) -> None:
    english, spanish = world.page("about", "en"), world.page("about", "es")
    assert english.locale.language_code == "en"
    assert spanish.locale.language_code == "es"
    with django_assert_num_queries(0):
        assert freshness_notice_of(english) is None
    with django_assert_num_queries(1):
        assert freshness_notice_of(spanish) is None


def test_what_comes_before_the_first_heading_has_a_name_too(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    body = same_blocks(world, "Onwards", "Forwards")
    change(world, django_capture_on_commit_callbacks, summary="Another summary", body=body)
    told = freshness_notice_of(world.page("about", "es"))
    assert told is not None
    assert told.sections == ["es1 Where we go", "the beginning of the page"]
