"""Facts of a published source reach every language, and every text that may reach readers."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from cms.review.decisions import submit
from cms.review.models import CarriedText, Decision, SetMember
from cms.review.publication import is_due_by_right
from cms.review.queue import Queue
from cms.review.scheduling import keep_dates
from cms.review.sets import add_text, make_set, publish_set
from cms.review.standing import read_digest
from cms.review.trust_line import trust_line_of
from cms.translation import tasks
from cms.translation.facts import following
from cms.translation.models import Freshness
from cms.translation.tasks import take_up_facts
from home.models import Partner

from .steps import CORRECTED, FOOD, LEGAL, NUMBER, Steps, link, names, numbers

pytestmark = pytest.mark.django_db


def test_a_number_is_read_in_every_language(steps: Steps) -> None:
    words = names(steps.spanish())
    steps.publish("boston", contact_links=CORRECTED, join_url="https://new.example.org/")
    assert numbers(steps.spanish()) == ["617-555-0199", "617-555-0102"]
    assert steps.spanish().join_url == "https://new.example.org/"
    assert names(steps.spanish()) == words
    page = steps.world.client("anonymous").get("/es/chapters/boston/").text
    assert "617-555-0199" in page
    assert "617-555-0101" not in page
    # What readers do not see yet has it as a draft, and stays a draft.
    assert not steps.world.page("boston", "ar").live
    assert numbers(steps.latest("ar")) == ["617-555-0199", "617-555-0102"]
    assert steps.freshness().stale_since is None
    assert steps.freshness().strays == []


def test_who_made_it_is_the_site_and_the_history_says_why(steps: Steps) -> None:
    source = steps.publish("boston", contact_links=CORRECTED)
    live = steps.spanish().live_revision
    assert live.user is None
    carried = CarriedText.objects.get(revision=live)
    assert carried.source_id == source.get_latest_revision().pk
    entry = PageLogEntry.objects.filter(action="translation.facts_followed").first()
    assert entry is not None
    assert entry.data["paths"] == [NUMBER]
    history = steps.world.client("staff").get(
        reverse("wagtailadmin_pages:history", args=[steps.spanish().pk])
    )
    assert f"1 fact follows the source’s revision {carried.source_id}." in history.text
    history = steps.world.client("staff").get(
        reverse("wagtailadmin_pages:history", args=[source.pk])
    )
    assert "Its facts were brought to: Arabic, Spanish." in history.text


def test_facts_follow_the_review_of_the_source(steps: Steps) -> None:
    """The whole way: written by an editor, approved by a lead and by staff, read in Spanish."""
    world = steps.world
    steps.draft("boston-editor", "boston", "en", contact_links=CORRECTED)
    with steps.capture(execute=True):
        submit(world.page("boston", "en"), world.users["boston-editor"])
    for who in ("boston-lead", "approver"):
        assert numbers(steps.spanish())[0] == "617-555-0101"
        with steps.capture(execute=True):
            assert world.approve(who, "boston", "en").status_code == 302
    assert numbers(steps.spanish())[0] == "617-555-0199"


def test_a_draft_stays_a_draft_on_top(steps: Steps) -> None:
    steps.draft("es-translator", "boston", "es", summary="Un resumen nuevo.")
    steps.publish("boston", contact_links=CORRECTED)
    page = steps.spanish()
    assert (page.summary, page.has_unpublished_changes) == ("es1 What boston is.", True)
    assert numbers(page)[0] == numbers(steps.latest())[0] == "617-555-0199"
    assert steps.latest().summary == "Un resumen nuevo."
    assert page.latest_revision.is_latest_revision()
    assert page.latest_revision_id != page.live_revision_id


def test_a_draft_that_has_the_facts_already_stays_the_newest(steps: Steps) -> None:
    steps.draft("es-translator", "boston", "es", summary="Nuevo.", contact_links=CORRECTED)
    steps.publish("boston", contact_links=CORRECTED)
    assert steps.latest().summary == "Nuevo."
    assert steps.spanish().latest_revision_id > steps.spanish().live_revision_id


def test_a_text_in_review_is_read_again_and_published_with_both(steps: Steps) -> None:
    world = steps.world
    steps.draft("es-translator", "boston", "es", summary="Un resumen nuevo.")
    submit(steps.spanish(), world.users["es-translator"])
    assert world.approve("es-reviewer", "boston", "es").status_code == 302
    state = steps.spanish().current_workflow_task_state
    read = {"revision": state.revision_id, "digest": read_digest(state.revision)}
    steps.publish("boston", contact_links=CORRECTED)
    address = reverse("review:review", args=[state.pk])
    answer = world.client("boston-lead").post(address, {"decision": "approve", **read})
    assert "changed since you read it" in answer.text
    # The language's reviewer approved the words, and that holds.
    state.refresh_from_db()
    approved = Decision.objects.about_text(state.revision).get(kind="approved")
    assert (approved.actor, approved.step) == (world.users["es-reviewer"], "language")
    assert str(CarriedText.objects.get(revision=state.revision).source_id) in approved.reason
    for who in ("boston-lead", "approver"):
        assert world.approve(who, "boston", "es").status_code == 302
    page = steps.spanish()
    assert (page.summary, numbers(page)[0]) == ("Un resumen nuevo.", "617-555-0199")


def test_whoever_wrote_a_text_still_wrote_it(steps: Steps) -> None:
    world = steps.world
    steps.draft("es-reviewer", "boston", "es", summary="Uno.")
    steps.draft("es-translator", "boston", "es", summary="Dos.")
    submit(steps.spanish(), world.users["es-translator"])
    assert world.approve("es-reviewer", "boston", "es").status_code == 200
    steps.publish("boston", contact_links=CORRECTED)
    steps.publish("boston", contact_links=CORRECTED.replace("0199", "0198"))
    assert world.approve("es-reviewer", "boston", "es").status_code == 200
    waiting = Queue(world.users["es-reviewer"], {}).all_entries
    assert [entry.waits_for_me for entry in waiting] == [False]
    assert [
        entry.waits_for_me for entry in Queue(world.users["es-reviewer-2"], {}).all_entries
    ] == [True]
    assert world.approve("es-reviewer-2", "boston", "es").status_code == 302


def test_whoever_wrote_what_readers_have_may_review_what_comes(steps: Steps) -> None:
    """Facts that follow are nobody's writing; what was written before is over."""
    world = steps.world
    revision = steps.draft("es-reviewer", "boston", "es", summary="Uno.")
    with steps.capture(execute=True):
        submit(steps.spanish(), world.users["es-reviewer"])
        for who in ("es-reviewer-2", "boston-lead", "approver"):
            assert world.approve(who, "boston", "es").status_code == 302
    assert steps.spanish().live_revision_id == revision.pk
    steps.publish("boston", contact_links=CORRECTED)
    steps.draft("es-translator", "boston", "es", summary="Dos.")
    submit(steps.spanish(), world.users["es-translator"])
    assert world.approve("es-reviewer", "boston", "es").status_code == 302


