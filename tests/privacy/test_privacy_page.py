"""Each sentence of the privacy page is held by a test; `sentences.py` says by which."""

import ast
import io
import re
import time
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from tests.operations.test_operating import fenced
from tests.operations.test_settings import load
from tests.pages.whole_site import addresses
from tests.seeding import LANGUAGES
from tests.trees import SmallSite
from tests.zine.issues import sample_issue
from tests.zine.test_epub import files_of
from tools.check import PRODUCTION
from zine.editions.epub.book import epub
from zine.editions.pdf import compiler as pdf

from .sentences import HELD_BY, TEXTS, sentences

TESTS = Path(__file__).parents[1]
ENGLISH = [sentence for text in sentences("en") for sentence in text]
type Pages = dict[str, tuple[Any, BeautifulSoup]]


def test_every_sentence_has_its_test() -> None:
    held = {sentence: [b for b in HELD_BY if sentence.startswith(b)] for sentence in ENGLISH}
    assert [sentence for sentence, found in held.items() if len(found) != 1] == []
    assert {beginning for [beginning] in held.values()} == set(HELD_BY)


@pytest.mark.parametrize("name", sorted({name for names in HELD_BY.values() for name in names}))
def test_each_of_these_tests_is_there(name: str) -> None:
    module, _colons, function = name.partition("::")
    there = ast.walk(ast.parse((TESTS / module).read_text("utf-8")))
    assert function in {each.name for each in there if isinstance(each, ast.FunctionDef)}


@pytest.mark.parametrize("code", ["es", "ar"])
def test_translations_say_it_sentence_by_sentence(code: str) -> None:
    assert [len(text) for text in sentences(code)] == [len(text) for text in sentences("en")]


FETCHED: Pages = {}


@pytest.fixture
def pages(request: pytest.FixtureRequest) -> Pages:
    """Every page of the starter content in English, as a new reader gets it; asked for once."""
    if not FETCHED:
        request.getfixturevalue("seeded_site")
        for path in (*addresses(), "search/?q=zine"):
            response = Client().get(f"/en/{path}")
            FETCHED[path] = (response, BeautifulSoup(response.content, "lxml"))
    return FETCHED


def test_the_page_says_what_it_begins_with(pages: Pages) -> None:
    _response, page = pages["privacy/"]
    told = [heading.get_text(strip=True) for heading in page.select("main .text h2")]
    assert told[:3] == [
        "What this site knows of you",
        "What your browser keeps",
        "What others can see",
    ]


def test_every_page_opens_without_an_account(pages: Pages) -> None:
    closed = [path for path, (response, _page) in pages.items() if response.status_code != 200]
    assert closed == []


def test_no_page_sets_a_cookie(pages: Pages) -> None:
    assert [path for path, (response, _page) in pages.items() if response.cookies] == []


def test_the_only_form_is_the_search(pages: Pages) -> None:
    forms = [form for _response, page in pages.values() for form in page.select("form")]
    assert {(form.get("method", "get"), form.get("action")) for form in forms} == {
        ("get", "/en/search/")
    }
    assert {field["name"] for form in forms for field in form.select("[name]")} == {"q"}


def test_words_searched_for_are_in_the_address(pages: Pages) -> None:
    _response, page = pages["search/?q=zine"]
    [field] = page.select("form input[name=q]")
    assert field["value"] == "zine"
    assert len({urljoin("/en/", path) for path in pages}) == len(pages)


def test_browsers_may_keep_what_they_were_sent(pages: Pages) -> None:
    forbidden = [
        path
        for path, (response, _page) in pages.items()
        if "no-store" in response.get("Cache-Control", "")
    ]
    assert forbidden == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_buttons_are_called_what_the_page_calls_them(code: str) -> None:
    """In English; what they are called elsewhere stands in the catalogues."""
    said = " ".join(sentence for text in sentences(code) for sentence in text)
    names = re.findall("[“«]([^”»]+)[”»]", said)
    assert len(names) == 3
    if code == "en":
        template = TEXTS.parents[2] / "templates"
        shown = (template / "zine/keep.html").read_text("utf-8")
        shown += (template / "components/quick_exit.html").read_text("utf-8")
        assert [name for name in names if name not in shown] == []


LOADED = (
    "img[src], script[src], link[rel~=stylesheet][href], link[rel~=preload][href], source[srcset]"
)
EMBEDDED = "iframe, embed, object, video, audio, link[rel~=preconnect], link[rel~=dns-prefetch]"


def test_nothing_is_loaded_from_elsewhere(pages: Pages) -> None:
    loaded = []
    for path, (_response, page) in pages.items():
        assert page.select(EMBEDDED) == [], path
        for each in page.select(LOADED):
            named = str(each.get("src") or each.get("href") or each.get("srcset"))
            loaded += [address.split()[0] for address in named.split(",")]
    assert len(loaded) > 100
    assert {urlsplit(address).netloc for address in loaded} == {""}


