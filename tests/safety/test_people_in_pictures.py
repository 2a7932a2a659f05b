"""Who adds a picture is asked for people in it, and what is covered is kept nowhere."""

import io
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings as tried, strategies as st
from wagtail.models import UploadedFile

from cms.media.cleaning import clean_image
from cms.media.covering import MOST_COVERS, Cover, covers_in
from cms.media.models import Image
from cms.media.people import LONGEST_CONSENT, USUAL_CONSENT, People, today
from cms.media.pictures import make_renditions

from . import dirty_files
from .doors import IMAGE_FORMS, upload
from .test_uploads import stored_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]

INK = (32, 32, 32)
# Of a picture of 400 by 300: where a face is, and what covers it.
FACE = (160, 120, 240, 180)
OVER_THE_FACE = {"left": "40", "top": "40", "width": "20", "height": "20"}
ADDED = {"add": 302, "chooser": 200, "replace": 302}


def march(format_name: str = "PNG", mode: str = "RGB", **options: Any) -> bytes:
    """A picture with a face: a noise that nothing else in it repeats."""
    picture = PIL.Image.new("RGB", (400, 300), (200, 60, 40))
    picture.paste(PIL.Image.effect_noise((80, 60), 120).convert("RGB"), FACE)
    output = io.BytesIO()
    picture.convert(mode).save(output, format_name, **options)
    return output.getvalue()


def covers(*rows: dict[str, str]) -> dict[str, str]:
    return {
        f"covers-{number}-{side}": value
        for number, row in enumerate(rows)
        for side, value in row.items()
    }


def added(door: str) -> Image | None:
    """What came of a door: replacing has made another picture before."""
    found = Image.objects.exclude(people=None) if door == "replace" else Image.objects.all()
    return found.first()


def assert_nothing_was_kept(door: str) -> None:
    assert added(door) is None
    assert not UploadedFile.objects.exists()


@pytest.mark.parametrize("door", IMAGE_FORMS)
def test_no_picture_is_kept_before_somebody_has_answered(staff: Client, door: str) -> None:
    answer = IMAGE_FORMS[door](staff, march(), "a.png", people="")
    assert answer.status_code == 200
    assert "This field is required." in answer.content.decode()
    assert_nothing_was_kept(door)


@pytest.mark.parametrize("door", IMAGE_FORMS)
def test_the_answer_stands_at_the_picture(staff: Client, door: str) -> None:
    until = today() + timedelta(days=90)
    said = {"people": "agreed", "consent_until": until.isoformat()}
    assert IMAGE_FORMS[door](staff, march(), "a.png", **said).status_code == ADDED[door]
    picture = added(door)
    assert picture is not None
    assert (picture.people, picture.consent_until) == (People.AGREED, until)
    noted_by = User.objects.get(username="staff")
    assert (picture.consent_noted_on, picture.consent_noted_by) == (today(), noted_by)


@pytest.mark.parametrize("door", IMAGE_FORMS)
@pytest.mark.parametrize("days", [None, -1, LONGEST_CONSENT.days + 1])
def test_a_consent_has_an_end_within_two_years(staff: Client, door: str, days: int | None) -> None:
    until = "" if days is None else (today() + timedelta(days=days)).isoformat()
    answer = IMAGE_FORMS[door](staff, march(), "a.png", people="agreed", consent_until=until)
    assert "until when they agreed" in answer.content.decode()
    assert_nothing_was_kept(door)


def test_a_year_is_offered(staff: Client) -> None:
    form = staff.get(reverse("wagtailimages:add")).context["form"]
    assert form["consent_until"].value() == today() + USUAL_CONSENT


@pytest.mark.parametrize("door", IMAGE_FORMS)
def test_who_says_that_it_is_covered_covers_something(staff: Client, door: str) -> None:
    answer = IMAGE_FORMS[door](staff, march(), "a.png", people="covered")
    assert "draw at least one rectangle" in answer.content.decode()
    assert_nothing_was_kept(door)


