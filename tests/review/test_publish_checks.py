"""Publish checks: each fault is refused at submission and at approval, with its place in words."""

import json
from datetime import date
from typing import Any

import pytest
from wagtail.models import Locale, PageViewRestriction
from wagtail.test.utils.form_data import rich_text
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import translate_object

from cms.pages.publish_checks import problems
from cms.review import decisions
from cms.translation import submission
from home.models import StandardPage
from tests.access.movement import add_child, make_image
from zine.models import ZineIndexPage, ZineIssuePage
from zine.web.parts import BLOCKS_PER_PART

from .flow import Flow, fresh, words

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


@pytest.mark.parametrize("above", [False, True], ids=["the page itself", "a page above it"])
def test_a_link_to_a_page_behind_a_login_is_refused(flow: Flow, above: bool) -> None:
    """It is live, and readers get a form to sign in all the same; without the login it passes."""
    news = flow.news
    locked = PageViewRestriction.objects.create(
        page=news.get_parent() if above else news, restriction_type=PageViewRestriction.LOGIN
    )
    html = f'<p><a linktype="page" id="{news.pk}">a</a></p>'
    said = refused(flow, [paragraph(html)])
    assert "Body, block 1 (Paragraph): A link here leads to a page that readers" in said
    assert "leads to a page that readers cannot see" in refused(flow, [action(news.pk)])
    locked.delete()
    flow.submit("boston-editor", body=[paragraph(html), action(news.pk)])
    assert flow.page.workflow_in_progress


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


def test_every_part_of_a_zine_issue_passes_the_gates(flow: Flow) -> None:
    home = fresh(flow.movement.homes["en"])
    index = ZineIndexPage(title="Zines", slug="zine", summary="All issues.")
    add_child(home, index)
    plain = {"type": "paragraph", "value": {"text": "<p>Text.</p>", "footnotes": []}}
    steep = {"type": "heading", "value": {"level": "4", "text": "Deep", "anchor": ""}}
    begin = {"type": "heading", "value": {"level": "2", "text": "A part", "anchor": ""}}
    body = [begin, *[plain] * BLOCKS_PER_PART, begin, plain, steep]
    issue = ZineIssuePage(
        title="Seven",
        slug="7",
        number=7,
        published_on=date(2024, 1, 1),
        summary="",
        body=json.dumps(body),
    )
    add_child(index, issue)
    with pytest.raises(decisions.Refused) as refused:
        decisions.submit(issue, flow.user("staff"))
    said = str(refused.value)
    assert f"Body, block {len(body)} (Heading): This heading skips a level." in said
    assert "Summary: Please write one or two sentences" in said
    assert not fresh(issue).workflow_in_progress


def test_what_comes_from_the_desk_passes_the_gates(flow: Flow) -> None:
    """A description that was kept as it is in English is named, and the draft is kept."""
    described = picture(flow, "People carry a banner through the rain.")
    flow.save("boston-editor", body=[paragraph("<p>First.</p>"), described])
    page = flow.page
    page.get_latest_revision().publish()
    arabic = Locale.objects.get(language_code="ar")
    for each in reversed([page, *page.get_ancestors().filter(depth__gt=2).specific()]):
        translate_object(each, [arabic])
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale=arabic
    )
    for segment in StringSegment.objects.filter(source=translation.source):
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=arabic,
            context=segment.context,
            data=segment.string.data,
            translation_type="manual",
        )
    with pytest.raises(decisions.Refused, match=r"Body, block 2 .*translate the picture"):
        submission.submit(translation, flow.user("superuser"))
    assert not translation.get_target_instance().workflow_in_progress
