"""How many queries each page type asks: an exact number, however much there is to show."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, Site

from home.models import ImpactEntry, Partner, Person, Principle, SiteIdentity
from tests.access.movement import publish_record
from tests.seeding import LANGUAGES, SeededSite

from .whole_site import PAGE_TYPES

pytestmark = pytest.mark.django_db

ADDRESSES = PAGE_TYPES | {"search": "search/?q=chapter", "missing": "nothing-like-it/"}

# Of a reader's request, in the source language and in another, which looks up its own home page
# besides, and whether the source has moved on; one asks who approved the text. The words searched
# for are English, so other languages have no results to read. Only in English has the chapter pages
# below it. What is missing is looked for among the addresses that pages had once. Whether readers
# may see a page is asked with the page itself, and of a page that a button leads to once: it may
# stand below one that was taken down. An issue asks for all contacts that it refers to at once.
QUERIES = {
    "HomePage": (28, 30),
    "AboutPage": (26, 28),
    "PrinciplesPage": (14, 16),
    "ImpactPage": (17, 19),
    "StandardPage": (22, 24),
    "ChapterIndexPage": (19, 21),
    "ChapterPage": (21, 22),
    "ZineIndexPage": (19, 21),
    "ZineIssuePage": (22, 24),
    "search": (7, 6),
    "missing": (11, 12),
}


def queries(url: str) -> list[str]:
    """The SQL of a reader's request, renditions and what a process remembers being there."""
    Client().get(url)
    with CaptureQueriesContext(connection) as context:
        Client().get(url)
    # The transaction of a request is a savepoint in a test.
    statements = [query["sql"] for query in context.captured_queries]
    return [sql for sql in statements if "SAVEPOINT" not in sql]


def counts(language: str) -> dict[str, int]:
    return {name: len(queries(f"/{language}/{address}")) for name, address in ADDRESSES.items()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ADDRESSES)
def test_each_page_type_asks_an_exact_number(
    seeded_site: SeededSite, name: str, language: str
) -> None:
    found = queries(f"/{language}/{ADDRESSES[name]}")
    source, other = QUERIES[name]
    assert len(found) == (source if language == "en" else other), "\n".join(found)


def copied(page: Page, nth: int, **values: object) -> Page:
    """Another page like this one, live, beside it."""
    slug = f"{page.slug}-{nth}"
    changes = {"slug": slug, "title": f"{page.title} {nth}", **values}
    return page.copy(update_attrs=changes, copy_revisions=False, keep_live=True)


def more_chapters(site: SeededSite) -> int:
    chapters = site.page("en", "chapters/").get_children().specific()
    for chapter in chapters:
        for number in range(9):
            copied(chapter, number)
    return len(chapters)


def more_issues(site: SeededSite) -> int:
    issue = site.page("en", "zine/101/")
    for number in range(9):
        copied(issue, number, number=200 + number)
    return 1


def more_principles(site: SeededSite) -> int:
    page = site.page("en", "principles/")
    count = page.principles.count()
    for number in range(count + 1, 10 * count + 1):
        Principle.objects.create(
            page=page,
            locale=page.locale,
            sort_order=number,
            key=f"principle-{number}",
            statement=f"Statement {number}",
            explanation="<p>An explanation.</p>",
        )
    return count


def more_impact(site: SeededSite) -> int:
    page = site.page("en", "impact/")
    entries = list(page.entries.all())
    for entry in entries:
        for number in range(9):
            ImpactEntry.objects.create(
                page=page,
                locale=page.locale,
                sort_order=100 + number,
                date=entry.date,
                precision=entry.precision,
                headline=f"{entry.headline} {number}",
            )
    return len(entries)


def more_records(site: SeededSite) -> int:
    locale = Locale.objects.get(language_code="en")
    count = Person.objects.filter(locale=locale).count()
    for number in range(10 * count):
        Person.objects.create(live=True, locale=locale, name=f"Person {number}", role="A role")
        Partner.objects.create(
            live=True, locale=locale, name=f"Partner {number}", consent_on="2024-01-01"
        )
    return count


def more_sections(site: SeededSite) -> int:
    page = site.page("en", "press/")
    identity = SiteIdentity.objects.get(locale__language_code="en")
    for number in range(20):
        entry = {"page": copied(page, number), "only_in": []}
        identity.menu.append(("page", entry))
        identity.footer.append(("page", entry))
    publish_record(identity)
    return 1


def more_languages(site: SeededSite) -> int:
    """Every configured language with each page type."""
    for code in ("pt-br", "ht", "fr", "yi", "he", "vi", "zh-hans"):
        locale = Locale.objects.create(language_code=code)
        for address in sorted(PAGE_TYPES.values()):
            translated = site.page("en", address).copy_for_translation(locale, copy_parents=True)
            translated.save_revision().publish()
    Site.clear_site_root_paths_cache()
    return len(LANGUAGES)


GROWTH: list[Callable[[SeededSite], int]] = [
    more_chapters,
    more_issues,
    more_principles,
    more_impact,
    more_records,
    more_sections,
    more_languages,
]


@pytest.mark.parametrize("grow", GROWTH, ids=lambda grow: grow.__name__)
def test_more_of_everything_costs_no_more_queries(
    seeded_site: SeededSite, grow: Callable[[SeededSite], int]
) -> None:
    before = counts("en")
    weight = {name: len(Client().get(f"/en/{path}").content) for name, path in ADDRESSES.items()}
    assert grow(seeded_site) > 0
    cache.clear()
    assert counts("en") == before
    after = {name: len(Client().get(f"/en/{path}").content) for name, path in ADDRESSES.items()}
    assert sum(after.values()) > sum(weight.values()), "nothing more is shown"
