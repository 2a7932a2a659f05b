"""A page of the CMS, read into a document."""

import io
import json
from typing import Any

import PIL.Image
import pytest

from tests.factories import (
    ImageFactory,
    PrincipleFactory,
    StandardPageFactory,
    ZineIssuePageFactory,
)
from zine.editions.blocks.call_to_action import CallToAction
from zine.editions.blocks.checklist import Checklist
from zine.editions.blocks.facts import Fact, Facts
from zine.editions.blocks.image import Image
from zine.editions.blocks.paragraph import Paragraph
from zine.editions.blocks.principle_reference import Principle
from zine.editions.document import model as d
from zine.editions.document.from_page import asset_of, document_from_page
from zine.editions.languages import LANGUAGES, language
from zine.editions.problems import BlockPlace, EditionError
from zine.editions.words import LICENCES
from zine.models import ZineIssuePage

pytestmark = pytest.mark.django_db


def page_with(*blocks: tuple[str, Any], **fields: Any) -> Any:
    stream = [{"type": kind, "id": f"id-{n}", "value": v} for n, (kind, v) in enumerate(blocks)]
    return ZineIssuePageFactory(body=json.dumps(stream), **fields)


def picture(**values: Any) -> dict[str, Any]:
    return {"image": ImageFactory().pk, "decorative": False, "alt_text": "A cat"} | values


def test_the_imprint_is_the_pages() -> None:
    page = page_with(
        number=9,
        title="Nine",
        tagline="A tagline",
        credits="Words: A.\n\nPictures: B.",
        cover=json.dumps([{"type": "picture", "value": picture()}]),
    )
    document = document_from_page(page, "42")
    imprint = document.imprint
    assert (imprint.title, imprint.number, imprint.tagline) == ("Nine", 9, "A tagline")
    assert imprint.credits == ("Words: A.", "Pictures: B.")
    assert imprint.address.endswith(f"/en/zine/{page.slug}/")
    assert imprint.cover is not None
    assert imprint.cover.alt == "A cat"
    assert imprint.cover.asset in document.assets
    assert (document.language, document.direction, document.revision) == ("en", "ltr", "42")


def test_blocks_keep_their_ids_and_say_what_they_say() -> None:
    target = StandardPageFactory(title="Target")
    draft = StandardPageFactory(title="Draft", live=False)
    PrincipleFactory(key="principle-4", statement="Four", explanation="<p>Because.</p>")
    text = (
        f'<p>See <a linktype="page" id="{target.pk}">this</a>, '
        f'<a linktype="page" id="{draft.pk}">not this</a>.<sup>1</sup></p>'
    )
    page = page_with(
        ("paragraph", {"text": text, "footnotes": ["<p>A note.</p>"]}),
        ("principle_reference", {"principle": "principle-4"}),
        ("call_to_action", {"text": "Go", "page": target.pk, "address": ""}),
        ("image", {"picture": picture(), "caption": "Cap", "credit": "By A."}),
        ("checklist", {"title": "List", "items": ["a", "b"]}),
        ("facts", {"facts": [{"figure": "10", "text": "ten", "source": ""}]}),
    )
    document = document_from_page(page)
    paragraph, principle, action, image, checklist, facts = document.blocks
    assert paragraph.place == BlockPlace(1, "paragraph", "id-0")
    assert isinstance(paragraph, Paragraph)
    assert isinstance(paragraph.flow[0], d.Text)
    links = [run.href for run in paragraph.flow[0].runs if run.href]
    (address,) = links
    assert address.endswith("/en/target/")
    assert document.notes[0].runs == (d.Run("A note."),)
    assert isinstance(principle, Principle)
    assert (principle.label, principle.statement) == ("Principle 4", "Four")
    assert isinstance(action, CallToAction)
    assert action.href == address
    assert isinstance(image, Image)
    assert (image.picture.alt, image.caption, image.credit) == ("A cat", "Cap", "By A.")
    assert isinstance(checklist, Checklist)
    assert checklist.items == ("a", "b")
    assert isinstance(facts, Facts)
    assert facts.facts == (Fact("10", "ten"),)


def test_everything_that_is_wrong_is_told_with_its_place() -> None:
    draft = StandardPageFactory(title="Draft", live=False)
    page = page_with(
        ("image", {"picture": picture(alt_text="")}),
        ("principle_reference", {"principle": "principle-9"}),
        ("call_to_action", {"text": "Go", "page": draft.pk, "address": ""}),
        cover=json.dumps([{"type": "picture", "value": picture(alt_text="")}]),
    )
    with pytest.raises(EditionError) as caught:
        document_from_page(page)
    places = [problem.place and problem.place.id for problem in caught.value.problems]
    assert places == ["", "id-0", "id-1", "id-2"]
    assert caught.value.problems[0].place == BlockPlace(0, "cover")


def test_pictures_are_made_small_and_lose_their_transparency() -> None:
    image = ImageFactory(size=(4000, 1000))
    asset = asset_of(image)
    assert (asset.width, asset.height, asset.media_type) == (1600, 400, "image/png")
    opened = PIL.Image.open(io.BytesIO(asset.content))
    assert (opened.format, opened.mode) == ("PNG", "RGB")
    assert asset_of(image) == asset


def test_a_lost_file_is_a_missing_picture() -> None:
    image = ImageFactory()
    page = page_with(("image", {"picture": picture(image=image.pk)}))
    image.file.storage.delete(image.file.name)
    with pytest.raises(EditionError, match="picture is missing"):
        document_from_page(page)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_licence_is_named_and_explained_in_every_language(code: str) -> None:
    assert set(LICENCES) == set(ZineIssuePage.Licence.values)
    explained = [language(code).labels[licence.label] for licence in LICENCES.values()]
    assert len(set(explained)) == len(LICENCES)
