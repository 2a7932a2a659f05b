"""What a page weighs, so that it opens on an old phone far from a mast."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from cms.pages.fonts import FACES, LATIN_EXTENDED, code_points
from cms.pages.static_files import as_served
from tests.seeding import SeededSite

from .whole_site import LANGUAGES, PAGE_TYPES, SEARCHES, Fetched, fetch

pytestmark = pytest.mark.django_db

TEXT_BUDGET = 60_000
FONT_BUDGET = 120_000

# The first words of a face's name that pages in a language are set in (site.css).
FAMILIES = {"en": ("anton", "serif"), "es": ("anton", "serif"), "ar": ("cairo", "amiri")}

URLS = [
    f"/{language}/{address}"
    for language in LANGUAGES
    for address in (*PAGE_TYPES.values(), *SEARCHES)
]


def served(name: str) -> bytes:
    """A static file as readers get it."""
    path = finders.find(name)
    assert path is not None, name
    return as_served(name, Path(path).read_text("utf-8")).encode()


def text_parts(page: Fetched) -> dict[str, int]:
    """The bytes of a page's HTML, style sheets and scripts, uncompressed, by name."""
    names = [
        str(element.get("href") or element.get("src"))
        for element in page.soup.select('link[rel="stylesheet"], script[src]')
    ]
    assert all(name.startswith(settings.STATIC_URL) for name in names)
    files = (name.removeprefix(settings.STATIC_URL) for name in names)
    return {"HTML": len(page.content)} | {name: len(served(name)) for name in files}


@pytest.mark.parametrize("url", URLS)
def test_text_is_light(seeded_site: SeededSite, client: Client, url: str) -> None:
    parts = text_parts(fetch(client, url))
    assert {"HTML", "site/site.css", "site/print.css"} <= parts.keys()
    assert sum(parts.values()) <= TEXT_BUDGET, parts


@pytest.mark.parametrize("url", URLS)
def test_fonts_are_light(
    seeded_site: SeededSite, client: Client, built_fonts: Path, url: str
) -> None:
    page = fetch(client, url)
    letters = {ord(letter) for letter in page.html.get_text()}
    extended = bool(letters & set(code_points(LATIN_EXTENDED)))
    sizes = {
        face.name: (built_fonts / f"{face.name}.woff2").stat().st_size
        for face in FACES
        if face.name.startswith(FAMILIES[page.language])
        and (extended or not face.name.endswith("extended"))
    }
    assert len(sizes) >= 2
    assert sum(sizes.values()) <= FONT_BUDGET, sizes
    preloaded = [
        Path(urlsplit(str(link["href"])).path).stem
        for link in page.soup.select('link[rel="preload"][as="font"]')
    ]
    assert set(preloaded) <= sizes.keys()
