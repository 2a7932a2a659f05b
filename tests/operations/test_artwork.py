"""The artwork of the starter content: the same every time, two inks on paper, small to store."""

import io

import PIL.Image
import PIL.ImageChops
import pytest

from cms.operations.artwork import ARTWORK, COVER, LANDSCAPE, draw
from cms.operations.artwork.press import INK, PAPER, RED


@pytest.mark.parametrize("name", ARTWORK)
def test_a_picture_is_the_same_every_time(name: str) -> None:
    assert draw(name, 0.1) == draw(name, 0.1)


def test_pictures_differ_from_each_other() -> None:
    assert len({draw(name, 0.1) for name in ARTWORK}) == len(ARTWORK)


@pytest.mark.parametrize(("name", "size"), [("lantern", LANDSCAPE), ("cover-101", COVER)])
def test_a_picture_has_its_size_and_is_small_to_store(name: str, size: tuple[int, int]) -> None:
    content = draw(name)
    picture = PIL.Image.open(io.BytesIO(content))
    assert picture.size == size
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    assert len(stored.getvalue()) <= 400_000


@pytest.mark.parametrize("name", ARTWORK)
def test_a_picture_is_printed_with_both_inks(name: str) -> None:
    picture = PIL.Image.open(io.BytesIO(draw(name, 0.2))).convert("RGB")
    for color in (PAPER, printed(RED), printed(INK)):
        plain = PIL.Image.new("RGB", picture.size, color)
        distance = PIL.ImageChops.difference(picture, plain).convert("L")
        near = sum(distance.histogram()[:8])
        assert near > picture.width * picture.height * 0.04, color


def printed(color: tuple[int, int, int]) -> tuple[int, ...]:
    """The color that an ink has on this paper."""
    return tuple(round(paper * ink / 255) for paper, ink in zip(PAPER, color, strict=True))


def test_the_top_of_the_cover_is_left_for_its_title() -> None:
    cover = PIL.Image.open(io.BytesIO(draw("cover-101", 0.2))).convert("RGB")
    top = cover.crop((0, 0, cover.width, cover.height // 5))
    assert top.getcolors() == [(top.width * top.height, PAPER)]
