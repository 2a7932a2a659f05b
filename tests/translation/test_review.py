"""Translations pass the language's reviewers, a chapter's leads, then staff; nobody their own."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowTask

from cms.access.models import Team
from cms.access.reconcile import check, reconcile
from cms.review.models import Decision
from cms.review.queue import Queue

from .world import World

pytestmark = pytest.mark.django_db


def steps(world: World, name: str, code: str) -> list[str]:
    workflow = world.page(name, code).get_workflow()
    tasks = WorkflowTask.objects.filter(workflow=workflow).order_by("sort_order")
    return [type(each.task.specific).__name__ for each in tasks]


def test_the_chains(world: World) -> None:
    assert steps(world, "about", "en") == ["StaffApprovalTask"]
    assert steps(world, "boston", "en") == ["LeadReviewTask", "StaffApprovalTask"]
    assert steps(world, "about", "es") == ["LanguageReviewTask", "StaffApprovalTask"]
    assert steps(world, "boston", "ar") == [
        "LanguageReviewTask",
        "LeadReviewTask",
        "StaffApprovalTask",
    ]
    assert check() == []


def test_without_the_staff_step_language_reviewers_publish(world: World, settings: Any) -> None:
    settings.TRANSLATION_NEEDS_STAFF = False
    reconcile()
    assert steps(world, "about", "es") == ["LanguageReviewTask"]
    assert steps(world, "boston", "es") == ["LanguageReviewTask", "LeadReviewTask"]
    assert steps(world, "about", "en") == ["StaffApprovalTask"]
    world.write("es-translator", "about", "es", "title", "Solo la lengua")
    world.submit("es-translator", "about", "es")
    world.approve("es-reviewer", "about", "es")
    text = world.client("anonymous").get("/es/about/").text
    assert "Solo la lengua" in text
    assert "Approved by national staff" not in text
    assert check() == []


def test_nobody_approves_what_they_had_a_hand_in(world: World) -> None:
    world.write("es-reviewer", "about", "es", "title", "Primero así")
    world.write("es-translator", "about", "es", "title", "Y luego así")
    world.submit("es-translator", "about", "es")
    for who in ("es-reviewer", "es-translator"):
        world.approve(who, "about", "es")
        state = world.page("about", "es").current_workflow_task_state
        assert state.task.name == "review by the language’s reviewers", who
        assert not Queue(world.users[who], {}).waiting_for_me
    assert len(Queue(world.users["es-reviewer-2"], {}).waiting_for_me) == 1
    world.approve("es-reviewer-2", "about", "es")
    state = world.page("about", "es").current_workflow_task_state
    assert "staff" in state.task.name
    given = [(each.kind, each.step) for each in Decision.objects.order_by("pk")]
    assert given[-2:] == [("submitted", "language"), ("approved", "language")]


def test_reviewers_of_other_languages_and_outsiders_decide_nothing(world: World) -> None:
    world.write("es-translator", "boston", "es", "title", "Boston en español")
    world.submit("es-translator", "boston", "es")
    before = world.readers_see()
    for who in ("ar-reviewer", "boston-lead", "chicago-lead", "approver", "staff", "coordinator"):
        world.approve(who, "boston", "es")
        world.ask_for_changes(who, "boston", "es", "No")
        state = world.page("boston", "es").current_workflow_task_state
        assert "language" in state.task.name, who
    assert world.readers_see() == before
    world.approve("es-reviewer", "boston", "es")
    world.approve("chicago-lead", "boston", "es")
    assert "leads" in world.page("boston", "es").current_workflow_task_state.task.name


def test_what_was_written_before_the_last_publication_is_nobodys_own_any_more(
    world: World,
) -> None:
    world.write("es-reviewer", "about", "es", "title", "Una vez")
    world.submit("es-reviewer", "about", "es")
    world.approve("es-reviewer-2", "about", "es")
    world.approve("approver", "about", "es")
    assert world.page("about", "es").title == "Una vez"
    world.write("es-translator", "about", "es", "title", "Otra vez")
    world.submit("es-translator", "about", "es")
    world.approve("es-reviewer", "about", "es")
    assert "staff" in world.page("about", "es").current_workflow_task_state.task.name


def test_a_correction_in_review_is_of_the_next_text(world: World) -> None:
    world.write("es-translator", "about", "es", "title", "Con una falta")
    world.submit("es-translator", "about", "es")
    assert world.write("es-reviewer", "about", "es", "title", "Sin falta").status_code == 200
    page = world.client("es-reviewer").get(world.editor("about", "es")).text
    assert "not part of the text in review" in page
    world.approve("es-reviewer", "about", "es")
    assert "language" in world.page("about", "es").current_workflow_task_state.task.name
    world.ask_for_changes("es-reviewer-2", "about", "es", "Toma la corrección")
    assert (
        "Toma la corrección" in world.client("es-translator").get(world.editor("about", "es")).text
    )
    world.submit("es-translator", "about", "es")
    world.approve("es-reviewer-2", "about", "es")
    world.approve("approver", "about", "es")
    assert "Sin falta" in world.client("anonymous").get("/es/about/").text


def test_a_language_without_another_reviewer_goes_to_staff(world: World) -> None:
    world.write_all("ar-reviewer", "about", "ar", "ar3")
    assert world.submit("ar-reviewer", "about", "ar").status_code == 302
    state = world.page("about", "ar").current_workflow_task_state
    assert "staff" in state.task.name
    skipped = Decision.objects.get(kind="skipped")
    assert skipped.step == "language"
    assert skipped.reason


def test_unfinished_text_is_not_submitted(world: World) -> None:
    response = world.submit("ar-translator", "about", "ar")
    assert response.status_code == 422
    number = len(world.segments("about"))
    assert f"{number} passages are not translated yet" in response.text
    assert world.page("about", "ar").current_workflow_state is None
    world.write_all("ar-translator", "about", "ar", "ar4")
    translation = world.translation("about", "ar")
    translation.source.stringsegment_set.get_translations(translation.target_locale).filter(
        context__path="summary"
    ).update(translation_type="machine")
    response = world.submit("ar-translator", "about", "ar")
    assert response.status_code == 422
    assert "as a machine made it" in response.text
    world.write("ar-translator", "about", "ar", "summary", "كلام الناس")
    assert world.submit("ar-translator", "about", "ar").status_code == 302


def test_the_editor_offers_what_may_be_done(world: World) -> None:
    address = world.editor("about", "es")
    draft = world.client("es-translator").get(address).text
    for offered in ('value="save"', 'value="submit"', "Preview"):
        assert offered in draft
    assert "Go to review" not in draft
    reader = world.client("coordinator").get(address).text
    assert 'value="save"' not in reader
    assert "readonly" in reader
    world.write("es-translator", "about", "es", "title", "Nuevo")
    world.submit("es-translator", "about", "es")
    state = world.page("about", "es").current_workflow_task_state
    review = reverse("review:review", args=[state.pk])
    for who in ("es-translator", "es-reviewer"):
        text = world.client(who).get(address).text
        assert f'href="{review}"' in text
        assert 'value="submit"' not in text
    assert "Approve" in world.client("es-reviewer").get(review).text
    assert 'value="approve"' not in world.client("es-translator").get(review).text


def test_who_leaves_the_team_is_out_at_once(world: World) -> None:
    client = world.client("es-translator")
    assert client.get(world.editor("about", "es")).status_code == 200
    Team.objects.get(role_key="translators", locale__language_code="es").group.user_set.clear()
    assert client.get(world.editor("about", "es")).status_code != 200
    assert Client().get(world.editor("about", "es")).status_code == 302
