"""Pages below a page are listed on it: what two people approved, readers find."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from chapters.models import ChapterIndexPage, ChapterPage
from home.models import StandardPage
from tests.trees import SmallSite, add

pytestmark = pytest.mark.django_db


def below(parent: Page, title: str, *, live: bool = True) -> Page:
    parent.refresh_from_db()
    return add(parent, StandardPage(title=title, summary="A summary."), live=live)


def listed(parent: Page) -> list[tuple[str, str]]:
    html = BeautifulSoup(Client().get(parent.url).content, "html.parser")
    return [(link.get_text(), str(link["href"])) for link in html.select(".pages-below a")]


@pytest.fixture(params=["chapter", "page"])
def parent(request: pytest.FixtureRequest, site: SmallSite) -> Page:
    index = add(site["en", "home"], ChapterIndexPage(title="Chapters", summary="A summary."))
    chapter = add(
        index, ChapterPage(title="Boston", slug="boston", place="Boston", summary="A summary.")
    )
    return chapter if request.param == "chapter" else below(chapter, "A page")


def test_a_page_stands_on_the_one_above(parent: Page) -> None:
    assert listed(parent) == []
    pages = [below(parent, title) for title in ("Zines we print", "Bail fund")]
    assert listed(parent) == [(page.title, page.url) for page in pages]
    assert Client().get(pages[0].url).status_code == 200


def test_the_order_is_the_trees(parent: Page) -> None:
    first, second = below(parent, "First"), below(parent, "Second")
    first.move(second, pos="right")
    assert [title for title, _address in listed(parent)] == ["Second", "First"]


def test_what_readers_do_not_see_is_not_named(parent: Page) -> None:
    below(parent, "A draft", live=False)
    private = below(parent, "Private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    below(below(parent, "Below"), "Further below")
    assert [title for title, _address in listed(parent)] == ["Below"]
