"""A video elsewhere is a card with a link: nothing of the other site, and nobody asks it."""

import json
import socket
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.media.pictures import make_renditions
from cms.pages.blocks.actions import VideoBlock
from cms.pages.videos import plain_video_address, provider_name
from tests import factories

WATCH = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.fixture
def no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection to elsewhere is a failure; the database's are there already."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        pytest.fail("Something asks another host.")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def page_with(body: list[dict[str, Any]]) -> str:
    return str(factories.StandardPageFactory(body=json.dumps(body)).get_url())


@pytest.mark.django_db
def test_readers_get_a_link_and_a_picture_that_is_kept_here(
    client: Client, no_way_out: None
) -> None:
    image = factories.ImageFactory()
    make_renditions(image)
    picture = {"image": image.pk, "alt_text": "People with banners", "decorative": False}
    value = {"address": WATCH, "title": "The march", "picture": picture}
    address = page_with([{"type": "video", "value": value}])
    card = BeautifulSoup(client.get(address).content, "lxml").select_one("figure.video")
    assert card
    [link] = card.select("a")
    assert link["href"] == WATCH
    assert link["rel"] == ["noopener", "noreferrer"]
    assert "The march" in link.text
    assert "Video on YouTube: another site" in card.text
    assert not card.select("iframe, script, video, object, embed")
    shown = [str(each["src"]) for each in card.select("[src]")]
    assert shown
    assert all(source.startswith("/media/") for source in shown)
    assert card.select("img")[0]["alt"] == "People with banners"


@pytest.mark.django_db
def test_a_picture_is_not_needed(client: Client, no_way_out: None) -> None:
    value = {"address": "https://tube.example.org/w/abc", "title": "A talk", "picture": None}
    address = page_with([{"type": "video", "value": value}])
    card = BeautifulSoup(client.get(address).content, "lxml").select_one("figure.video")
    assert card
    assert not card.select("img")
    assert "tube.example.org" in card.text


@pytest.mark.django_db
def test_an_embed_within_a_text_shows_and_asks_nothing(client: Client, no_way_out: None) -> None:
    """The editor does not offer any; what came another way is nothing."""
    text = f'<p>Before</p><embed embedtype="media" url="{WATCH}"/><p>After</p>'
    body = [{"type": "paragraph", "value": {"text": text, "footnotes": []}}]
    response = client.get(page_with(body))
    assert response.status_code == 200
    assert b"Before" in response.content
    assert b"<iframe" not in response.content
    assert b"youtube" not in response.content


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (WATCH, WATCH),
        ("https://youtu.be/dQw4w9WgXcQ?si=the-one-who-shared-it&t=5", WATCH),
        ("https://m.youtube.com/watch?v=dQw4w9WgXcQ&list=a&pp=b", WATCH),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ?feature=share", WATCH),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", WATCH),
        ("https://vimeo.com/76979871?share=copy", "https://vimeo.com/76979871"),
        ("https://vimeo.com/76979871/8272103f6e", "https://vimeo.com/76979871/8272103f6e"),
        ("https://player.vimeo.com/video/76979871?h=8272103f6e", "https://vimeo.com/76979871/8272103f6e"),
        ("https://tube.example.org/w/abc?start=5s&utm_source=x", "https://tube.example.org/w/abc?start=5s"),
        ("https://archive.org/details/march", "https://archive.org/details/march"),
        ("https://www.youtube.com/@somebody", "https://www.youtube.com/@somebody"),
        ("https://www.youtube.com/elevensigns", "https://www.youtube.com/elevensigns"),
    ],
)  # fmt: skip
def test_who_shared_it_is_not_kept(pasted: str, kept: str) -> None:
    assert plain_video_address(pasted) == kept
    assert plain_video_address(kept) == kept


@pytest.mark.parametrize(
    "wrong",
    ["http://youtu.be/dQw4w9WgXcQ", "https://", "https://a@youtu.be/x", "https://youtu.be:8443/x"],
)
def test_what_is_no_address_of_a_video_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        plain_video_address(wrong)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (WATCH, "YouTube"),
        ("https://youtu.be/dQw4w9WgXcQ", "YouTube"),
        ("https://player.vimeo.com/video/1", "Vimeo"),
        ("https://youtube.com.example.org/w/1", "youtube.com.example.org"),
    ],
)
def test_it_is_said_whose_site_it_is(address: str, name: str) -> None:
    assert provider_name(address) == name


def test_the_block_keeps_the_plain_address() -> None:
    block = VideoBlock()
    value = {"address": "https://youtu.be/dQw4w9WgXcQ?si=x", "title": "A", "picture": None}
    assert block.clean(block.to_python(value))["address"] == WATCH
    with override("en"), pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(value | {"address": "http://youtu.be/dQw4w9WgXcQ"}))
    assert "address" in refused.value.block_errors
