"""An issue's PDF in the admin: what its editor is told, who may choose it, and what review asks."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.access.models import AccessEvent, Team
from cms.access.reconcile import reconcile
from cms.pages.publish_checks import problems
from cms.review.standing import read_digest
from tests.access.movement import make_user
from tests.markup import attribute, one, parse
from tests.trees import SmallSite
from zine.models import Facsimile, ZineIssuePage

from . import pdfs
from .facsimiles import kept, publish_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(site: SmallSite) -> ZineIssuePage:
    page: ZineIssuePage = site["en", "101"]
    return page


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("chief"))
    return client


def editor(client: Client, issue: ZineIssuePage) -> Any:
    return client.get(reverse("wagtailadmin_pages:edit", args=[issue.pk]))


def words(response: Any) -> str:
    return " ".join(parse(response).get_text(" ", strip=True).split())


def form(issue: ZineIssuePage, **values: Any) -> dict[str, Any]:
    data = {
        "title": issue.title,
        "slug": issue.slug,
        "seo_title": "",
        "summary": issue.summary,
        "number": issue.number,
        "published_on": "2024-01-17",
        "tagline": "",
        "licence": issue.licence,
        "credits": "",
        "cover": streamfield([]),
        "body": streamfield([]),
        "comments": inline_formset([]),
        **values,
    }
    return nested_form_data(data)


def save(client: Client, issue: ZineIssuePage, **values: Any) -> Any:
    address = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    return client.post(address, form(issue, **values), follow=True)


def drafted(issue: ZineIssuePage) -> Facsimile | None:
    draft: ZineIssuePage = ZineIssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object()
    return draft.facsimile


def with_draft(issue: ZineIssuePage, facsimile: Facsimile) -> ZineIssuePage:
    draft: ZineIssuePage = issue.get_latest_revision_as_object()
    draft.facsimile = facsimile
    draft.save_revision()
    return draft


def test_choosing_a_pdf_is_a_draft_like_any_other(chief: Client, issue: ZineIssuePage) -> None:
    facsimile = kept(pdfs.numbered(1))
    assert "Choose or upload a PDF" in words(editor(chief, issue))
    save(chief, issue, facsimile=facsimile.pk)
    assert drafted(issue) == facsimile
    assert ZineIssuePage.objects.get(pk=issue.pk).facsimile is None


def test_the_editor_sees_what_it_is_and_its_pages(chief: Client, issue: ZineIssuePage) -> None:
    facsimile = kept(pdfs.booklet(4))
    with_draft(issue, facsimile)
    page = parse(editor(chief, issue))
    said = " ".join(page.get_text(" ", strip=True).split())
    assert "imposed as a booklet" in said
    assert "Readers see them once this version of the issue is published." in said
    pictures = [attribute(img, "src") for img in page.select("details img[loading=lazy]")]
    assert len(pictures) == 4
    served: Any = chief.get(pictures[0])
    assert b"".join(served.streaming_content)[:4] == b"RIFF"
    link = reverse("zine:facsimile_file", args=[facsimile.pk])
    pdf: Any = chief.get(attribute(one(page, f"a[href='{link}']"), "href"))
    assert b"".join(pdf.streaming_content) == facsimile.content()
    taken = AccessEvent.objects.get(kind="export", about__endswith=".pdf")
    assert taken.reference == f"zine:facsimile_file facsimile_id={facsimile.pk}"
    publish_with(issue, facsimile)
    assert "Readers see these pages." in words(editor(chief, issue))


def test_its_state_is_said_in_sentences(chief: Client, issue: ZineIssuePage) -> None:
    facsimile = kept(pdfs.numbered(3), drawn=False)
    with_draft(issue, facsimile)
    assert "Its pages are being drawn (0 of 3)." in words(editor(chief, issue))
    failed = {"state": Facsimile.State.FAILED, "failed_page": 2}
    Facsimile.objects.filter(pk=facsimile.pk).update(**failed)
    assert "Page 2 is damaged and cannot be drawn." in words(editor(chief, issue))
    Facsimile.objects.filter(pk=facsimile.pk).update(too_slow=True)
    assert "Page 2 is too large or too complicated" in words(editor(chief, issue))


def test_a_pdf_that_is_not_ready_is_kept_from_publication(issue: ZineIssuePage) -> None:
    facsimile = kept(pdfs.numbered(3), drawn=False)
    draft = with_draft(issue, facsimile)

    def faults() -> list[str]:
        draft.refresh_from_db(fields=["facsimile"])
        draft.facsimile = Facsimile.objects.get(pk=facsimile.pk)
        return [str(each) for each in problems(draft) if "PDF" in each.place]

    assert faults() == [
        "PDF of the issue: Its pages are still being drawn. Please try again in a minute."
    ]
    Facsimile.objects.update(state=Facsimile.State.FAILED, failed_page=2)
    assert faults()[0].startswith("PDF of the issue: Page 2 is damaged")
    Facsimile.objects.update(state=Facsimile.State.READY)
    assert faults() == []


def test_approval_is_of_these_very_pages(issue: ZineIssuePage) -> None:
    """Another PDF, even with the same words, is another text: an approval does not carry over."""
    first, second = kept(pdfs.numbered(1)), kept(pdfs.numbered(1))

    def digest_with(facsimile: Facsimile) -> str:
        with_draft(issue, facsimile)
        return read_digest(ZineIssuePage.objects.get(pk=issue.pk).get_latest_revision())

    approved = digest_with(first)
    assert digest_with(second) != approved
    assert digest_with(first) == approved


def test_a_pdf_in_another_language_is_refused(chief: Client, issue: ZineIssuePage) -> None:
    response = save(chief, issue, facsimile=kept(pdfs.scanned(1), "es").pk)
    assert "This PDF is in another language (Spanish) than the page." in words(response)
    assert drafted(issue) is None


def test_only_staff_choose_a_pdf(issue: ZineIssuePage, client: Client) -> None:
    """Who may change the page, but is no staff, is not shown the field and cannot post it."""
    facsimile = kept(pdfs.numbered(1))
    client.force_login(translator(issue.locale))
    assert "Choose or upload a PDF" not in words(editor(client, issue))
    response = save(client, issue, facsimile=facsimile.pk)
    assert "Only national staff may change these: PDF of the issue." in words(response)
    assert drafted(issue) is None
    assert client.post(reverse("facsimile_chooser:create")).status_code in (302, 403)
    save(client, with_draft(issue, facsimile), tagline="Mine")
    assert drafted(issue) == facsimile


def translator(locale: Locale) -> User:
    reconcile()
    user = make_user("translator")
    team = Team.objects.get(role_key="translators", locale=locale)
    user.groups.add(team.group)
    return user


def test_a_translation_does_not_take_over_the_pdf(site: SmallSite, issue: ZineIssuePage) -> None:
    """English pages are never shown under another language's name."""
    issue = publish_with(issue, kept(pdfs.numbered(1)))
    copy = issue.copy_for_translation(site["ar", "home"].locale, copy_parents=True)
    assert copy.specific.facsimile is None
