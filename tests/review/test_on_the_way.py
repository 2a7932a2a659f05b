"""What people are told on the way: while a text rests, by an older link, by a copy, by the help."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from .flow import Flow, words

pytestmark = pytest.mark.django_db


def editor(flow: Flow, who: str) -> str:
    return words(flow.client(who).get(reverse("wagtailadmin_pages:edit", args=[flow.page.pk])))


@pytest.mark.parametrize("who", ["boston-editor", "boston-lead"])
def test_the_editor_says_for_whom_the_text_rests(flow: Flow, who: str) -> None:
    """The leads are the reviewers of this step; they may not write in it either."""
    flow.submit("boston-editor")
    told = editor(flow, who)
    assert "This text is in review , at the step “review by the chapter's leads”" in told
    assert "Only reviewers" not in told
    assert "Reviewers can edit" not in told
    assert "they do not write in it" in told


def test_staff_who_may_write_are_not_told_that_it_rests(flow: Flow) -> None:
    flow.submit("boston-editor")
    assert "This text is in review" not in editor(flow, "staff")


def test_an_older_link_leads_to_the_text_that_waits_now(flow: Flow) -> None:
    flow.submit("boston-editor")
    older = reverse("review:review", args=[flow.state().pk])
    assert "waits now" not in words(flow.client("boston-lead").get(older))
    flow.decide("boston-lead", "request-changes", "Not yet.")
    assert "waits now" not in words(flow.client("boston-lead").get(older))
    flow.submit("boston-editor", title="Better")
    page = BeautifulSoup(flow.client("boston-lead").get(older).content, "html.parser")
    now = reverse("review:review", args=[flow.state().pk])
    assert page.select_one(f'a[href="{now}"]') is not None
    assert flow.client("boston-lead").get(now).status_code == 200


def test_a_copy_is_offered_an_address_that_is_free(flow: Flow) -> None:
    page, client = flow.national_page, flow.client("staff")
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    form = client.get(address).context["form"]
    offered = form["new_slug"].value()
    assert offered == f"{page.slug}-1"
    parent = page.get_parent()
    data = {"new_title": "A copy", "new_slug": offered, "new_parent_page": parent.pk}
    assert client.post(address, data).status_code == 302
    assert Page.objects.child_of(parent).filter(slug=offered, live=False).exists()


def test_the_help_is_no_other_programs(flow: Flow) -> None:
    shown = flow.client("staff").get(reverse("wagtailadmin_home")).content.decode()
    assert "guide.wagtail.org" not in shown
    assert "What's new in Wagtail" not in shown
    assert "editor-guide" not in shown
