"""The pictures of the starter content: as their README says, all used, small, nothing hidden."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import PIL.Image
import PIL.ImageChops
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from wagtail.images import get_image_model

from cms.starter.loader.files import StarterPlace
from cms.starter.loader.pictures import Pictures
from cms.starter.loader.run import STARTER
from tests.seeding import SeededSite

FOLDER = STARTER / "pictures"
FILES = sorted(FOLDER.glob("*.png"))
NAMES = [path.stem for path in FILES]
LARGEST_TOGETHER = 2_000_000
# What a PNG consists of when it holds a picture in a palette and nothing else.
CHUNKS = [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
PAPER, RED, INK = (243, 234, 217), (226, 71, 43), (29, 26, 22)


def named_in(value: Any) -> Iterator[str]:
    """Every picture that a text names."""
    match value:
        case str() if value.startswith("artwork:"):
            yield value.removeprefix("artwork:")
        case dict():
            for inner in value.values():
                yield from named_in(inner)
        case list():
            for inner in value:
                yield from named_in(inner)


def described() -> dict[str, tuple[int, int]]:
    """The sizes that the README's table says."""
    rows = re.findall(
        r"^\| `([\w-]+)` \| (\d+) × (\d+) \| \w.+ \|$",
        (FOLDER / "README.md").read_text(),
        re.MULTILINE,
    )
    return {name: (int(width), int(height)) for name, width, height in rows}


def chunks(content: bytes) -> Iterator[bytes]:
    """The kinds of the parts of a PNG file, in order, to the end of the file."""
    at = 8
    while at < len(content):
        yield content[at + 4 : at + 8]
        at += 12 + int.from_bytes(content[at : at + 4])


def test_texts_name_the_pictures_that_are_there_and_no_others() -> None:
    texts = (tomllib.loads(path.read_text()) for path in STARTER.glob("en/**/*.toml"))
    assert {name for text in texts for name in named_in(text)} == set(NAMES)


def test_every_picture_has_a_title_of_its_own() -> None:
    titles = Pictures(STARTER).titles
    assert list(titles) == NAMES
    assert len(set(titles.values())) == len(NAMES)


def test_the_folder_holds_nothing_that_is_not_described() -> None:
    others = {"README.md", "titles.toml"}
    assert {path.name for path in FOLDER.iterdir()} == others | {path.name for path in FILES}
    assert list(described()) == NAMES


def test_the_licence_is_said() -> None:
    text = (FOLDER / "README.md").read_text()
    zine = tomllib.loads((STARTER / "en/zine/101.toml").read_text())
    assert zine["licence"] == "CC-BY-SA-4.0"
    assert "**Licence:** [CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/)" in text
    readme = Path(__file__).parents[2] / "README.md"
    assert FOLDER.relative_to(readme.parent).as_posix() in readme.read_text()


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_picture_opens_and_has_the_size_that_is_said(path: Path) -> None:
    with PIL.Image.open(path) as picture:
        picture.load()
        assert picture.size == described()[path.stem]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_picture_holds_its_pixels_and_nothing_else(path: Path) -> None:
    found = list(chunks(path.read_bytes()))
    assert list(dict.fromkeys(found)) == CHUNKS
    with PIL.Image.open(path) as picture:
        assert picture.info == {}


def test_all_together_are_small() -> None:
    assert sum(path.stat().st_size for path in FILES) <= LARGEST_TOGETHER


def test_pictures_differ_from_each_other() -> None:
    assert len({path.read_bytes() for path in FILES}) == len(FILES)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_picture_is_printed_with_both_inks(path: Path) -> None:
    with PIL.Image.open(path) as opened:
        picture = opened.convert("RGB")
    for color in (PAPER, printed(RED), printed(INK)):
        plain = PIL.Image.new("RGB", picture.size, color)
        distance = PIL.ImageChops.difference(picture, plain).convert("L")
        assert sum(distance.histogram()[:8]) > picture.width * picture.height * 0.04, color


def printed(color: tuple[int, int, int]) -> tuple[int, ...]:
    """The color that an ink has on this paper."""
    return tuple(round(paper * ink / 255) for paper, ink in zip(PAPER, color, strict=True))


def test_the_top_of_the_cover_is_left_for_its_title() -> None:
    with PIL.Image.open(FOLDER / "cover-101.png") as opened:
        cover = opened.convert("RGB")
    top = cover.crop((0, 0, cover.width, cover.height // 5))
    assert top.getcolors() == [(top.width * top.height, PAPER)]


@pytest.mark.django_db
def test_the_library_gets_the_very_pixels_under_their_title() -> None:
    image = stored(Pictures(STARTER), "lantern")
    assert image.title == "Lantern"
    with (
        PIL.Image.open(FOLDER / "lantern.png") as given,
        image.open_file() as file,
        PIL.Image.open(file) as kept,
    ):
        assert kept.convert("RGB").tobytes() == given.convert("RGB").tobytes()


@pytest.mark.django_db
def test_tests_get_smaller_ones() -> None:
    image = stored(Pictures(STARTER, 0.2), "cover-101")
    assert (image.width, image.height) == (330, 510)


def stored(pictures: Pictures, name: str) -> Any:
    pk = pictures.image_id(name, StarterPlace("en/home.toml"))
    assert pictures.image_id(name, StarterPlace("en/about.toml")) == pk
    return get_image_model().objects.get(pk=pk)


def test_a_chapters_editor_may_choose_each_and_change_none(
    client: Client, seeded_site: SeededSite
) -> None:
    client.force_login(User.objects.get(username="boston-editor"))
    offered = ""
    for number in range(1, 5):
        results = client.get(reverse("wagtailimages_chooser:choose_results"), {"p": number})
        offered += results.content.decode()
    for image in get_image_model().objects.all():
        assert escape(image.title) in offered
        chosen = client.get(reverse("wagtailimages_chooser:chosen", args=[image.pk]))
        assert chosen.json()["step"] == "chosen"
        change = client.post(reverse("wagtailimages:edit", args=[image.pk]), {"title": "Other"})
        assert change["Location"] == reverse("wagtailadmin_home")