def test_links_do_not_tell_where_somebody_came_from(pages: Pages) -> None:
    for response, _page in pages.values():
        assert response["Referrer-Policy"] == "same-origin"


def test_production_answers_encrypted_alone() -> None:
    shown = "s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 31_000_000, s.SECURE_REDIRECT_EXEMPT"
    done = load(PRODUCTION, shown)
    assert done.stdout.strip() == "True True ['^healthz$', '^readyz$']", done.stderr


def test_the_web_server_hands_no_address_on() -> None:
    [nginx] = fenced("nginx")
    handed = dict(re.findall(r"proxy_set_header (\S+) (\S+);", nginx))
    assert {"X-Forwarded-For", "X-Real-IP", "Forwarded"} <= {
        name for name, value in handed.items() if value == '""'
    }
    assert "$remote_addr" not in handed.values()
    assert [name for name, value in handed.items() if value == "$client_network"] == [
        "X-Client-Network"
    ]


def test_the_web_server_sees_where_requests_come_from() -> None:
    [nginx] = fenced("nginx")
    assert "map $remote_addr $client_network" in nginx


def test_every_page_has_a_style_for_paper(pages: Pages) -> None:
    without = [
        path
        for path, (response, page) in pages.items()
        if not page.select("link[rel=stylesheet][media=print][href$='site/print.css']")
    ]
    assert without == []


def test_joining_and_donating_are_elsewhere(pages: Pages) -> None:
    own = {urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc, "testserver", ""}
    for path, (_response, page) in pages.items():
        links = [
            a for a in page.select("a[href]") if a.get_text(strip=True) in ("Join us", "Donate")
        ]
        assert links, path
        assert not {urlsplit(str(link["href"])).netloc for link in links} & own, path


def test_there_are_links_to_other_sites(pages: Pages) -> None:
    links = {str(a["href"]) for _response, page in pages.values() for a in page.select("main a")}
    organization = "www.neveragainaction.com"
    others = {urlsplit(link).netloc for link in links} - {"", organization, "testserver"}
    assert len(others) > 3


def test_files_of_a_zine_name_nobody_who_is_not_named_in_it() -> None:
    """What programs show of a file: the publisher, and whose names stand at articles."""
    document = sample_issue("en")
    files = files_of(epub(document))
    text = b"".join(each for name, each in files.items() if name.endswith(".xhtml")).decode()
    found = re.findall(
        r"<dc:(creator|contributor)\b[^>]*>([^<]+)<", files["EPUB/package.opf"].decode()
    )
    people = [name for role, name in found if role == "contributor"]
    publisher = document.imprint.publisher
    assert ("creator", publisher) in found
    assert [name for name in people if name not in text] == []
    compiled = pdf.compile_issue(document, pdf.A5, "screen")
    with pikepdf.Pdf.open(io.BytesIO(compiled.content)) as opened:
        author = str(opened.docinfo["/Author"])
        with opened.open_metadata() as metadata:
            named = {*metadata.get("dc:creator", []), *metadata.get("dc:contributor", [])}
    assert {author, *named} == {publisher}


def test_the_admin_sets_cookies_and_records_who_changed_what(site: SmallSite) -> None:
    User.objects.create_superuser("somebody", password="a-password-of-a-test")
    client, page = Client(), site["en", "about"]
    data = {"username": "somebody", "password": "a-password-of-a-test"}
    client.post(reverse("wagtailadmin_login"), data)
    assert client.cookies[settings.SESSION_COOKIE_NAME]["httponly"]
    client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    [entry] = PageLogEntry.objects.filter(page=page.pk, action="wagtail.lock")
    assert entry.user is not None
    assert entry.user.get_username() == "somebody"


def test_the_network_of_a_guess_is_forgotten_within_the_hour(client: Client, db: None) -> None:
    """What would tell one hash from another is made anew, and every place is free again."""
    cache.clear()
    begun = time.time()
    data = {"username": "nobody", "password": "x"}
    client.post(reverse("wagtailadmin_login"), data, headers={"x-client-network": "203.0.113"})
    kept = caches["default"]._expire_info  # type: ignore[attr-defined]  # LocMemCache's own
    ends = {key: end for key, end in kept.items() if "accounts." in key}
    assert len(ends) >= 3, "the name's place, the network's, and the salt"
    assert max(ends.values()) - begun < 61 * 60


def test_texts_are_read_as_they_stand() -> None:
    """What splits sentences finds those that it should."""
    assert len(ENGLISH) > 25
    assert tomllib.loads((TEXTS / "en/privacy.toml").read_text("utf-8"))["title"] == "Privacy"
