"""A small site in three languages, for tests of what readers find.

    root
    ├── home-en (en)                    ├── home-es (es)             ├── home-ar (ar)
    │   ├── about                      │   ├── about                │
    │   ├── principles                 │   ├── principles           │   └── principles
    │   └── zine                       │   └── zine                 │
    │       ├── 101                    │       └── (draft: 101)     │
    │       └── 102                    │                            │
    └── home-fr (fr, a draft)

Every other configured language has nothing. Pages are published as editors publish them.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from wagtail.models import Locale, Page, Site

from home.models import AboutPage, HomePage, Principle, PrinciplesPage, SiteIdentity
from zine.models import ZineIndexPage, ZineIssuePage

TITLES = {
    "en": {"home": "Home", "about": "About us", "principles": "Principles", "zine": "The zine"},
    "es": {"home": "Inicio", "about": "Quiénes somos", "principles": "Principios", "zine": "Zine"},
    "ar": {"home": "الرئيسية", "principles": "مبادئنا"},
}


@dataclass
class SmallSite:
    """The pages of the tree, by language and slug; the homes' slug is ``home``."""

    site: Site
    pages: dict[tuple[str, str], Any] = field(default_factory=dict)

    def __getitem__(self, key: tuple[str, str]) -> Any:
        """The page as it is in the database now."""
        known = self.pages[key]
        return type(known).objects.get(pk=known.pk)


def copy_for_a_test(site: SmallSite) -> SmallSite:
    """Return the tree for one test to change; what Wagtail had cached of it is gone."""
    cache.clear()
    return SmallSite(site.site, dict(site.pages))


def publish(page: Page) -> Page:
    """Publish a page as an editor does."""
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def add(parent: Page, page: Page, *, original: Page | None = None, live: bool = True) -> Page:
    """Add a page below ``parent`` in its language, as the translation of ``original``."""
    page.locale_id = parent.locale_id if parent.depth > 1 else page.locale_id
    if original is not None:
        page.translation_key = original.translation_key
    page.live = False
    parent.add_child(instance=page)
    return publish(page) if live else page


def translate_home(site: SmallSite, code: str, title: str, *, live: bool = True) -> HomePage:
    """Add the home page of another language."""
    locale, _created = Locale.objects.get_or_create(language_code=code)
    slug = f"home-{code}"
    home = HomePage(title=title, slug=slug, headline=title, introduction=title, locale=locale)
    original = site.pages.get(("en", "home"))
    add(Page.get_first_root_node(), home, original=original, live=live)
    site.pages[code, "home"] = home
    return home


def add_section(site: SmallSite, code: str, page: Page) -> Page:
    """Add a section below the home page of a language."""
    slug = page.slug
    add(site[code, "home"], page, original=site.pages.get(("en", slug)))
    site.pages[code, slug] = page
    return page


def add_issue(site: SmallSite, code: str, number: int, *, live: bool = True, **values: Any) -> Page:
    """Add an issue to the shelf of a language."""
    values = {"title": f"Zine {number}", "summary": f"Summary of {number}."} | values
    issue = ZineIssuePage(
        slug=str(number), number=number, published_on=datetime.date(2024, 1, number % 28), **values
    )
    original = site.pages.get(("en", str(number)))
    add(site[code, "zine"], issue, original=original, live=live)
    site.pages[code, str(number)] = issue
    return issue


def small_site() -> SmallSite:
    """Build the tree in place of the page that Wagtail's first migration makes."""
    record = Site.objects.get()
    welcome = record.root_page
    site = SmallSite(record)
    for code, titles in TITLES.items():
        home = translate_home(site, code, titles["home"])
        if code == "en":
            record.root_page = home
            record.hostname = "testserver"
            record.save()
            welcome.delete()
        SiteIdentity.objects.create(
            live=True,
            site=record,
            locale=home.locale,
            organization_name="Never Again Action",
            tagline=f"A tagline ({code})",
            statement="A statement.",
            **({} if code == "en" else {"translation_key": _identity_key()}),
        )
        for slug, model in (
            ("about", AboutPage),
            ("principles", PrinciplesPage),
            ("zine", ZineIndexPage),
        ):
            if slug in titles:
                add_section(site, code, model(title=titles[slug], slug=slug))
    add_issue(site, "en", 101)
    add_issue(site, "en", 102)
    add_issue(site, "es", 101, live=False)
    translate_home(site, "fr", "Accueil", live=False)
    return site


def add_principle(page: PrinciplesPage, number: int, statement: str, explanation: str) -> None:
    """Add a principle and publish the page with it."""
    page.principles.add(
        Principle(
            key=f"principle-{number}",
            statement=statement,
            explanation=explanation,
            locale=page.locale,
        )
    )
    publish(page)


def _identity_key() -> Any:
    return SiteIdentity.objects.get(locale__language_code="en").translation_key
