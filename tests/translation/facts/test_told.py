"""What is told of facts: to whoever approves the source, to the language's team, to readers."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cms.review.decisions import submit
from cms.translation.models import ConfirmedFacts
from cms.translation.notifications.language_teams import tell_language_teams
from cms.translation.stats.table import StatsTable

from .steps import CORRECTED, FOOD, LEGAL, NUMBER, Steps, link, numbers

pytestmark = pytest.mark.django_db

RENAMED = json.dumps([link(LEGAL, "Legal aid", "617-555-0150"), link(FOOD, "Food", "617-555-0199")])


def submitted(steps: Steps, **values: Any) -> None:
    steps.draft("boston-editor", "boston", "en", **values)
    submit(steps.world.page("boston", "en"), steps.world.users["boston-editor"])


def review_page(steps: Steps, who: str, code: str = "en") -> BeautifulSoup:
    state = steps.world.page("boston", code).current_workflow_task_state
    response = steps.world.client(who).get(reverse("review:review", args=[state.pk]))
    return BeautifulSoup(response.content, "html.parser")


def approve(steps: Steps, who: str, **more: Any) -> None:
    page = review_page(steps, who)
    form = {field["name"]: field["value"] for field in page.select("form input[type=hidden]")}
    with steps.capture(execute=True):
        state = steps.world.page("boston", "en").current_workflow_task_state
        response = steps.world.client(who).post(
            reverse("review:review", args=[state.pk]), form | {"decision": "approve", **more}
        )
        assert response.status_code == 302


def test_the_review_of_the_source_says_what_follows(steps: Steps) -> None:
    steps.publish("boston", "es", join_url="https://es.example.org/")
    submitted(steps, contact_links=CORRECTED, join_url="https://new.example.org/")
    text = review_page(steps, "boston-lead").get_text()
    assert "Spanish: 1 fact follows with this approval." in text
    assert "Arabic: 2 facts follow with this approval." in text
    assert "Spanish keeps a value of its own: Join link" in text
    # It was a dry run.
    assert numbers(steps.spanish())[0] == "617-555-0101"
    assert numbers(steps.latest("ar"))[0] == "617-555-0101"
    assert steps.freshness().strays == []


def test_the_review_of_a_translation_speaks_of_none(steps: Steps) -> None:
    steps.draft("es-translator", "boston", "es", summary="Un resumen nuevo.")
    submit(steps.spanish(), steps.world.users["es-translator"])
    assert "follows with this approval" not in review_page(steps, "es-reviewer", "es").get_text()


def test_what_changed_with_its_words_follows_if_it_is_ticked(steps: Steps) -> None:
    submitted(steps, contact_links=RENAMED)
    [tick] = review_page(steps, "boston-lead").select("input[name=follows]")
    assert tick["value"] == NUMBER
    label = tick.find_parent("label")
    assert label is not None
    assert "617-555-0101" in label.get_text()
    assert "Spanish" in label.get_text()
    approve(steps, "boston-lead", follows=[NUMBER, "nonsense"])
    said = ConfirmedFacts.objects.get()
    assert (said.paths, said.user) == ([NUMBER], steps.world.users["boston-lead"])
    # Staff see what the lead has ticked, and have the last word.
    [tick] = review_page(steps, "approver").select("input[name=follows]")
    assert tick.has_attr("checked")
    approve(steps, "approver", follows=[NUMBER])
    assert numbers(steps.spanish()) == ["617-555-0150", "617-555-0199"]
    assert steps.freshness().strays == []


def test_what_is_not_ticked_waits_for_the_team(steps: Steps) -> None:
    submitted(steps, contact_links=RENAMED)
    approve(steps, "boston-lead", follows=[NUMBER])
    approve(steps, "approver")
    assert ConfirmedFacts.objects.get().paths == []
    assert numbers(steps.spanish()) == ["617-555-0101", "617-555-0199"]
    [stray] = steps.freshness().strays
    assert (stray["path"], stray["why"]) == (NUMBER, "with-words")


def test_an_approval_that_is_refused_ticks_nothing(steps: Steps) -> None:
    submitted(steps, contact_links=RENAMED)
    state = steps.world.page("boston", "en").current_workflow_task_state
    address = reverse("review:review", args=[state.pk])
    answer = steps.world.client("boston-lead").post(
        address, {"decision": "approve", "revision": 0, "digest": "x", "follows": [NUMBER]}
    )
    assert "changed since you read it" in answer.text
    assert not ConfirmedFacts.objects.exists()


def test_the_team_is_told_with_old_and_new_value(steps: Steps) -> None:
    steps.publish("boston", "es", join_url="https://es.example.org/")
    steps.publish("boston", join_url="https://new.example.org/")
    editor = steps.world.client("es-translator").get(steps.world.editor("boston", "es"))
    told = BeautifulSoup(editor.content, "html.parser").select_one(".help-warning dl")
    assert told is not None
    assert [each.get_text() for each in told.select("dt")] == ["Join link"]
    assert [each.get_text() for each in told.select("bdi")] == [
        "https://join.example.org/",
        "https://new.example.org/",
        "https://es.example.org/",
    ]
    with steps.capture(execute=True):
        assert tell_language_teams() == 1
    to_translator = next(each for each in mail.outbox if "es-translator@example.org" in each.to)
    assert "https://join.example.org/" in to_translator.body
    assert "https://new.example.org/" in to_translator.body
    rows = StatsTable(steps.world.users["es-translator"]).rows
    cell = next(row for row in rows if row.title == "Boston").cells["es"]
    assert (cell.state, cell.strays) == ("stale", 1)
    table = steps.world.client("es-translator").get(reverse("translation:status"))
    assert "1 fact differs" in table.text


def test_readers_of_a_part_are_told_of_that_part(steps: Steps) -> None:
    steps.publish("boston", contact_links=RENAMED)
    page = steps.world.client("anonymous").get("/es/chapters/boston/").text
    notice = page[page.index('class="freshness-notice') :].partition("</aside>")[0]
    assert timezone.localdate().strftime("%Y") in notice


def test_what_is_submitted_again_is_meant(steps: Steps) -> None:
    world = steps.world
    steps.publish("boston", "es", join_url="https://es.example.org/")
    steps.publish("boston", join_url="https://new.example.org/")
    assert steps.freshness().strays
    assert world.submit("es-translator", "boston", "es").status_code == 302
    assert steps.freshness().strays
    with steps.capture(execute=True):
        for who in ("es-reviewer", "boston-lead", "approver"):
            assert world.approve(who, "boston", "es").status_code == 302
    assert steps.freshness().strays == []
    assert steps.freshness().stale_since is None


def test_what_strayed_after_the_submission_is_told_still(steps: Steps) -> None:
    world = steps.world
    steps.publish("boston", "es", join_url="https://es.example.org/")
    assert world.submit("es-translator", "boston", "es").status_code == 302
    steps.publish("boston", contact_links=RENAMED)
    assert [each["path"] for each in steps.freshness().strays] == [NUMBER]
    with steps.capture(execute=True):
        for who in ("es-reviewer", "boston-lead", "approver"):
            assert world.approve(who, "boston", "es").status_code == 302
    assert [each["path"] for each in steps.freshness().strays] == [NUMBER]
