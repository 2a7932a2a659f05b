"""Readers get pictures in the size and format that fits, made before they ask."""

from collections.abc import Iterator, Sequence
from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.files.base import File
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.images.models import Filter

from cms.media.models import Image, Rendition
from cms.media.pictures import FALLBACK, WIDTHS, make_renditions, rendition_specs, streams_of
from cms.media.renditions import rendition_files
from home.models import StandardPage
from tests.factories import (
    ImageFactory,
    StandardPageFactory,
    ZineIndexPageFactory,
    ZineIssuePageFactory,
)

pytestmark = pytest.mark.django_db

ENCODE = "cms.media.models.rendition_files"


def image_block(
    image: Image, alt_text: str = "A march", *, decorative: bool = False
) -> tuple[str, dict]:
    picture = {"image": image, "alt_text": alt_text, "decorative": decorative}
    return ("image", {"picture": picture, "caption": "In winter", "credit": "A friend"})


@pytest.fixture
def large() -> Image:
    return ImageFactory(size=(1500, 1000))


@pytest.fixture
def encodings() -> Iterator[list[str]]:
    """The renditions made while the test runs."""
    made: list[str] = []

    def encode(image: Image, filters: Sequence[Filter]) -> list[File]:
        made.extend(each.spec for each in filters)
        return rendition_files(image, filters)

    with patch(ENCODE, encode):
        yield made


def figure(client: Client, page: StandardPage) -> Tag:
    found = BeautifulSoup(client.get(page.url).content, "lxml").select_one("figure.figure")
    assert found is not None
    return found


def test_every_size_in_two_formats_and_a_fallback(client: Client, large: Image) -> None:
    make_renditions(large)
    page = StandardPageFactory(body=[image_block(large)])
    shown = figure(client, page)
    assert [source["type"] for source in shown.select("source")] == ["image/avif", "image/webp"]
    for source in shown.select("source"):
        widths = [part.split()[1] for part in str(source["srcset"]).split(", ")]
        assert widths == [f"{width}w" for width in WIDTHS]
        assert source["sizes"]
    img = shown.select_one("img")
    assert img is not None
    assert (img["width"], img["height"], img["alt"]) == ("960", "640", "A march")
    assert (img["loading"], img["decoding"]) == ("lazy", "async")
    assert str(img["src"]).endswith(".jpg")


def test_a_small_picture_is_not_blown_up() -> None:
    small = ImageFactory(size=(500, 300))
    assert rendition_specs(small) == [FALLBACK, "format-avif|width-320", "format-webp|width-320"]


def test_a_decorative_picture_has_an_empty_alternative(client: Client, large: Image) -> None:
    page = StandardPageFactory(body=[image_block(large, "", decorative=True)])
    img = figure(client, page).select_one("img")
    assert img is not None
    assert img["alt"] == ""


def test_publishing_makes_what_readers_get(
    large: Image, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    page = StandardPageFactory(body=[image_block(large)])
    assert not Rendition.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    made = Rendition.objects.filter(image=large).values_list("filter_spec", flat=True)
    assert sorted(made) == sorted(rendition_specs(large))


def test_a_replaced_file_gets_its_sizes_again(
    large: Image, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    StandardPageFactory(body=[image_block(large)])
    with django_capture_on_commit_callbacks(execute=True):
        large.save()
    assert Rendition.objects.filter(image=large).count() == len(rendition_specs(large))


def test_an_unused_picture_is_left_alone(
    large: Image, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        large.save()
    assert not Rendition.objects.exists()


def test_a_reader_never_waits_for_what_is_made(
    client: Client, large: Image, encodings: list[str]
) -> None:
    make_renditions(large)
    page = StandardPageFactory(body=[image_block(large), image_block(large)])
    encodings.clear()
    client.get(page.url)
    assert encodings == []


def test_a_reader_waits_for_one_small_file_at_most(
    client: Client, large: Image, encodings: list[str]
) -> None:
    page = StandardPageFactory(body=[image_block(large)])
    client.get(page.url)
    client.get(page.url)
    assert encodings == [FALLBACK]


def test_a_lost_file_costs_the_page_nothing_but_the_picture(client: Client, large: Image) -> None:
    page = StandardPageFactory(body=[image_block(large)])
    large.file.storage.delete(large.file.name)
    response = client.get(page.url)
    assert response.status_code == 200
    assert b"<img" not in response.content


def test_the_first_picture_is_fetched_at_once(large: Image) -> None:
    make_renditions(large)
    template = Template('{% load pages_tags %}{% picture image "hero" eager=True %}')
    html = template.render(Context({"image": large}))
    assert 'fetchpriority="high"' in html
    assert "loading=" not in html


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as context:
        client.get(url)
    return len(context)


def test_more_pictures_ask_no_more_of_the_database(client: Client) -> None:
    images = [ImageFactory(size=(400, 300)) for _ in range(6)]
    for image in images:
        make_renditions(image)
    one = StandardPageFactory(body=[image_block(images[0])])
    many = StandardPageFactory(body=[image_block(image) for image in images])
    assert queries(client, many.url) == queries(client, one.url)


def test_more_covers_ask_no_more_of_the_database(client: Client) -> None:
    shelf = ZineIndexPageFactory()

    def add_issue() -> None:
        cover = ImageFactory(size=(300, 400))
        make_renditions(cover)
        picture = {"image": cover, "alt_text": "A cover", "decorative": False}
        ZineIssuePageFactory(parent=shelf, cover=[("picture", picture)])

    add_issue()
    before = queries(client, shelf.url)
    for _ in range(5):
        add_issue()
    assert queries(client, shelf.url) == before
    page = BeautifulSoup(client.get(shelf.url).content, "lxml")
    assert len(page.select(".cover img[alt='A cover']")) == 6


def test_streams_are_found_in_the_order_of_the_fields() -> None:
    page = ZineIssuePageFactory()
    assert streams_of(page) == [page.cover, page.body]
