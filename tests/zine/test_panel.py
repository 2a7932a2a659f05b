"""What the editor of an issue is told about its editions."""

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests.factories import ZineIssuePageFactory
from zine.editions.kinds import booklet, pictures
from zine.editions.problems import BlockPlace, Problem
from zine.models import Artifact, Edition, ZineIssuePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> ZineIssuePage:
    page: ZineIssuePage = ZineIssuePageFactory(number=7)
    return page


@pytest.fixture
def edit(client: Client, issue: ZineIssuePage) -> Any:
    client.force_login(get_user_model().objects.create_superuser("chief"))

    def page() -> str:
        response = client.get(reverse("wagtailadmin_pages:edit", args=[issue.pk]))
        assert response.status_code == 200
        return response.content.decode()

    return page


def made(issue: ZineIssuePage, **fields: Any) -> Edition:
    edition = Edition.objects.create(
        issue=issue, **{"key": "k", "state": Edition.State.READY, "is_current": True} | fields
    )
    for kind in (pictures.COVER.name, booklet.A4.name):
        Artifact.objects.create(
            edition=edition, kind=kind, file=f"zines/k/{kind}", size=2048, pages=8, sheets=2
        )
    return edition


def test_before_the_first_publication_it_says_when_they_are_made(edit: Any) -> None:
    assert "are made when the issue is published" in edit()


def test_it_shows_the_cover_and_the_files(edit: Any, issue: ZineIssuePage) -> None:
    remarks = [Problem("mini_leaves_out", None, {"titles": "Two"}).to_data()]
    made(issue, remarks=remarks, digest="0123456789abcdef" * 4, revision="12")
    page = edit()
    assert "Code \u20660123 4567 89ab cdef · 12\u2069, made" in page
    assert f'src="/admin/zine/{issue.pk}/editions/cover.webp/"' in page
    assert f'href="/admin/zine/{issue.pk}/editions/booklet-a4.pdf/"' in page
    assert "The mini zine has no room for these sections: Two." in page


def test_a_problem_leads_to_its_block(edit: Any, issue: ZineIssuePage) -> None:
    block = {"type": "pull_quote", "id": "abc", "value": {"quotation": "Q", "attribution": ""}}
    ZineIssuePage.objects.filter(pk=issue.pk).update(body=json.dumps([block]))
    made(issue)
    sign = {"sign": "<", "name": "<no name>", "number": "E000"}
    problem = Problem("missing_glyph", BlockPlace(1, "pull_quote", "abc"), sign)
    Edition.objects.create(issue=issue, key="n", state="failed", problems=[problem.to_data()])
    page = edit()
    assert "Readers still get the ones from before" in page
    link = '<a href="#block-abc-section">Block 1 (Pull quote): No font can print the character'
    assert f"{link} “&lt;” (&lt;no name&gt;, U+E000).</a>" in page
