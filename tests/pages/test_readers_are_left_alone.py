"""No address that readers use gives them a cookie, or depends on one."""

import pytest
from django.conf import settings
from django.test import Client

from tests.trees import SmallSite

ADDRESSES = [
    "/",
    "/en/",
    "/ar/principles/",
    "/es/zine/",
    "/zine/101/",
    "/en/zine/101/",
    "/en/zine/feed.xml",
    "/en/zine/worker.js",
    "/en/zine/101/files/issue.epub",
    "/en/search/",
    "/ar/search/?q=مبادئ",
    "/en/manifest.webmanifest",
    "/sitemap.xml",
    "/robots.txt",
    "/favicon.ico",
    "/media/no.png",
    "/yi/",
    "/en/no/such/page/",
    "/no/such/page/",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "cookies", [{}, {settings.SESSION_COOKIE_NAME: "x" * 32, "django_language": "ar", "other": "y"}]
)
def test_readers_get_no_cookie(
    site: SmallSite, client: Client, address: str, cookies: dict[str, str]
) -> None:
    plain = Client().get(address)
    client.cookies.load(cookies)
    response = client.get(address)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert (response.status_code, response.content) == (plain.status_code, plain.content)
    assert response.get("Location") == plain.get("Location")
