"""Every page of readers and screen of the admin as MDN's Observatory scores it.

With the settings of production, by TLS as its web server says. No page asks any other host for
scripts; what browsers really ask for is seen in ``tests/browser``.
"""

import json
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page

from cms.checks import our_models
from cms.pages.models import BasePage
from tests import factories
from tests.operations.test_settings import load
from tools.check import PRODUCTION

from . import observatory
from .observatory import Answer, results, score

READERS_SCORE, ADMIN_SCORE = 130, 110
HARDENING = ("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "X_FRAME_", "ADMIN_CSP", "PREVIEW_CSP")
PAGES: dict[str, Callable[[], Page]] = {
    model._meta.label: factory
    for factory in (
        factories.HomePageFactory,
        factories.AboutPageFactory,
        factories.StandardPageFactory,
        factories.PrinciplesPageFactory,
        factories.ImpactPageFactory,
        factories.ChapterIndexPageFactory,
        factories.ChapterPageFactory,
        factories.ZineIndexPageFactory,
        factories.ZineIssuePageFactory,
    )
    for model in [factory._meta.model]
}
ELSE = {
    "/en/search/": 200,
    "/en/search/?q=anything": 200,
    "/en/zine/1/know-your-rights/": 200,
    "/en/zine/feed.xml": 200,
    "/en/manifest.webmanifest": 200,
    "/sitemap.xml": 200,
    "/robots.txt": 200,
    "/.well-known/security.txt": 200,
    "/security-policy.txt": 200,
    "/en/nowhere/": 404,
    "/xx/nowhere/": 404,
    "/media/nothing.jpg": 404,
    "/documents/1/nothing.pdf": 404,
}
SCREENS = (
    "", "account/", "images/", "images/add/", "documents/", "snippets/", "users/", "groups/",
    "collections/", "redirects/", "reports/site-history/", "review/", "members/", "translations/",
    "second-factor/", "second-factor/passkey/", "workflows/list/", "sites/", "locales/",
)  # fmt: skip


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    """What production says of headers and cookies, from a process with its settings."""
    names = f"[n for n in dir(s) if n.startswith({HARDENING!r})]"
    done = load(PRODUCTION, f"__import__('json').dumps({{n: getattr(s, n) for n in {names}}})")
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["SECURE_HSTS_PRELOAD"]
    assert found["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    return found


@pytest.fixture
def tls(production: dict[str, Any], settings: Settings, db: None) -> Client:
    """Somebody who asks a site that runs as in production."""
    for name, value in production.items():
        setattr(settings, name, value)
    settings.SECURITY_CONTACT = ["mailto:security@example.org"]
    return Client(headers={"x-forwarded-proto": "https"}, raise_request_exception=False)


def seen(response: Any) -> Answer:
    content = "" if response.streaming else response.content.decode()
    cookies = list(SimpleCookie(response.cookies).values()) if response.cookies else []
    return Answer(dict(response.items()), cookies, content, "testserver")


def told(answer: Answer) -> str:
    return f"{score(answer)}: {', '.join(results(answer))}"


def test_every_page_type_is_asked() -> None:
    ours = {model._meta.label for model in our_models() if issubclass(model, BasePage)}
    assert ours == PAGES.keys()


@pytest.mark.parametrize("label", PAGES)
def test_a_page_of_each_type(tls: Client, label: str) -> None:
    page = PAGES[label]()
    response = tls.get(page.get_url())
    assert response.status_code == 200
    assert score(seen(response)) >= READERS_SCORE, told(seen(response))
    assert not response.cookies


def test_whatever_else_readers_get(tls: Client) -> None:
    article = {"title": "Know your rights", "address": "know-your-rights"}
    body = [{"type": "article", "value": article}]
    factories.ZineIssuePageFactory(number=1, body=json.dumps(body))
    found = {path: tls.get(path) for path in ELSE}
    assert {path: answer.status_code for path, answer in found.items()} == ELSE
    weak = {path: told(seen(answer)) for path, answer in found.items()}
    scores = {path: score(seen(answer)) for path, answer in found.items()}
    assert {path: weak[path] for path, points in scores.items() if points < READERS_SCORE} == {}


def test_the_pages_for_what_is_wrong(tls: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that is none, what is not open to all, a broken server; and a host of others."""
    factories.HomePageFactory()

    def fails(*_args: object, **_kwargs: object) -> None:
        raise ValueError

    refused = tls.get("/en/", headers={"host": "another.example"})
    monkeypatch.setattr("cms.pages.models.BasePage.serve", fails)
    broken = tls.get("/en/")
    assert (refused.status_code, broken.status_code) == (400, 500)
    for answer in (refused, broken):
        assert score(seen(answer)) >= READERS_SCORE, told(seen(answer))


def test_the_sign_in(tls: Client) -> None:
    """It alone gives a cookie to somebody who has not signed in."""
    response = tls.get("/admin/login/")
    assert list(response.cookies) == ["__Host-csrftoken"]
    assert score(seen(response)) >= READERS_SCORE, told(seen(response))
    assert "cookies-secure-with-httponly-sessions-and-samesite" in results(seen(response))


def test_screens_of_the_admin(tls: Client, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    user = User.objects.create_superuser("admin", email="admin@example.org")
    page = factories.StandardPageFactory()
    tls.force_login(user)
    paths = [*SCREENS, f"pages/{page.pk}/", f"pages/{page.pk}/edit/", f"pages/{page.pk}/history/"]
    answers = {path: tls.get(f"/admin/{path}") for path in paths}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(
        paths, 200
    )
    scores = {path: score(seen(answer)) for path, answer in answers.items()}
    weak = [path for path, points in scores.items() if points < ADMIN_SCORE]
    assert {path: told(seen(answers[path])) for path in weak} == {}


def test_plain_http_leads_to_tls_at_once(tls: Client) -> None:
    """To the same host and path, in one step, as its test of redirections wants it."""
    response = Client().get("/en/about/", headers={"host": "testserver"})
    assert (response.status_code, response["Location"]) == (301, "https://testserver/en/about/")


GOOD = Answer(
    {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
)


def test_the_best_of_them_is_an_a_plus() -> None:
    assert score(GOOD) == 140


@pytest.mark.parametrize(
    ("header", "value", "points"),
    [
        ("Content-Security-Policy", "", 75),
        ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'", 135),
        ("Content-Security-Policy", "default-src 'none'; script-src data:", 80),
        ("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'", 80),
        ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'", 130),
        ("Content-Security-Policy", "default-src 'none'; style-src 'self' 'nonce-a'", 140),
        ("Content-Security-Policy", "default-src 'none'; img-src http:", 120),
        ("Strict-Transport-Security", "", 80),
        ("Strict-Transport-Security", "max-age=100", 130),
        ("Referrer-Policy", "unsafe-url", 130),
        ("X-Frame-Options", "", 140),
        ("X-Content-Type-Options", "", 135),
        ("Cross-Origin-Resource-Policy", "cross-origin", 130),
        ("Access-Control-Allow-Origin", "*", 140),
    ],
)
def test_what_is_missing_or_weak_costs_points(header: str, value: str, points: int) -> None:
    assert score(Answer(GOOD.headers | {header: value})) == points


SECURE = "secure-with-httponly-sessions"


@pytest.mark.parametrize(
    ("cookie", "result"),
    [
        ("sessionid=a; Secure; HttpOnly; SameSite=Lax", f"{SECURE}-and-samesite"),
        ("sessionid=a; Secure; HttpOnly", SECURE),
        ("sessionid=a; Secure; SameSite=Lax", "session-without-httponly-flag"),
        ("sessionid=a; HttpOnly", "session-without-secure-flag-but-protected-by-hsts"),
        ("csrftoken=a; Secure", "anticsrf-without-samesite-flag"),
        ("other=a; SameSite=None", "samesite-flag-invalid"),
    ],
)  # fmt: skip
def test_cookies_are_told_apart(cookie: str, result: str) -> None:
    morsels = list(SimpleCookie(cookie).values())
    assert observatory.cookies(Answer(GOOD.headers, morsels)) == f"cookies-{result}"


@pytest.mark.parametrize(
    ("source", "points"),
    [
        ("/static/a.js", 140),
        ("https://example.org/a.js", 140),
        ("https://elsewhere.example/a.js", 135),
        ("//elsewhere.example/a.js", 90 - 40),
    ],
)
def test_scripts_of_others_cost_points(source: str, points: int) -> None:
    assert score(Answer(GOOD.headers, content=f"<script src='{source}'></script>")) == points
