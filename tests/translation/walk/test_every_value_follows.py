"""Each value of every kind of page, record and block is changed in the source, through the admin
and its review; and every language's pages, feeds, search, share images and editions are compared.

A fact stands afterwards wherever it stood, in every language. Words stand in the source's own
language, and are named in the others as to be translated; once translated, they stand there too.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from wagtail.models import Page

from cms.media.models import Rendition
from cms.pages.classification import Kind
from cms.pages.share_images import share_image_of
from cms.search.models import SearchEntry
from cms.translation.models import Freshness
from cms.translation.segments.listing import segments_of
from tests.translation.world import World
from zine.editions import build as building, pipeline
from zine.editions.kinds.text import TEXT
from zine.models import ZineIssuePage

from .site import CODES, WalkedSite, build, fresh, stored_facts
from .values import Leaf

pytestmark = pytest.mark.django_db

SHELF = frozenset({"shelf", "feed", "search of shelf"})
# What readers are not told, and why.
UNSEEN = {
    "StandardPage.order": "says where the page stands among others",
    "Person.order": "says where the person stands among others",
    "Partner.name": "no page lists partners",
    "Partner.description": "no page lists partners",
    "Partner.url": "no page lists partners",
    "Partner.consent_on": "for staff",
    "Partner.consent_note": "for staff",
}

type Surfaces = dict[tuple[str, str], str]


@pytest.fixture
def site(
    world: World,
    django_capture_on_commit_callbacks: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> WalkedSite:
    """Of editions the plain text alone is made: all are made of one document."""
    monkeypatch.setattr(pipeline, "KINDS", [TEXT])
    monkeypatch.setattr(building, "ESSENTIAL", [])
    return build(world, django_capture_on_commit_callbacks)


def look(site: WalkedSite, *codes: str) -> Surfaces:
    """All that readers of these languages get."""
    cache.clear()
    return dict(each for code in codes for each in _look_in(site, code))


def _look_in(site: WalkedSite, code: str) -> Iterator[tuple[tuple[str, str], str]]:
    client = site.world.client("anonymous")

    def read(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return str(answer.text) + _as_told(answer.text)

    for name, subject in site.subjects.items():
        if not isinstance(subject, Page):
            continue
        page = site.of(name, code)
        parts = page.parts[1:] if isinstance(page, ZineIssuePage) else ()
        addresses = [page.url, *(f"{page.url}{part.subpath}" for part in parts)]
        yield (code, name), " ".join(map(read, addresses))
        entries = SearchEntry.objects.filter(page=page)
        told = " ".join(each.title + each.text for each in entries)
        yield (code, f"search of {name}"), told.replace("-", "")
        yield (code, f"share image of {name}"), str(share_image_of(page))
    yield (code, "feed"), read(f"{site.of('shelf', code).url}feed.xml")
    yield (code, "edition"), _edition(site.of("issue", code)).replace("-", "")


def _as_told(text: str) -> str:
    """Numbers as they are dialed, and which pictures are shown: a size's name does not tell."""
    sizes = Rendition.objects.values_list("file", "image_id")
    shown = {f"picture-{image};" for file, image in sizes if file in text}
    return text.replace("-", "") + " ".join(shown)


def _edition(issue: ZineIssuePage) -> str:
    edition = issue.editions.get(is_current=True)
    with edition.artifacts.get(kind=TEXT.name).file.open() as file:
        return str(file.read().decode())


def found(mark: str, surfaces: Surfaces, codes: tuple[str, ...]) -> set[tuple[str, str]]:
    return {
        place for place, text in surfaces.items() if place[0] in codes and stands_in(mark, text)
    }


def stands_in(mark: str, text: str) -> bool:
    """Whether it stands there by itself, if it is a number or month: digests are full of digits."""
    if len(mark) < 8 and mark.replace("-", "").isdecimal():
        return re.search(rf"(?<!\w){mark}(?!\w)", text) is not None
    return mark in text


