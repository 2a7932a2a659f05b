"""What would keep an issue from being made is told before anybody reviews it, and where it is."""

import datetime
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from cms.pages import publish_checks
from cms.sandbox.runner import WorkerError
from tests.factories import (
    HomePageFactory,
    ImageFactory,
    ZineIndexPageFactory,
    ZineIssuePageFactory,
)
from zine.editions import pipeline
from zine.editions.document.model import Document
from zine.editions.preflight import check_issue
from zine.editions.problems import SENTENCES, BlockPlace, Problem
from zine.models import Edition, ZineIssuePage

pytestmark = pytest.mark.django_db

CUNEIFORM = "\U00012000"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    cache.clear()


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """The documents that were compiled, in order."""
    documents: list[Document] = []
    check = pipeline.check

    def counted(document: Document) -> None:
        check(document)
        documents.append(document)

    monkeypatch.setattr(pipeline, "check", counted)
    return documents


def issue_with(*blocks: tuple[str, Any], **fields: Any) -> ZineIssuePage:
    stream = [{"type": kind, "id": f"id-{n}", "value": v} for n, (kind, v) in enumerate(blocks)]
    page: ZineIssuePage = ZineIssuePageFactory(
        body=json.dumps(stream), summary="Two sentences.", **fields
    )
    return page


def quote(words: str) -> tuple[str, Any]:
    return "pull_quote", {"quotation": words, "attribution": ""}


def picture(**values: Any) -> tuple[str, Any]:
    chosen = {"image": ImageFactory().pk, "decorative": False, "alt_text": "A cat"} | values
    return "image", {"picture": chosen, "caption": "", "credit": ""}


def said(page: ZineIssuePage) -> list[str]:
    return [str(problem) for problem in publish_checks.problems(page)]


def chief(client: Client, language: str = "") -> Client:
    user = get_user_model().objects.create_superuser("chief")
    UserProfile.objects.create(user=user, preferred_language=language)
    client.force_login(user)
    return client


def form(page: ZineIssuePage | None, *body: tuple[str, Any], **values: Any) -> dict[str, Any]:
    """The page editor's form, as a browser sends it."""
    return nested_form_data(
        {
            "title": "Seven",
            "slug": page.slug if page else "seven",
            "seo_title": "",
            "summary": "Two sentences.",
            "number": str(page.number if page else 7),
            "published_on": "2026-09-01",
            "tagline": "",
            "cover": streamfield([]),
            "licence": "CC-BY-SA-4.0",
            "credits": "",
            "body": streamfield(list(body)),
            "comments": inline_formset([]),
            **values,
        }
    )


def messages(response: Any) -> str:
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "lxml")
    return " ".join(page.get_text(" ", strip=True).split())


def test_a_sound_issue_passes(compiled: list[Document]) -> None:
    page = issue_with(picture(), quote("We keep each other safe."))
    assert said(page) == []
    (document,) = compiled
    assert all(len(asset.content) < 200 for asset in document.assets.values())


def test_a_missing_glyph_names_the_character_and_the_block(compiled: list[Document]) -> None:
    page = issue_with(quote("fine"), quote(f"not {CUNEIFORM}"))
    (sentence,) = said(page)
    assert sentence.startswith("Body, block 2 (Pull quote): No font can print the character “𒀀”")
    assert sentence.endswith("(CUNEIFORM SIGN A, U+12000).")
    assert not compiled


def test_a_missing_glyph_beside_the_body_names_the_field(compiled: list[Document]) -> None:
    page = issue_with(tagline=CUNEIFORM)
    (sentence,) = said(page)
    assert sentence.startswith("Tagline: No font can print")


def test_what_every_page_is_told_is_not_told_twice() -> None:
    (sentence,) = said(issue_with(picture(alt_text="")))
    assert "Please describe the picture" in sentence


def test_a_lost_picture_is_found() -> None:
    image = ImageFactory()
    page = issue_with(quote("fine"), picture(image=image.pk))
    image.file.storage.delete(image.file.name)
    assert said(page) == ["Body, block 2 (Image): The picture is missing."]


def test_the_same_text_is_compiled_once(compiled: list[Document]) -> None:
    page = issue_with(quote("once"))
    for _ in range(3):
        assert check_issue(page) == []
    assert len(compiled) == 1
    page.title = "Another"
    assert check_issue(page) == []
    assert len(compiled) == 2


def test_a_machine_that_is_too_busy_blames_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_document: Document) -> None:
        raise WorkerError("The typesetter took longer than 10 seconds.")

    page = issue_with(quote("fine"))
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "check", slow)
        assert check_issue(page) == []
    assert check_issue(page) == []


def test_what_the_typesetter_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_arguments: Any) -> None:
        raise WorkerError("it is upside down", "", content=True)

    monkeypatch.setattr("zine.editions.pdf.compiler.run", refusing)
    assert said(issue_with(quote("fine"))) == [
        "Zine issue: The typesetter refused the issue: it is upside down"
    ]


def test_a_submission_is_refused_with_the_place_and_nothing_is_lost(client: Client) -> None:
    page = issue_with(number=7)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    body = (quote("fine"), quote(f"typed {CUNEIFORM}"))
    answer = chief(client).post(address, form(page, *body) | {"action-submit": "1"})
    text = messages(answer)
    assert "Body, block 2 (Pull quote): No font can print the character “𒀀”" in text
    assert f"typed {json.dumps(CUNEIFORM)[1:-1]}" in answer.content.decode()
    page.refresh_from_db()
    assert not page.workflow_in_progress
    assert client.post(address, form(page, *body)).status_code == 302  # A draft may be saved.


def test_a_new_issue_can_be_refused_before_it_is_saved(client: Client) -> None:
    shelf = ZineIndexPageFactory(parent=HomePageFactory())
    address = reverse("wagtailadmin_pages:add", args=["zine", "zineissuepage", shelf.pk])
    text = {"text": rich_text(f"<p>{CUNEIFORM}</p>"), "footnotes": {"count": "0"}}
    data = form(None, ("paragraph", text)) | {"action-submit": "1"}
    assert "Body, block 1 (Paragraph): No font" in messages(chief(client).post(address, data))
    assert not ZineIssuePage.objects.exists()


def test_an_editor_reads_of_problems_in_their_own_language(client: Client) -> None:
    page = issue_with()
    problem = Problem("missing_picture", BlockPlace(1, "image", "id-0"))
    Edition.objects.create(issue=page, key="k", state="failed", problems=[problem.to_data()])
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Falta la imagen." in messages(chief(client, "es").get(address))


def test_every_problem_is_kept_and_told_in_any_language() -> None:
    parameters = {
        "name": "n", "sign": "s", "number": "1", "reason": "r", "pages": 9, "most": 8,
        "count": 3, "titles": "t",
    }  # fmt: skip
    for code in SENTENCES:
        problem = Problem(code, BlockPlace(2, "contacts", "x"), parameters)
        kept = Problem.from_data(json.loads(json.dumps(problem.to_data())))
        assert kept == problem
        for language in ("en", "es", "ar"):
            with override(language):
                assert "%(" not in str(kept), (code, language)


def test_the_check_reads_what_a_revision_says(compiled: list[Document]) -> None:
    page = issue_with(quote("published"))
    page.published_on = datetime.date(2026, 10, 1)
    page.title = "Drafted"
    revision = page.save_revision()
    assert check_issue(revision.as_object()) == []
    assert compiled[-1].imprint.title == "Drafted"
