"""Somebody without an account who opens every address that there is, or ever was."""

import re
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.core.cache import cache
from django.test import Client

from cms.media.models import Document, Rendition

from .files import number_of_document, number_of_picture

TEXT = re.compile(r"\btext (\d+)\b")
ROLE = re.compile(r"\brole (\d+)\b")
STATEMENT = re.compile(r"\bstatement (\d+)\b")
PHONE = re.compile(r"617-?555-?0(\d{3})")


@dataclass(frozen=True)
class Seen:
    """What stands at an address, by the numbers that everything in the moves tells."""

    texts: frozenset[int]
    pictures: frozenset[int]
    documents: frozenset[int]
    phones: frozenset[int]
    roles: frozenset[int]
    statements: frozenset[int]

    @property
    def words(self) -> tuple[int, int, int]:
        """The text of a page, the picture and the document in it; -1 where there is none."""
        return _one(self.texts), _one(self.pictures), _one(self.documents)


NOTHING = Seen(*(frozenset[int]() for _part in Seen.__dataclass_fields__))


class Reader:
    """Looks at addresses, and remembers those of all that it was ever given to look at."""

    def __init__(self) -> None:
        self.client = Client()
        # Where sizes of pictures and documents stood, and where the pictures for sharing.
        self.files: set[str] = set()
        self.shared: dict[str, str] = {}

    def look(self, address: str) -> Seen:
        """What stands there. Whatever is no page of the site tells nothing."""
        cache.clear()
        response = self.client.get(address)
        assert response.status_code in (200, 302, 404, 410), f"{address}: {response.status_code}"
        if response.status_code != 200:
            return NOTHING
        html = response.content.decode()
        soup = BeautifulSoup(html, "html.parser")
        main = soup.find("main")
        assert isinstance(main, Tag)
        shared = soup.select_one('meta[property="og:image"]')
        if shared is not None:
            self.shared[str(shared["content"]).partition("/share/")[2]] = address
        return Seen(
            _numbers(TEXT, html),
            frozenset(self._picture(each) for each in _sources(main)),
            frozenset(self._document(str(each["href"])) for each in main.select(".download a")),
            _numbers(PHONE, html),
            _numbers(ROLE, html),
            _numbers(STATEMENT, html),
        )

    def remember_files(self, pictures: list[int], documents: list[int]) -> None:
        """Note under which addresses these are, whether readers have them or not."""
        sizes = Rendition.objects.filter(image__in=pictures).values_list("file", flat=True)
        self.files |= {f"/media/{name}" for name in sizes}
        self.files |= {each.url for each in Document.objects.filter(pk__in=documents)}

    def number_at(self, address: str, client: Client | None = None) -> int | None:
        """Which picture or document there is at an address; None where there is nothing."""
        response: Any = (client or self.client).get(address)
        if response.status_code != 200:
            assert response.status_code == 404, f"{address}: {response.status_code}"
            return None
        content = b"".join(response.streaming_content)
        tell = number_of_document if "/documents/" in address else number_of_picture
        return tell(content)

    def is_shared(self, name: str) -> bool:
        return self.client.get(f"/share/{name}").status_code == 200

    def _picture(self, address: str) -> int:
        self.files.add(address)
        number = self.number_at(address)
        assert number is not None, f"a page shows {address}, which is not there"
        return number

    def _document(self, address: str) -> int:
        number = self.number_at(address)
        assert number is not None, f"a page links to {address}, which is not there"
        return number


def _sources(main: Tag) -> set[str]:
    """The addresses of every size of every picture in a text."""
    found = {str(each["src"]) for each in main.select("figure img")}
    for each in main.select("figure source"):
        found |= {part.split()[0] for part in str(each["srcset"]).split(", ")}
    return found


def _numbers(pattern: re.Pattern[str], html: str) -> frozenset[int]:
    return frozenset(int(number) for number in pattern.findall(html))


def _one(numbers: frozenset[int]) -> int:
    assert len(numbers) <= 1, f"several at once: {numbers}"
    return next(iter(numbers), -1)
