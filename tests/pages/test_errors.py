"""Something is wrong: readers are told so, in the design and in their language."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from cms.delivery import errors
from home.models import AboutPage
from tests.trees import SmallSite

WORDS = {
    400: {
        "en": "This request is not valid",
        "es": "Esta petición no es válida",
        "ar": "هذا الطلب غير صالح",
    },
    403: {"en": "This is not open to you", "ar": "هذا ليس متاحًا لك"},
    404: {"en": "There is no such page", "es": "Esta página no existe", "ar": "لا توجد صفحة كهذه"},
    500: {"en": "Something is broken", "ar": "حدث عطل ما", "yi": "עפּעס איז צעבראָכן"},
}


@pytest.fixture
def reader() -> Client:
    """A browser: it gets the page for an error, where a test's client would raise it."""
    return Client(raise_request_exception=False)


def check(response: Any, status: int, code: str) -> BeautifulSoup:
    assert response.status_code == status
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    page = BeautifulSoup(response.content, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == code == response["Content-Language"]
    assert page.html["dir"] == ("rtl" if code in {"ar", "yi"} else "ltr")
    assert [title.get_text() for title in page.select("h1")] == [WORDS[status][code]]
    assert page.title is not None
    assert WORDS[status][code] in page.title.get_text()
    assert page.select_one('link[rel=stylesheet][href$="site/site.css"]') is not None
    robots = page.select_one("meta[name=robots]")
    assert robots is not None
    assert robots["content"] == "noindex"
    return page


@pytest.mark.parametrize("code", ["en", "es", "ar"])
def test_a_request_to_another_host(site: SmallSite, reader: Client, code: str) -> None:
    check(reader.get(f"/{code}/", headers={"host": "elsewhere.example"}), 400, code)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_page_that_refuses(
    site: SmallSite, reader: Client, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    def refuse(*_arguments: Any, **_named: Any) -> None:
        raise PermissionDenied

    monkeypatch.setattr("home.models.HomePage.serve", refuse)
    page = check(reader.get(f"/{code}/"), 403, code)
    assert page.select(".language-switcher li")


def test_a_form_without_its_token(site: SmallSite) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    response = strict.post(reverse("wagtailadmin_login"), {"username": "x", "password": "y"})
    page = check(response, 403, "en")
    assert "send it once more" in page.get_text()


@pytest.mark.parametrize("code", ["en", "es", "ar"])
@pytest.mark.parametrize("path", ["no/such/page/", "no.php", "about/%00/", "%ff/", "a/" * 1500])
def test_a_missing_page(site: SmallSite, reader: Client, code: str, path: str) -> None:
    page = check(reader.get(f"/{code}/{path}"), 404, code)
    assert page.select(".language-switcher li")
    assert page.select_one("header nav.sections, header .masthead-name") is not None


@pytest.mark.parametrize(("accepted", "code"), [("ar", "ar"), ("es-AR", "es"), ("fr", "en")])
@pytest.mark.parametrize("path", ["/no.php", "/no/such/", "/media/no.png", "/share/99999-a.png"])
def test_a_missing_address_without_a_language(
    site: SmallSite, reader: Client, path: str, accepted: str, code: str
) -> None:
    response = reader.get(path, headers={"accept-language": accepted})
    check(response, 404, code)
    assert "Accept-Language" in response["Vary"]


def test_an_address_that_a_page_had_before_leads_to_it(site: SmallSite, reader: Client) -> None:
    Redirect.objects.create(old_path="/en/who-we-are", redirect_page=site["en", "about"])
    response = reader.get("/en/who-we-are/")
    assert (response.status_code, response["Location"]) == (301, "/en/about/")


def break_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any, **_named: Any) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(AboutPage, "get_context", fail)


def test_a_broken_page(site: SmallSite, reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    break_pages(monkeypatch)
    page = check(reader.get("/en/about/"), 500, "en")
    assert "a fault" not in page.get_text()


@pytest.mark.parametrize("code", ["en", "ar", "yi"])
def test_a_broken_database(site: SmallSite, reader: Client, code: str) -> None:
    def fail(*_arguments: Any) -> None:
        raise OperationalError("the database is down at 10.0.0.7")

    with connection.execute_wrapper(fail):
        page = check(reader.get(f"/{code}/about/"), 500, code)
    assert "10.0.0.7" not in str(page)


def test_a_broken_database_and_a_missing_page(site: SmallSite, reader: Client) -> None:
    def fail(*_arguments: Any) -> None:
        raise OperationalError

    with connection.execute_wrapper(fail):
        check(reader.get("/en/no.php"), 500, "en")


def test_when_even_the_page_for_errors_is_broken(
    site: SmallSite, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any, **_named: Any) -> None:
        raise RuntimeError("a fault in the template")

    break_pages(monkeypatch)
    monkeypatch.setattr(errors, "render_to_string", fail)
    response = reader.get("/ar/about/")
    assert response.status_code == 500
    page = BeautifulSoup(response.content, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "en"
    assert page.select_one("h1") is not None
    assert b"a fault" not in response.content


def test_signed_in_people_get_the_same_page(site: SmallSite, reader: Client) -> None:
    reader.force_login(User.objects.create_superuser("staff"))
    assert reader.get("/en/no/such/").content == Client().get("/en/no/such/").content
