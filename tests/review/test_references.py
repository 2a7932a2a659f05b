"""What a text refers to, read off its content, is what Wagtail finds in the page made of it."""

import random
import re
from typing import Any, cast

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from cms.pages.references import Reference, references_in
from cms.review.subjects import record_models
from tests.seeding import SeededSite

pytestmark = pytest.mark.django_db


def as_wagtail_finds(subject: Any) -> set[Reference]:
    """What Wagtail's index would hold of an object, by a way that it keeps to itself."""
    found = ReferenceIndex._extract_references_from_object(subject)
    kinds = ContentType.objects
    return {
        (cast(Any, kinds.get_for_id(kind).model_class()), str(number))
        for kind, number, *_places in found
    }


def content_of(subject: Any) -> dict[str, Any]:
    """What a revision of it would hold, which is not saved."""
    revision = subject.save_revision(clean=False)
    revision.refresh_from_db()
    return dict(revision.content)


def subjects(site: SeededSite) -> list[Any]:
    pages = [page for language in ("en", "es", "ar") for page in site.pages(language)]
    return [*pages, *(row for model in record_models() for row in model.objects.all())]


def test_on_every_page_and_record_of_the_starter_content(seeded_site: SeededSite) -> None:
    looked_at = set()
    for subject in subjects(seeded_site):
        found = references_in(type(subject), content_of(subject))
        assert found == as_wagtail_finds(subject), subject
        looked_at |= {kind for kind, _number in found}
    assert {get_image_model(), Page} <= looked_at


def test_nothing_is_asked_of_the_database(seeded_site: SeededSite) -> None:
    page = seeded_site.page("en", "zine/101/")
    content = content_of(page)
    with CaptureQueriesContext(connection) as seen:
        assert references_in(type(page), content)
    assert len(seen) == 0


@pytest.mark.parametrize("seed", range(10))
def test_on_any_page_made_of_parts_of_others(seeded_site: SeededSite, seed: int) -> None:
    """Blocks are moved, left out, doubled, and lead to others than they did."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    pages = [page for page in seeded_site.pages("en") if getattr(page, "body", None)]
    images = list(get_image_model().objects.values_list("pk", flat=True))
    numbers = [page.pk for page in pages]
    for _time in range(4):
        page, donor = chance.choice(pages), chance.choice(pages)
        known = page.body.stream_block.child_blocks
        mixed = [
            each for each in [*page.body.raw_data, *donor.body.raw_data] if each["type"] in known
        ]
        kept = [dict(each) for each in mixed if chance.random() < 0.7]
        chance.shuffle(kept)
        page.body = page.body.stream_block.to_python(_elsewhere(kept, images, numbers, chance))
        assert references_in(type(page), content_of(page)) == as_wagtail_finds(page), page


def _elsewhere(raw: Any, images: list[int], pages: list[int], chance: random.Random) -> Any:
    """The same blocks with other pictures, and links to other pages."""
    match raw:
        case dict():
            return {
                name: chance.choice(images)
                if name == "image" and isinstance(value, int)
                else _elsewhere(value, images, pages, chance)
                for name, value in raw.items()
            }
        case list():
            return [_elsewhere(each, images, pages, chance) for each in raw]
        case str():
            link = rf'linktype="page" id="{chance.choice(pages)}"'
            return re.sub(r'linktype="page" id="\d+"|id="\d+" linktype="page"', link, raw)
    return raw