def astray(leaves: list[Leaf], before: Surfaces, after: Surfaces, *codes: str) -> list[str]:
    """What does not stand where it stood in these languages, or stands there still."""
    wrong = []
    for leaf in leaves:
        stood, left = (found(leaf.old, each, codes) for each in (before, after))
        stands = found(leaf.new, after, codes)
        if leaf.path.endswith(".issue"):
            stood, left, stands = (_off_the_shelf(each) for each in (stood, left, stands))
        if left or stands != stood:
            wrong.append(f"{leaf.path}: left in {left}, other places {stands ^ stood}")
    return wrong


def _off_the_shelf(places: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The shelf has all issues, whichever is referred to."""
    return {place for place in places if place[1] not in SHELF}


def moved(leaves: list[Leaf], before: Surfaces, after: Surfaces, *codes: str) -> list[str]:
    """What is not as it was in these languages."""
    return [
        f"{leaf.path}: {differ}"
        for leaf in leaves
        for mark in (leaf.old, leaf.new)
        if (differ := found(mark, before, codes) ^ found(mark, after, codes))
    ]


def facts_in(site: WalkedSite, code: str) -> dict[str, str]:
    """Each fact as it is stored in a language: choices too, which have no mark."""
    return {
        f"{name}: {path}": value
        for name in site.subjects
        for path, value in stored_facts(site.of(name, code))
    }


def change(site: WalkedSite, kind: Kind) -> None:
    """Give every value of a kind its other text, by one edit and one review of each text."""
    site.values.then(kind)
    for subject in site.subjects.values():
        site.edit("staff", fresh(subject))
        site.approve(subject)


def gaps(site: WalkedSite, code: str) -> str:
    """What the desk of a language has still to translate."""
    missing = [
        segment.string_segment.string.data
        for name in site.subjects
        for segment in segments_of(site.translation(name, code))
        if segment.is_open
    ]
    return " ".join(missing)


def translate(site: WalkedSite, code: str) -> None:
    """Write every segment anew on the desk, submit each text, and have it approved."""
    for name in site.subjects:
        site.translate(name, code)
        site.approve(site.of(name, code))


def stale(site: WalkedSite) -> set[tuple[str, str]]:
    """The texts whose readers are told that the original has moved on, by name and language."""
    behind = Freshness.objects.filter(stale_since__isnull=False).values_list(
        "translation", flat=True
    )
    numbers = {
        site.translation(name, code).pk: (name, code)
        for name in site.subjects
        for code in ("es", "ar")
    }
    return {numbers[pk] for pk in behind if pk in numbers}


def test_each_value_follows_or_is_marked_or_is_translated(site: WalkedSite) -> None:
    leaves = list(site.values.leaves.values())
    words = [leaf for leaf in leaves if leaf.kind is Kind.WORDS]
    facts = [leaf for leaf in leaves if leaf.kind is Kind.FACT and leaf.old]
    first = look(site, *CODES)
    unseen = {leaf.path for leaf in words + facts if not found(leaf.old, first, CODES)}
    assert unseen == set(UNSEEN)

    change(site, Kind.FACT)
    second = look(site, *CODES)
    assert astray(facts, first, second, *CODES) == []
    # Another principle is referred to.
    others = [leaf for leaf in words if not leaf.path.startswith("Principle.")]
    assert moved(others, first, second, *CODES) == []
    assert [code for code in ("es", "ar") if facts_in(site, code) != facts_in(site, "en")] == []
    assert stale(site) == set()

    change(site, Kind.WORDS)
    third = look(site, *CODES)
    assert astray(words, second, third, "en") == []
    assert moved(words, second, third, "es", "ar") == []
    assert moved(facts, second, third, *CODES) == []
    for code in ("es", "ar"):
        missing = gaps(site, code)
        assert [leaf.path for leaf in words if leaf.new not in missing] == []
    assert stale(site) == {(name, code) for name in site.subjects for code in ("es", "ar")}

    translate(site, "es")
    assert astray(words, third, look(site, "es"), "es") == []
    assert {code for _name, code in stale(site)} == {"ar"}
