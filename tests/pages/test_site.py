"""The whole site of the starter content, page by page, as a reader's browser gets it."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Page

from cms.checks import our_models
from cms.starter.accounts import ACCOUNTS
from tests.seeding import SeededSite

from .whole_site import (
    HOST,
    LANGUAGES,
    NOT_IN_THE_STARTER,
    PAGE_TYPES,
    Fetched,
    addresses,
    every_url,
    fetch,
    host,
)

pytestmark = pytest.mark.django_db

# Words that no page would say by itself, in every field of an account that could leak.
MARKER = "Zzyzx"
BASE_HOST = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
_FETCHED: dict[str, Fetched] = {}


@pytest.fixture
def pages(request: pytest.FixtureRequest) -> dict[str, Fetched]:
    """Every page, by address; asked for by an anonymous reader, once for all tests."""
    if not _FETCHED:
        request.getfixturevalue("seeded_site")
        for user in User.objects.all():
            user.username = f"{MARKER}-{user.pk}"
            user.first_name = user.last_name = f"{MARKER} {user.pk}"
            user.email = f"{MARKER}{user.pk}@example.org"
            user.save()
        for url in every_url():
            _FETCHED[url] = fetch(Client(), url)
    return _FETCHED


def test_every_page_type_is_looked_at() -> None:
    types = {model.__name__ for model in our_models() if issubclass(model, Page)}
    assert types == PAGE_TYPES.keys() | NOT_IN_THE_STARTER
    assert not PAGE_TYPES.keys() & NOT_IN_THE_STARTER


def test_the_site_is_whole(seeded_site: SeededSite) -> None:
    """What is looked at below is all that there is: no page or language is left out."""
    for language in LANGUAGES:
        found = {
            page.get_url().removeprefix(f"/{language}/") for page in seeded_site.pages(language)
        }
        assert found == set(addresses())
    for name, address in PAGE_TYPES.items():
        assert type(seeded_site.page("en", address)).__name__ == name


@pytest.mark.parametrize("url", every_url())
def test_page(pages: dict[str, Fetched], url: str) -> None:
    page = pages[url]
    assert page.response.status_code == 200
    assert list(problems(page)) == []


def problems(page: Fetched) -> Iterator[str]:
    """What is wrong with a page, in sentences."""
    yield from wrong_language(page)
    yield from wrong_outline(page)
    yield from wrong_references(page)
    yield from wrong_markup(page)
    yield from wrong_for_privacy(page)


def wrong_language(page: Fetched) -> Iterator[str]:
    direction = "rtl" if page.language == "ar" else "ltr"
    if page.html.get("lang") != page.language:
        yield f"lang is {page.html.get('lang')}"
    if page.html.get("dir") != direction:
        yield f"dir is {page.html.get('dir')}"
    if page.response.get("Content-Language", page.language) != page.language:
        yield f"Content-Language is {page.response['Content-Language']}"


def wrong_outline(page: Fetched) -> Iterator[str]:
    titles = [title.get_text(strip=True) for title in page.soup.select("head > title")]
    if len(titles) != 1 or not titles[0]:
        yield f"titles are {titles}"
    levels = [int(heading.name[1]) for heading in page.soup.find_all(re.compile("^h[1-6]$"))]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1"
    if levels and levels[0] != 1:
        yield f"the first heading is h{levels[0]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} follows h{before}"
    if any(not heading.get_text(strip=True) for heading in page.soup.find_all(["h1", "h2", "h3"])):
        yield "an empty heading"
    if len(page.soup.select("main")) != 1:
        yield "not exactly one main"


def wrong_references(page: Fetched) -> Iterator[str]:
    for url in page.loaded():
        if host(url) not in (HOST, BASE_HOST) and not url.startswith("data:"):
            yield f"loads {url}"
    ids = {str(element["id"]) for element in page.soup.select("[id]")}
    for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
        for element in page.soup.select(f"[{name}]"):
            for target in str(element[name]).split():
                if target not in ids:
                    yield f"{name}={target} leads nowhere"
    for link in page.soup.select('a[href^="#"]'):
        if unquote(str(link["href"]))[1:] not in ids:
            yield f"{link['href']} leads nowhere"


def wrong_markup(page: Fetched) -> Iterator[str]:
    twice = [
        name
        for name, count in Counter(
            str(element["id"]) for element in page.soup.select("[id]")
        ).items()
        if count > 1
    ]
    if twice:
        yield f"ids used twice: {twice}"
    for image in page.soup.select("img"):
        missing = [name for name in ("alt", "width", "height") if not image.has_attr(name)]
        if missing:
            yield f"{image.get('src')} has no {missing}"
    if page.soup.select("[style], style"):
        yield "inline styles"
    for script in page.soup.select("script:not([src])"):
        if script.get("type") != "application/ld+json":
            yield "an inline script"
    handlers = [
        name for element in page.soup.find_all(True) for name in element.attrs if name[:2] == "on"
    ]
    if handlers:
        yield f"inline handlers: {handlers}"
    for word in ("None", "{{", "{%", "undefined", "lorem"):
        if word in page.html.get_text(" "):
            yield f"says “{word}”"


def wrong_for_privacy(page: Fetched) -> Iterator[str]:
    if page.response.cookies or page.response.has_header("Set-Cookie"):
        yield "sets a cookie"
    if "cookie" in page.response.get("Vary", "").lower():
        yield "varies by cookie"
    if b"csrf" in page.content.lower():
        yield "holds a form token"
    text = page.content.decode().casefold()
    if MARKER.casefold() in text:
        yield "names an account"
    for account in ACCOUNTS:
        # "staff", "admin" and their like are words of the language.
        if "-" in account.username and account.username in text:
            yield f"names the account {account.username}"


SPOILED = {
    'lang="en"': ('lang="es"', "lang is"),
    'dir="ltr"': ('dir="rtl"', "dir is"),
    "<title>": ("<title></title><title>", "titles are"),
    "</h1>": ("</h1><h1>Again</h1>", "2 h1"),
    "</main>": ("<h2>A</h2><h4>B</h4></main>", "h4 follows h2"),
    "<main": ('<img src="https://cdn.example/x.png" alt=""><main', "loads https://cdn.example"),
    "</header>": ('<link rel="preload" href="//cdn.example/f.woff2"></header>', "loads http://cdn"),
    "</footer>": ('<a href="#nowhere">A</a></footer>', "#nowhere leads nowhere"),
    "<footer": ('<p id="content"></p><footer', "ids used twice"),
    "</body>": ('<img src="/media/x.png"></body>', "/media/x.png has no"),
    "</head>": ("<style>a{}</style></head>", "inline styles"),
    "<body": ('<body onload="x()"', "inline handlers"),
    "</html>": ("<script>x()</script></html>", "an inline script"),
    "<p>": (f"<p>{MARKER}-1 ", "names an account"),
    "</p>": (" None</p>", "says “None”"),
}


@pytest.mark.parametrize("original", SPOILED)
def test_what_is_wrong_is_seen(pages: dict[str, Fetched], original: str) -> None:
    replacement, sentence = SPOILED[original]
    whole = pages["/en/about/"].content.decode()
    assert original in whole
    spoiled = HttpResponse(whole.replace(original, replacement, 1))
    found = list(problems(Fetched("/en/about/", "en", spoiled)))
    assert any(sentence in problem for problem in found), found


def test_a_cookie_is_seen(pages: dict[str, Fetched]) -> None:
    response = HttpResponse(pages["/en/"].content, headers={"Vary": "Accept, Cookie"})
    response.set_cookie("a", "b")
    found = list(problems(Fetched("/en/", "en", response)))
    assert found == ["sets a cookie", "varies by cookie"]


def test_titles_tell_pages_apart(pages: dict[str, Fetched]) -> None:
    titles = Counter(
        (page.language, page.soup.title.get_text(strip=True) if page.soup.title else "")
        for url, page in pages.items()
        if "/search/" not in url
    )
    assert [title for title, count in titles.items() if count > 1] == []


def test_alternates_are_reciprocal(pages: dict[str, Fetched]) -> None:
    for address in addresses():
        versions = {language: pages[f"/{language}/{address}"] for language in LANGUAGES}
        for language, page in versions.items():
            assert set(page.alternates) == {*LANGUAGES, "x-default"}, page.url
            assert page.alternates == versions["en"].alternates, page.url
            own = urlsplit(page.alternates[language])
            assert (own.path, own.query) == (page.url, "")
            assert own.netloc in (HOST, BASE_HOST)
            [canonical] = page.soup.select('link[rel="canonical"]')
            assert canonical["href"] == page.alternates[language]


def test_search_is_kept_out_of_search_engines(pages: dict[str, Fetched]) -> None:
    for url, page in pages.items():
        [*robots] = page.soup.select('meta[name="robots"]')
        assert bool(robots and "noindex" in str(robots[0]["content"])) == ("/search/" in url), url


@pytest.mark.usefixtures("built_fonts")
def test_every_link_leads_somewhere(
    pages: dict[str, Fetched], client: Client, request: pytest.FixtureRequest
) -> None:
    """Pages answer, fragments exist, files are there; nothing is asked of other hosts."""
    request.getfixturevalue("seeded_site")
    broken = set()
    links = {link for page in pages.values() for link in (*page.links(), *page.loaded())}
    own = sorted(link for link in links if host(link) in (HOST, BASE_HOST))
    assert len(own) > 100
    for link in own:
        parts = urlsplit(link)
        if parts.path.startswith(settings.STATIC_URL):
            found = finders.find(parts.path.removeprefix(settings.STATIC_URL)) is not None
        elif parts.path.startswith(settings.MEDIA_URL):
            served = client.get(parts.path)
            found = served.status_code == 200 and bool(served.getvalue())
        else:
            query = f"?{parts.query}" if parts.query else ""
            target = pages.get(parts.path + query) or fetch(client, parts.path + query)
            found = target.response.status_code == 200 and (
                not parts.fragment or bool(target.soup.select(f'[id="{unquote(parts.fragment)}"]'))
            )
        if not found:
            broken.add(link)
    assert broken == set()


def test_style_sheets_load_nothing_from_elsewhere(pages: dict[str, Fetched]) -> None:
    sheets = {
        str(link["href"])
        for page in pages.values()
        for link in page.soup.select('link[rel="stylesheet"]')
    }
    assert len(sheets) >= 2
    for sheet in sheets:
        path = finders.find(sheet.removeprefix(settings.STATIC_URL))
        assert path is not None, sheet
        css = Path(path).read_text()
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", css) + re.findall(
            r"@import\s+['\"]([^'\"]+)", css
        ):
            assert not urlsplit(address).netloc, f"{sheet}: {address}"
