"""The starter content as readers get it: every page in every language, asked for once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client

STARTER = Path(__file__).parents[2] / "cms/starter/texts/en"
LANGUAGES = ("en", "es", "ar")
HOST = "testserver"

# Each page type with one page of it; these are looked at more closely than the others.
PAGE_TYPES = {
    "HomePage": "",
    "AboutPage": "about/",
    "PrinciplesPage": "principles/",
    "ImpactPage": "impact/",
    "StandardPage": "press/",
    "ChapterIndexPage": "chapters/",
    "ChapterPage": "chapters/boston/",
    "ZineIndexPage": "zine/",
    "ZineIssuePage": "zine/101/",
}
# Page types that the starter content has no page of: tests of their own look at them instead.
NOT_IN_THE_STARTER: set[str] = set()
SEARCHES = ("search/", "search/?q=zine", "search/?q=nothing-like-it")


def addresses() -> list[str]:
    """The address below the language of every page of the starter content."""
    records = {"identity", "people"}
    names = [
        path.relative_to(STARTER).with_suffix("").as_posix() for path in STARTER.rglob("*.toml")
    ]
    return sorted("" if name == "home" else f"{name}/" for name in names if name not in records)


@dataclass(frozen=True)
class Fetched:
    """An answer to a reader, and what stands in it."""

    url: str
    language: str
    response: HttpResponse

    @property
    def content(self) -> bytes:
        content: bytes = self.response.content
        return content

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.content, "lxml")

    @property
    def html(self) -> Tag:
        html = self.soup.html
        assert html is not None
        return html

    @cached_property
    def alternates(self) -> dict[str, str]:
        """The address of this page in each language that it says it exists in."""
        links = self.soup.select('link[rel~="alternate"][hreflang]')
        found = {str(link["hreflang"]): str(link["href"]) for link in links}
        assert len(found) == len(links), "a language is named twice"
        return found

    def loaded(self) -> Iterator[str]:
        """Yield the absolute address of everything that a browser loads for this page."""
        for element in self.soup.select("img, script, source, iframe, video, audio, embed, use"):
            for name in ("src", "href", "poster", "data"):
                if element.has_attr(name):
                    yield self.absolute(str(element[name]))
            for candidate in str(element.get("srcset", "")).split(","):
                if candidate.strip():
                    yield self.absolute(candidate.split()[0])
        named_only = {"alternate", "canonical"}
        for link in self.soup.select("link[href]"):
            if not named_only & set(link.get_attribute_list("rel")):
                yield self.absolute(str(link["href"]))
        for form in self.soup.select("form"):
            yield self.absolute(str(form.get("action", "")))

    def links(self) -> Iterator[str]:
        """Yield the absolute address of everything that a reader can go to from here."""
        for link in self.soup.select("a[href]"):
            yield self.absolute(str(link["href"]))

    def absolute(self, address: str) -> str:
        return urljoin(f"http://{HOST}{self.url}", address)


def host(url: str) -> str:
    return urlsplit(url).netloc


def fetch(client: Client, url: str) -> Fetched:
    language = url.split("/")[1]
    response = client.get(url)
    assert isinstance(response, HttpResponse)
    return Fetched(url, language, response)


def every_url() -> list[str]:
    """Every page and search of every language of the starter content."""
    below = [*addresses(), *SEARCHES]
    return [f"/{language}/{address}" for language in LANGUAGES for address in below]
