"""Two people save one draft: the second is shown both texts and chooses, at every door."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.urls import reverse
from wagtail.models import Revision

from home.models import SiteIdentity

from .flow import Flow, editor_form, fresh, record_form, words

pytestmark = pytest.mark.django_db

type Form = dict[str, Any]
THEIRS, MINE = "What the lead has written.", "What the editor has typed."


def opened(flow: Flow, who: str, address: str) -> Form:
    """What the editor's form says of the version that it was opened on."""
    soup = BeautifulSoup(flow.client(who).get(address).content, "html.parser")
    names = ("loaded_revision_id", "loaded_revision_created_at")
    return {name: soup.select_one(f"form[data-edit-form] [name={name}]")["value"] for name in names}  # type: ignore[index]


def edit(flow: Flow) -> str:
    return reverse("wagtailadmin_pages:edit", args=[flow.page.pk])


def press(flow: Flow, who: str, response: Any) -> Any:
    """Press “Keep mine” on the page that shows both texts."""
    form = BeautifulSoup(response.content, "html.parser").select_one("main form[method=post]")
    assert form is not None
    data = QueryDict(mutable=True)
    for field in form.select("input[type=hidden]"):
        data.appendlist(str(field["name"]), str(field["value"]))
    data.pop("csrfmiddlewaretoken", None)
    address = str(form["action"])
    return flow.client(who).post(
        address, data.urlencode(), content_type="application/x-www-form-urlencoded"
    )


def summary(flow: Flow) -> str:
    return str(flow.page.get_latest_revision_as_object().summary)


@pytest.mark.parametrize("button", [{}, {"action-submit": "1"}, {"action-publish": "1"}])
def test_the_second_is_shown_both_texts_and_keeps_theirs_or_mine(flow: Flow, button: Form) -> None:
    mine = opened(flow, "boston-editor", edit(flow))
    theirs = opened(flow, "boston-lead", edit(flow))
    assert flow.save("boston-lead", summary=THEIRS, **theirs).status_code == 302
    answer = flow.save("boston-editor", summary=MINE, **mine, **button)
    assert answer.status_code == 409
    for sentence in (
        "boston-lead saved another version",
        THEIRS.removesuffix("."),
        "Keep mine",
        "Take theirs",
    ):
        assert all(word in words(answer) for word in sentence.split()), sentence
    assert MINE in answer.text
    assert summary(flow) == THEIRS
    assert flow.page.current_workflow_state is None
    assert press(flow, "boston-editor", answer).status_code == 302
    assert summary(flow) == MINE
    assert flow.page.current_workflow_state is None


def test_another_save_meanwhile_is_asked_about_again(flow: Flow) -> None:
    mine = opened(flow, "boston-editor", edit(flow))
    flow.save("boston-lead", summary=THEIRS)
    answer = flow.save("boston-editor", summary=MINE, **mine)
    flow.save("boston-lead", summary="A third text.")
    again = press(flow, "boston-editor", answer)
    assert again.status_code == 409
    assert summary(flow) == "A third text."
    assert press(flow, "boston-editor", again).status_code == 302
    assert summary(flow) == MINE


def test_a_version_that_saved_itself_again_is_another(flow: Flow) -> None:
    """Saving by itself writes one version again and again, under its number."""
    first = flow.autosave("boston-lead", summary="Half a").json()
    mine = opened(flow, "boston-editor", edit(flow))
    draft = Revision.objects.get(pk=first["revision_id"])
    assert flow.autosave("boston-lead", overwrite=draft, summary=THEIRS).json()["success"]
    assert flow.save("boston-editor", summary=MINE, **mine).status_code == 409
    assert summary(flow) == THEIRS


def test_saving_by_itself_gets_a_sentence_that_its_script_shows(flow: Flow) -> None:
    mine = opened(flow, "boston-editor", edit(flow))
    flow.save("boston-lead", summary=THEIRS)
    form = editor_form(flow.page, summary=MINE, **mine)
    answer = flow.client("boston-editor").post(edit(flow), form, HTTP_ACCEPT="application/json")
    assert answer.status_code == 409
    assert answer.json()["error_code"] == "invalid_revision"
    assert "you will see both and choose" in answer.json()["error_message"]
    assert summary(flow) == THEIRS


def test_what_says_the_same_is_saved(flow: Flow) -> None:
    mine = opened(flow, "boston-editor", edit(flow))
    flow.save("boston-lead", summary=THEIRS)
    assert flow.save("boston-editor", summary=THEIRS, **mine).status_code == 302


def test_nothing_typed_is_lost_when_it_cannot_be_saved(flow: Flow) -> None:
    mine = opened(flow, "boston-editor", edit(flow))
    flow.save("boston-lead", summary=THEIRS)
    answer = flow.save("boston-editor", summary=MINE, slug="not an address", **mine)
    assert answer.status_code == 409
    kept = press(flow, "boston-editor", answer)
    assert kept.status_code == 200
    assert MINE in kept.text
    assert "not an address" in kept.text
    assert summary(flow) == THEIRS


def test_a_text_without_a_version_has_one_meanwhile(flow: Flow) -> None:
    Revision.objects.for_instance(flow.page).delete()
    type(flow.page).objects.filter(pk=flow.page.pk).update(latest_revision=None)
    mine = opened(flow, "boston-editor", edit(flow))
    assert mine["loaded_revision_id"] == ""
    flow.save("boston-lead", summary=THEIRS)
    assert flow.save("boston-editor", summary=MINE, **mine).status_code == 409
    assert summary(flow) == THEIRS


def test_an_older_version_is_brought_back_over_the_latest_alone(flow: Flow) -> None:
    old = flow.page.latest_revision
    flow.save("boston-editor", summary="A second text.")
    address = reverse("wagtailadmin_pages:revisions_revert", args=[flow.page.pk, old.pk])
    mine = opened(flow, "boston-editor", address)
    flow.save("boston-lead", summary=THEIRS)
    form = editor_form(flow.page, summary=MINE, **mine)
    answer = flow.client("boston-editor").post(address, form)
    assert answer.status_code == 409
    assert summary(flow) == THEIRS
    assert press(flow, "boston-editor", answer).status_code == 302
    assert summary(flow) == MINE


def test_a_text_that_went_into_review_meanwhile_stays_as_it_was_sent(flow: Flow) -> None:
    mine = opened(flow, "boston-editor", edit(flow))
    flow.submit("boston-lead", summary=THEIRS)
    answer = flow.save("boston-editor", summary=MINE, **mine)
    assert answer.status_code == 409
    kept = press(flow, "boston-editor", answer)
    assert MINE in kept.text
    assert summary(flow) == THEIRS


def test_records_are_asked_about_as_pages_are(flow: Flow) -> None:
    identity = SiteIdentity.objects.get(locale__language_code="en")
    address = reverse(SiteIdentity.snippet_viewset.get_url_name("edit"), args=[identity.pk])
    mine = opened(flow, "staff", address)
    assert flow.save_record("superuser", identity, statement=THEIRS).status_code == 302
    form = record_form(identity, statement=MINE) | mine
    answer = flow.client("staff").post(address, form | {"action-submit": "1"})
    assert answer.status_code == 409
    draft = fresh(identity).get_latest_revision_as_object()
    assert draft.statement == THEIRS
    script = flow.client("staff").post(address, form, HTTP_ACCEPT="application/json")
    assert script.json()["error_code"] == "invalid_revision"
    assert press(flow, "staff", answer).status_code == 302
    assert fresh(identity).get_latest_revision_as_object().statement == MINE
