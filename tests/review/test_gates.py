"""Publish gates: each fault is refused at submission and at approval, with its place in words."""

from typing import Any

import pytest
from wagtail.test.utils.form_data import rich_text

from cms.pages.gates import problems
from home.models import StandardPage
from tests.access.movement import make_image

from .flow import Flow, words

pytestmark = pytest.mark.django_db

type Body = list[tuple[str, Any]]


def heading(level: str) -> tuple[str, Any]:
    return "heading", {"level": level, "text": f"Level {level}", "anchor": ""}


def paragraph(html: str) -> tuple[str, Any]:
    return "paragraph", {"text": rich_text(html), "footnotes": {"count": "0"}}


def action(page_id: int) -> tuple[str, Any]:
    return "call_to_action", {"text": "Come", "page": page_id, "address": ""}


def picture(flow: Flow, alt_text: str, decorative: str = "") -> tuple[str, Any]:
    image = make_image("A march", flow.movement.files["boston"].collection)
    value = {"image": image.pk, "alt_text": alt_text, "decorative": decorative}
    return "image", {"picture": value, "caption": "", "credit": ""}


def refused(flow: Flow, body: Body, **values: Any) -> str:
    """What the editor says to a submission that is refused; nothing typed is lost."""
    answer = flow.submit("boston-editor", body=body, **values)
    assert not flow.page.workflow_in_progress
    assert answer.status_code == 200
    return words(answer)


def test_a_skipped_heading_level_is_refused_with_its_place(flow: Flow) -> None:
    said = refused(flow, [heading("2"), heading("4")])
    assert "Body, block 2 (Heading): This heading skips a level." in said


def test_levels_that_go_down_one_step_at_a_time_pass(flow: Flow) -> None:
    body = [heading("2"), heading("3"), heading("4"), heading("2"), heading("3")]
    flow.submit("boston-editor", body=body)
    assert flow.page.workflow_in_progress


def test_a_link_to_a_page_that_is_not_public_is_refused(flow: Flow) -> None:
    draft = flow.movement.places["boston", "en"].waiting
    html = f'<p>See <a linktype="page" id="{draft.pk}">this</a>.</p>'
    said = refused(flow, [paragraph("<p>First.</p>"), paragraph(html)])
    assert "Body, block 2 (" in said
    assert "A link here leads to a page that readers cannot see." in said


def test_a_button_to_a_page_that_is_not_public_is_refused(flow: Flow) -> None:
    draft = flow.movement.places["boston", "en"].waiting
    assert "leads to a page that readers cannot see" in refused(flow, [action(draft.pk)])


def test_links_to_public_pages_and_to_the_page_itself_pass(flow: Flow) -> None:
    html = f'<p><a linktype="page" id="{flow.news.pk}">a</a></p>'
    flow.submit("boston-editor", body=[paragraph(html), action(flow.page.pk)])
    assert flow.page.workflow_in_progress


def test_an_empty_call_to_action_is_refused(flow: Flow) -> None:
    empty = ("call_to_action", {"text": "", "page": "", "address": ""})
    refused(flow, [empty])
    page = StandardPage(
        title="x",
        slug="x",
        summary="x",
        body=[("call_to_action", {"text": " ", "page": None, "address": ""})],
    )
    assert [str(problem) for problem in problems(page)] == [
        "Body, block 1 (Call to action): This button needs a text, and a page or an address."
    ]


def test_a_missing_summary_is_refused(flow: Flow) -> None:
    assert "Summary: Please write one or two sentences" in refused(flow, [], summary="")


def test_a_picture_without_description_is_refused(flow: Flow) -> None:
    refused(flow, [picture(flow, "")])
    image = make_image("A march", flow.movement.files["boston"].collection)
    image.decorative, image.contextual_alt_text = False, ""
    page = StandardPage(
        title="x",
        slug="x",
        summary="x",
        body=[("image", {"picture": image, "caption": "", "credit": ""})],
    )
    assert "Please describe the picture" in str(problems(page)[0])
    image.decorative = True
    assert problems(page) == []


def test_a_decorative_picture_passes(flow: Flow) -> None:
    flow.submit("boston-editor", body=[picture(flow, "", "on")])
    assert flow.page.workflow_in_progress


def test_a_translation_needs_its_own_descriptions(flow: Flow) -> None:
    english = "People carry a banner through the rain."
    flow.save("boston-editor", body=[picture(flow, english)])
    page = flow.page
    page.get_latest_revision().publish()
    translated = flow.submit("boston-editor", flow.translation, body=[picture(flow, english)])
    assert "Please translate the picture's description" in words(translated)
    assert not flow.translation.workflow_in_progress
    spanish = [picture(flow, "Gente con una pancarta bajo la lluvia.")]
    flow.submit("boston-editor", flow.translation, body=spanish)
    assert flow.translation.workflow_in_progress


def test_what_broke_since_the_submission_is_refused_at_approval(flow: Flow) -> None:
    html = f'<p><a linktype="page" id="{flow.news.pk}">a</a></p>'
    flow.submit("boston-editor", body=[paragraph(html)])
    flow.news.unpublish()
    assert "leads to a page that readers cannot see" in flow.review("boston-lead").get_text()
    answer = flow.decide("boston-lead", "approve")
    assert "Body, block 1 (Paragraph)" in words(answer)
    assert flow.kinds() == ["submitted"]


def test_resubmission_passes_the_gates_too(flow: Flow) -> None:
    flow.submit("boston-editor")
    flow.decide("boston-lead", "request-changes", "A summary!")
    flow.submit("boston-editor", summary="")
    assert flow.kinds() == ["submitted", "changes-requested"]
    flow.save("boston-editor", **{"action-restart-workflow": "1", "summary": ""})
    assert flow.kinds() == ["submitted", "changes-requested"]