def scheduled(steps: Steps) -> Revision:
    world, soon = steps.world, timezone.now() + timedelta(hours=1)
    steps.draft("es-translator", "boston", "es", summary="Más tarde.", go_live_at=soon)
    submit(steps.spanish(), world.users["es-translator"])
    for who in ("es-reviewer", "boston-lead", "approver"):
        assert world.approve(who, "boston", "es").status_code == 302
    found: Revision = steps.spanish().scheduled_revision
    return found


def test_a_date_is_not_forgotten(steps: Steps) -> None:
    before = scheduled(steps)
    steps.publish("boston", contact_links=CORRECTED)
    after = steps.spanish().scheduled_revision
    assert after.pk != before.pk
    assert after.approved_go_live_at == before.approved_go_live_at
    assert is_due_by_right(after)
    assert steps.spanish().revisions.filter(approved_go_live_at__isnull=False).count() == 1
    Revision.objects.filter(pk=after.pk).update(approved_go_live_at=timezone.now())
    # Wagtail reads the date in the text too, when it publishes.
    later = timezone.now() + timedelta(hours=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        assert keep_dates() == 1
    page = steps.spanish()
    assert (page.summary, numbers(page)[0]) == ("Más tarde.", "617-555-0199")


def test_what_is_held_for_a_set_takes_the_facts(steps: Steps) -> None:
    world = steps.world
    together = make_set("Together", world.users["staff"])
    add_text(together, steps.spanish(), world.users["staff"])
    steps.draft("es-translator", "boston", "es", summary="Juntas.")
    submit(steps.spanish(), world.users["es-translator"])
    for who in ("es-reviewer", "boston-lead", "approver"):
        assert world.approve(who, "boston", "es").status_code == 302
    held = SetMember.objects.get()
    assert held.revision_id
    steps.publish("boston", contact_links=CORRECTED)
    page = steps.spanish()
    assert (page.summary, numbers(page)[0]) == ("es1 What boston is.", "617-555-0199")
    with steps.capture(execute=True):
        publish_set(together, world.users["staff"])
    page = steps.spanish()
    assert (page.summary, numbers(page)[0]) == ("Juntas.", "617-555-0199")


def test_the_trust_line_and_the_credits_stay(steps: Steps) -> None:
    world = steps.world
    steps.draft("es-translator", "boston", "es", summary="Aprobada.")
    submit(steps.spanish(), world.users["es-translator"])
    for who in ("es-reviewer", "boston-lead", "approver"):
        assert world.approve(who, "boston", "es").status_code == 302
    Freshness.objects.filter(pk=steps.freshness().pk).update(credits=["Las del turno de noche"])
    steps.publish("boston", contact_links=CORRECTED)
    line = trust_line_of(steps.spanish())
    assert line is not None
    assert (line.by_chapter, line.by_staff) == (True, True)
    assert steps.freshness().credits == ["Las del turno de noche"]


def test_an_own_value_stays_and_is_marked(steps: Steps) -> None:
    steps.publish("boston", "es", join_url="https://es.example.org/")
    steps.publish("boston", join_url="https://new.example.org/")
    assert steps.spanish().join_url == "https://es.example.org/"
    freshness = steps.freshness()
    assert freshness.stale_since is not None
    [stray] = freshness.strays
    assert (stray["path"], stray["why"]) == ("join_url", "own-value")
    assert [stray[name] for name in ("theirs", "old", "new")] == [
        "https://es.example.org/",
        "https://join.example.org/",
        "https://new.example.org/",
    ]
    assert "freshness-notice" in steps.world.client("anonymous").get("/es/chapters/boston/").text
    # A further change of something else leaves it marked; the same value is no stray.
    steps.publish("boston", contact_links=CORRECTED)
    assert [each["path"] for each in steps.freshness().strays] == ["join_url"]
    steps.publish("boston", join_url="https://es.example.org/")
    assert steps.freshness().strays == []
    assert steps.freshness().stale_since is None


def test_several_publications_are_one_merge(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "follow_everywhere", lambda _source: {})
    steps.publish("boston", contact_links=CORRECTED)
    steps.publish("boston", join_url="https://new.example.org/")
    assert numbers(steps.spanish())[0] == "617-555-0101"
    monkeypatch.undo()
    with steps.capture(execute=True):
        assert take_up_facts() == 1
    assert numbers(steps.spanish())[0] == "617-555-0199"
    assert steps.spanish().join_url == "https://new.example.org/"
    assert take_up_facts() == 0


def test_one_language_that_fails_keeps_no_other(
    steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring, failing = following.bring_facts, steps.world.translation("boston", "ar")

    def broken(translation: Any) -> int:
        if translation == failing:
            raise RuntimeError("broken")
        return int(bring(translation))

    monkeypatch.setattr(following, "bring_facts", broken)
    steps.publish("boston", contact_links=CORRECTED)
    assert numbers(steps.spanish())[0] == "617-555-0199"
    assert numbers(steps.latest("ar"))[0] == "617-555-0101"
    monkeypatch.undo()
    assert take_up_facts() == 1
    assert numbers(steps.latest("ar"))[0] == "617-555-0199"


def test_an_older_text_that_is_published_is_put_right(steps: Steps) -> None:
    """Such as one that was brought back in the editor, or was open in another tab."""
    old = steps.spanish().live_revision
    steps.publish("boston", contact_links=CORRECTED)
    with steps.capture(execute=True):
        old.publish()
    assert numbers(steps.spanish())[0] == "617-555-0199"


def test_facts_that_change_with_their_words_wait(steps: Steps) -> None:
    both = json.dumps(
        [link(LEGAL, "Food bank", "617-555-0150"), link(FOOD, "Food", "617-555-0102")]
    )
    steps.publish("boston", contact_links=both)
    assert numbers(steps.spanish())[0] == "617-555-0101"
    assert [each["why"] for each in steps.freshness().strays] == ["with-words"]
    # Nor does a later number get under the old name, and to publish again changes nothing.
    steps.publish("boston", contact_links=both.replace("0150", "0151"))
    steps.publish("boston", "es")
    assert numbers(steps.spanish())[0] == "617-555-0101"


def test_records_follow(steps: Steps) -> None:
    world = steps.world
    partner = Partner.objects.get()
    partner.consent_on, partner.consent_note = "2026-01-01", "By mail"
    with steps.capture(execute=True):
        partner.save_revision().publish()
    spanish_id = world.translation("home", "es").target_locale_id
    world.client("coordinator").post(
        reverse("translation:start_record", args=["home", "partner", partner.pk]),
        {"locales": [spanish_id]},
    )
    spanish = Partner.objects.get(locale=spanish_id)
    spanish.description = "Ayudan."
    spanish.save_revision().publish()
    assert Partner.objects.listed().filter(locale=spanish_id).exists()
    partner.refresh_from_db()
    partner.consent_on = None
    with steps.capture(execute=True):
        partner.save_revision().publish()
    assert not Partner.objects.listed().filter(locale=spanish_id).exists()
    spanish.refresh_from_db()
    assert (spanish.description, spanish.consent_on) == ("Ayudan.", None)