@pytest.mark.parametrize(
    "row",
    [
        {**OVER_THE_FACE, "width": ""},
        {**OVER_THE_FACE, "left": "-1"},
        {**OVER_THE_FACE, "top": "101"},
        {**OVER_THE_FACE, "height": "0"},
        {**OVER_THE_FACE, "left": "100"},
        {**OVER_THE_FACE, "left": "NaN"},
        {**OVER_THE_FACE, "left": "Infinity"},
        {**OVER_THE_FACE, "left": "a few"},
    ],
)
@pytest.mark.parametrize("door", IMAGE_FORMS)
def test_a_rectangle_that_is_none_is_refused(staff: Client, door: str, row: dict[str, str]) -> None:
    answer = IMAGE_FORMS[door](staff, march(), "a.png", people="covered", **covers(row))
    assert answer.status_code == 200
    assert "Rectangle 1 is not complete" in answer.content.decode()
    assert_nothing_was_kept(door)


def test_more_rectangles_than_a_form_has_are_refused(staff: Client) -> None:
    rows = covers(*[OVER_THE_FACE] * (MOST_COVERS + 1))
    answer = IMAGE_FORMS["add"](staff, march(), "a.png", people="covered", **rows)
    assert f"At most {MOST_COVERS} rectangles" in answer.content.decode()


def everything_written(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("format_name", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "L"), ("JPEG", "RGB")]
)
@pytest.mark.parametrize("door", IMAGE_FORMS)
def test_what_is_covered_is_kept_nowhere(
    staff: Client,
    door: str,
    format_name: str,
    mode: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> None:
    """Not in the picture, in no size of it, and in no file that its way here has left behind."""
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(passing))
    # A large upload is a file while its request lasts; here each is.
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    sent = march(format_name, mode)
    said = {"people": "covered", **covers(OVER_THE_FACE)}
    answer = IMAGE_FORMS[door](staff, sent, "a.png", **said)
    assert answer.status_code == ADDED[door]

    picture = added(door)
    assert picture is not None
    make_renditions(picture)
    for size in (picture, *picture.renditions.all()):
        with size.file.open() as file, PIL.Image.open(file) as opened:
            assert_covered(opened)
    assert sent not in [*everything_written(tmp_path), *map(Path.read_bytes, stored_files())]
    assert everything_written(passing) == []
    assert not any(sent in str(value).encode() for value in staff.session.values())


def assert_covered(picture: PIL.Image.Image) -> None:
    """Where the face was is one color; a lossy format may stray a little at the edge."""
    across, down = picture.width / 400, picture.height / 300
    left, top, right, bottom = FACE
    inside = picture.convert("RGB").crop(
        (
            int((left + 20) * across),
            int((top + 20) * down),
            int((right - 20) * across),
            int((bottom - 20) * down),
        )
    )
    sides: Any = [band.getextrema() for band in inside.split()]
    assert all(least >= 20 and most <= 50 for least, most in sides), sides


def test_a_rectangle_lies_where_somebody_saw_it(staff: Client) -> None:
    """A phone's picture lies on its side in the file; a browser shows it upright."""
    upright = PIL.Image.new("RGB", (60, 40), (200, 0, 0))
    lying = dirty_files.jpeg(orientation=6, picture=upright.rotate(90, expand=True))
    row = {"left": "0", "top": "0", "width": "50", "height": "50"}
    IMAGE_FORMS["add"](staff, lying, "a.jpg", people="covered", **covers(row))
    with Image.objects.get().open_file() as file, PIL.Image.open(file) as kept:
        assert kept.size == (60, 40)
        dark = [kept.getpixel(at) for at in ((4, 4), (24, 14))]
        light = [kept.getpixel(at) for at in ((40, 10), (10, 30))]
    assert all(max(color) < 60 for color in dark if isinstance(color, tuple))
    assert all(color[0] > 150 for color in light if isinstance(color, tuple))


def test_covering_goes_with_every_answer(staff: Client) -> None:
    """Some may have agreed, and others not."""
    until = (today() + USUAL_CONSENT).isoformat()
    said = {"people": "agreed", "consent_until": until, **covers(OVER_THE_FACE)}
    IMAGE_FORMS["add"](staff, march(), "a.png", **said)
    with Image.objects.get().open_file() as file, PIL.Image.open(file) as kept:
        assert kept.getpixel((200, 150)) == INK


shares = st.integers(0, 1000).map(lambda tenths: f"{tenths / 10:g}")


