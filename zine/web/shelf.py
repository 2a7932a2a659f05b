"""The shelf: an issue to each cover, in which languages it can be read, and as what.

A shelf lists what can be read in its own language, then names what can be read in others only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from wagtail.models import Page

from cms.languages.alternates import Alternate, ReaderLanguages
from cms.media.models import Image
from cms.media.pictures import fetch_renditions

from ..editions.pdf.page_images import COVER_HEIGHT, COVER_WIDTH
from ..models import ZineIssuePage
from .downloads import Editions, editions_of


@dataclass(frozen=True)
class PrintedCover:
    """The picture of a cover as it is printed."""

    address: str
    alt: str
    width = COVER_WIDTH
    height = COVER_HEIGHT


@dataclass(frozen=True)
class ShelvedIssue:
    """An issue and its cover: as printed where there is an edition, or else its picture."""

    page: ZineIssuePage
    cover: Image | None
    printed: PrintedCover | None = None
    editions: Editions | None = None
    elsewhere: list[Alternate] = field(default_factory=list)


@dataclass(frozen=True)
class Shelf:
    """The issues of a language, the newest first, and those that only other languages have."""

    issues: list[ShelvedIssue]
    elsewhere: list[list[Alternate]]


def shelf_of(code: str, languages: ReaderLanguages) -> Shelf:
    """Return the shelf of a language; asks as often for a hundred issues as for one."""
    versions = list(_versions(languages))
    own = [each for each in versions if code in each]
    made = editions_of(each[code] for each in own)
    pages: list[Any] = [each[code].page for each in own]
    covers = covers_of(page for page in pages if not made[page.pk].cover)
    issues = [
        ShelvedIssue(
            page,
            covers.get(page.pk),
            printed=_printed(page, made[page.pk]),
            editions=made[page.pk],
            elsewhere=[each for other, each in alternates.items() if other != code],
        )
        for page, alternates in zip(pages, own, strict=True)
    ]
    return Shelf(issues, [list(each.values()) for each in versions if code not in each])


def covers_of(pages: Iterable[ZineIssuePage]) -> dict[int, Image]:
    """Return the pictures on issues' covers by page id, with the sizes that readers get."""
    block = ZineIssuePage._meta.get_field("cover").stream_block.child_blocks["picture"]
    raw = {page.pk: stored for page in pages if (stored := _stored_picture(page)) is not None}
    images = dict(zip(raw, block.bulk_to_python(raw.values()), strict=True))
    found = {pk: image for pk, image in images.items() if image and not image.is_withheld}
    fetch_renditions(found.values())
    return found


def _versions(languages: ReaderLanguages) -> Iterator[dict[str, Alternate]]:
    """Each issue in every language that has it, in the languages' order; the newest first."""
    homes = languages.homes
    pages = (
        ZineIssuePage.objects.on_the_shelf()
        .filter(alias_of=None, locale__in=[home.page.locale_id for home in homes.values()])
        .select_related("locale")
        .defer("body")
    )
    by_key: dict[object, dict[str, Page]] = {}
    for page in pages:
        home = homes[page.locale.language_code]
        if page.path.startswith(home.page.path):
            by_key.setdefault(page.translation_key, {})[home.language.code] = page
    for found in by_key.values():
        yield {
            code: Alternate(home.language, found[code], languages.address(found[code]))
            for code, home in homes.items()
            if code in found
        }


def _printed(page: ZineIssuePage, editions: Editions) -> PrintedCover | None:
    if not editions.cover:
        return None
    value = _stored_picture(page) or {}
    alt = "" if value.get("decorative") else value.get("alt_text", "")
    return PrintedCover(editions.cover, alt)


def _stored_picture(page: ZineIssuePage) -> Any:
    """What is stored of the picture on an issue's cover, if there is one that can be read."""
    stored = page.cover.raw_data
    return stored[0]["value"] if len(stored) and stored[0]["type"] == "picture" else None


def newest_on_the_shelf() -> Page | None:
    """The newest issue that readers can see, in whatever language."""
    return cast(Page | None, ZineIssuePage.objects.on_the_shelf().first())