@tried(max_examples=200, deadline=None)
@given(row=st.fixed_dictionaries(dict.fromkeys(OVER_THE_FACE, shares)))
def test_every_rectangle_lies_within_the_picture_or_is_refused(row: dict[str, str]) -> None:
    try:
        [cover] = covers_in(covers(row), "covers")
    except ValidationError:
        room = min(100 - float(row["left"]), 100 - float(row["top"]))
        assert min(float(row["width"]), float(row["height"]), room) < 0.1 + 1e-9
        return
    assert 0 <= cover.left < cover.left + cover.width <= 1 + 1e-9
    assert 0 <= cover.top < cover.top + cover.height <= 1 + 1e-9


def overlaps(cover: Cover, x: int, y: int, width: int, height: int) -> bool:
    across = x < (cover.left + cover.width) * width and x + 1 > cover.left * width
    return across and y < (cover.top + cover.height) * height and y + 1 > cover.top * height


sides = st.floats(0, 1, allow_subnormal=False)
rectangles = st.builds(
    lambda left, top, width, height: Cover(
        left * 0.9,
        top * 0.9,
        max(0.02, width * (1 - left * 0.9)),
        max(0.02, height * (1 - top * 0.9)),
    ),
    *[sides] * 4,
)


# Each of them takes a process of its own.
@tried(max_examples=12, deadline=None)
@given(chosen=st.lists(rectangles, min_size=1, max_size=4))
def test_no_pixel_that_a_rectangle_touches_is_kept(chosen: list[Cover]) -> None:
    output = io.BytesIO()
    PIL.Image.new("RGB", (23, 17), (250, 250, 250)).save(output, "PNG")
    cleaned = clean_image(ContentFile(output.getvalue(), name="a.png"), chosen)
    with PIL.Image.open(cleaned) as kept:
        for x in range(23):
            for y in range(17):
                if any(overlaps(cover, x, y, 23, 17) for cover in chosen):
                    assert kept.getpixel((x, y)) == INK, (x, y)


def test_several_pictures_are_added_one_by_one(staff: Client) -> None:
    several = reverse("wagtailimages:add_multiple")
    for answer in (
        staff.get(several, follow=True),
        staff.post(several, {"files[]": upload(march(), "a.png"), "title": "A"}, follow=True),
    ):
        assert answer.redirect_chain[0][0] == reverse("wagtailimages:add")
        assert "added one by one" in answer.content.decode()
    assert not Image.objects.exists()
    assert not UploadedFile.objects.exists()
    library = staff.get(reverse("wagtailimages:index")).content.decode()
    assert f'href="{reverse("wagtailimages:add")}' in library
    assert several not in library


def test_only_answered_pictures_are_offered(staff: Client) -> None:
    wanted: dict[str, dict[str, Any]] = {
        "Nobody": {"people": People.NOBODY},
        "Covered": {"people": People.COVERED},
        "Agreed": {"people": People.AGREED, "consent_until": today()},
    }
    unwanted: dict[str, dict[str, Any]] = {
        "Unanswered": {"people": None},
        "Ended": {"people": People.ENDED},
        "Run out": {"people": People.AGREED, "consent_until": today() - timedelta(days=1)},
    }
    for title, answer in (wanted | unwanted).items():
        Image.objects.create(title=title, file=ContentFile(march(), name="a.png"), **answer)
    chooser = staff.get(reverse("wagtailimages_chooser:choose_results"))
    assert {each.title for each in chooser.context["results"]} == wanted.keys()


def test_what_is_there_is_covered_by_choosing_its_file_again(staff: Client) -> None:
    """The site has no picture that was not covered, so it could not cover it later."""
    picture = Image.objects.create(title="Before", file=ContentFile(march(), name="a.png"))
    address = reverse("wagtailimages:edit", args=[picture.pk])
    data = {"title": "After", "collection": picture.collection_id, "tags": "", "people": "covered"}
    answer = staff.post(address, data | covers(OVER_THE_FACE))
    assert "choose the file again" in answer.content.decode()
    assert Image.objects.get().title == "Before"
    again = data | covers(OVER_THE_FACE) | {"file": upload(march(), "a.png")}
    assert staff.post(address, again).status_code == 302
    assert Image.objects.get().people == People.COVERED
    with Image.objects.get().open_file() as file, PIL.Image.open(file) as kept:
        assert kept.getpixel((200, 150)) == INK
