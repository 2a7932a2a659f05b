"""Whatever the door, what is kept of a file tells nothing about who made it, when and where."""

import io
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from PIL.ImageFile import ImageFile
from wagtail.models import UploadedFile

from cms.media import cleaning, waiting
from cms.media.models import Document, Image, Rendition

from . import dirty_files
from .dirty_files import NAME, PDF, PICTURES, SECRET
from .doors import DOCUMENT_DOORS, DOCUMENT_FORMS, IMAGE_DOORS, IMAGE_FORMS, clean_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]

RENDITIONS = [
    "original",
    "width-30",
    "max-20x20",
    "fill-10x10",
    "width-30|format-jpeg",
    "width-30|format-png",
    "width-30|format-webp",
    "width-30|format-avif",
]


def stored_files(*aliases: str) -> list[Path]:
    """Every file that the site keeps, in public and private storage alike."""
    found = []
    for alias in aliases or ("default", "private"):
        storage = storages[alias]
        assert isinstance(storage, FileSystemStorage)
        found += [path for path in Path(storage.location).rglob("*") if path.is_file()]
    return found


def database_text() -> str:
    """Every row of every table, as text."""
    return "".join(
        serializers.serialize("json", model._base_manager.all())
        for model in apps.get_models()
        if model._meta.managed
    )


def assert_no_trace() -> None:
    files = stored_files()
    assert files
    for path in files:
        content = path.read_bytes()
        assert SECRET not in content, path
        assert NAME not in path.name
        if path.suffix == ".pdf":
            continue
        with Picture.open(path) as picture:
            assert not picture.getexif(), path
            assert not picture.getexif().get_ifd(dirty_files.GPS_IFD), path
            assert not {"exif", "xmp", "comment", "photoshop"} & picture.info.keys(), path
            assert not getattr(picture, "text", {}), path
    text = database_text()
    assert NAME not in text
    assert SECRET.decode() not in text


@pytest.mark.parametrize("kind", PICTURES)
def test_the_dirty_files_are_dirty(kind: str) -> None:
    content = PICTURES[kind]()
    with Picture.open(io.BytesIO(content)) as picture:
        assert picture.getexif()[dirty_files.ARTIST] == SECRET.decode()
        assert picture.getexif().get_ifd(dirty_files.GPS_IFD)[1] == "N"
    assert content.count(SECRET) >= 3


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("door", IMAGE_DOORS)
def test_a_picture_keeps_its_pixels_and_nothing_else(staff: Client, door: str, kind: str) -> None:
    response = IMAGE_DOORS[door](staff, PICTURES[kind](), f"{NAME}.{kind}")

    assert response is None or response.status_code in (200, 302)
    image = Image.objects.get()
    image.get_renditions(*RENDITIONS)
    assert image.renditions.count() >= len(RENDITIONS)
    assert_no_trace()
    assert (image.width, image.height) == (60, 40)
    with image.open_file() as file, Picture.open(file) as picture:
        red, _green, blue = picture.convert("RGB").crop((10, 20, 11, 21)).tobytes()
        assert red > 150 > blue


@pytest.mark.parametrize("door", IMAGE_DOORS)
def test_a_picture_stands_upright(staff: Client, door: str) -> None:
    lying = dirty_files.upright_picture().rotate(90, expand=True)
    IMAGE_DOORS[door](staff, dirty_files.jpeg(orientation=6, picture=lying), "lying.jpg")

    image = Image.objects.get()
    assert (image.width, image.height) == (60, 40)
    with image.open_file() as file, Picture.open(file) as picture:
        assert picture.size == (60, 40)
        red, _green, blue = picture.crop((10, 20, 11, 21)).tobytes()
        assert red > 150 > blue


def test_a_replaced_picture_leaves_nothing_behind(
    staff: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        IMAGE_DOORS["replace"](staff, dirty_files.png(), "new.png")
    assert len([path for path in stored_files() if path.suffix != ".png"]) == 0


def test_size_and_digest_are_those_of_the_kept_file() -> None:
    image = Image.objects.create(title="A march", file=clean_jpeg())
    before = image.get_file_hash()
    image.file = ContentFile(dirty_files.jpeg(), name="x.jpg")
    image.save()
    assert image.file_hash not in ("", before)
    assert image.file_size == image.file.size


@pytest.mark.parametrize("title", [NAME, f"{NAME}.jpg", NAME.upper()])
def test_a_title_that_repeats_the_file_name_is_replaced(staff: Client, title: str) -> None:
    response = IMAGE_FORMS["add"](staff, dirty_files.jpeg(), f"{NAME}.jpg", title=title)
    assert response.status_code == 302
    assert Image.objects.get().title.startswith("Picture added on ")
    assert NAME not in response.content.decode()


def test_a_title_in_own_words_stays(staff: Client) -> None:
    IMAGE_DOORS["add"](staff, dirty_files.jpeg(), f"{NAME}.jpg")
    assert Image.objects.get().title == "A march"


@pytest.mark.parametrize("url", ["wagtailimages:add", "wagtaildocs:add"])
def test_no_script_offers_the_file_name_as_title(staff: Client, url: str) -> None:
    page = staff.get(reverse(url)).content.decode()
    assert 'type="file"' in page
    assert 'data-controller="w-sync"' not in page
    assert "only repeats the file’s name" in page


def test_an_upload_with_another_error_is_not_kept_raw(staff: Client) -> None:
    response = IMAGE_FORMS["add"](staff, dirty_files.jpeg(), f"{NAME}.jpg", title="A" * 300)
    assert response.status_code == 200
    assert "This file was not kept. Title" in response.content.decode()
    assert not Image.objects.exists()
    assert not UploadedFile.objects.exists()
    assert not stored_files()


GIF = "pictures in the format GIF"
BAD_PICTURES = {
    "SVG": (dirty_files.SVG, "a.svg", "drawings in the format SVG"),
    "GIF": (dirty_files.gif(), "a.gif", GIF),
    "GIF named jpg": (dirty_files.gif(), "a.jpg", GIF),
    "BMP": (dirty_files.bmp(), "a.bmp", "pictures in the format BMP"),
    "TIFF": (dirty_files.tiff(), "a.tiff", "pictures in the format TIFF"),
    "HTML named jpg": (b"<html><script>alert(1)</script></html>", "a.jpg", "no picture (HTML)"),
    "script after GIF's name": (b"GIF89a<script>alert(1)</script>", "a.png", GIF),
    "a word": (b"hello", "a.jpg", "not a picture that can be read"),
    "truncated JPEG": (dirty_files.truncated_jpeg(), "a.jpg", "(JPEG) is damaged"),
    "truncated PNG": (dirty_files.png()[:-60], "a.png", "(PNG) is damaged"),
    "truncated WebP": (dirty_files.webp()[:-80], "a.webp", "(WebP) is damaged"),
    "truncated AVIF": (dirty_files.avif()[:-80], "a.avif", "(AVIF) is damaged"),
    "truncated HEIC": (dirty_files.heic()[:-80], "a.heic", "(HEIC) is damaged"),
    "PDF": (PDF, "a.pdf", "upload it under Documents"),
    "video": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "a.mp4", "This is a video (MP4)"),
    "raw": (b"II*\0\x10\0\0\0CR\2\0", "a.cr2", "raw files of cameras (CR2)"),
    "41 megapixels": (dirty_files.flat_png(8200, 5000), "a.png", "more than 40 megapixels"),
    "200 megapixels": (dirty_files.flat_png(20000, 10000), "a.png", "more than 40 megapixels"),
    "very long": (dirty_files.flat_png(2, 20000), "a.png", "too long or too wide"),
    "very wide": (dirty_files.flat_png(16000, 700), "a.png", "too long or too wide"),
    "many scans": (dirty_files.jpeg_of_many_scans(), "a.jpg", "saved in so many steps"),
    "small AVIF": (dirty_files.small_avif_of_many_pixels(), "a.avif", "too much time or memory"),
    "16 MB": (dirty_files.jpeg() + bytes(16 * 1024 * 1024), "a.jpg", "too big"),
}


@pytest.mark.parametrize("kind", BAD_PICTURES)
@pytest.mark.parametrize("door", IMAGE_FORMS)
def test_a_bad_picture_is_refused_with_a_sentence(staff: Client, door: str, kind: str) -> None:
    content, name, sentence = BAD_PICTURES[kind]
    response = IMAGE_FORMS[door](staff, content, name)

    assert response is not None
    assert response.status_code == 200
    assert sentence in response.content.decode()
    # The edit screen shows sizes of the picture that it had before.
    left = [path for path in stored_files() if door != "replace" or path.parent.name != "images"]
    assert len(left) == Image.objects.count() == (1 if door == "replace" else 0)
    assert not UploadedFile.objects.exists()


@pytest.mark.parametrize("kind", BAD_PICTURES)
def test_code_cannot_store_a_bad_picture(kind: str) -> None:
    content, name, _sentence = BAD_PICTURES[kind]
    with pytest.raises(ValidationError):
        Image.objects.create(title="A march", file=ContentFile(content, name=name))
    with pytest.raises(ValidationError):
        Image(title="A march").file.save(name, ContentFile(content))
    assert not stored_files()


BAD_DOCUMENTS = {
    "HTML named pdf": (b"<html></html>", "a.pdf"),
    "truncated": (PDF[:-10], "a.pdf"),
    "picture": (dirty_files.jpeg(), "a.pdf"),
    "31 MB": (PDF + b"\n" * (31 * 1024 * 1024), "a.pdf"),
    "empty": (b"", "a.pdf"),
}


@pytest.mark.parametrize("kind", BAD_DOCUMENTS)
@pytest.mark.parametrize("door", DOCUMENT_FORMS)
def test_a_bad_document_is_refused_with_a_sentence(staff: Client, door: str, kind: str) -> None:
    content, name = BAD_DOCUMENTS[kind]
    response = DOCUMENT_FORMS[door](staff, content, name)

    assert response is not None
    assert response.status_code == 200
    sentences = ("not a complete PDF", "This file is too big")
    assert any(sentence in response.content.decode() for sentence in sentences)
    kept = 1 if door == "replace" else 0
    assert len(stored_files()) == Document.objects.count() == kept
    assert not UploadedFile.objects.exists()


@pytest.mark.parametrize("door", DOCUMENT_DOORS)
def test_a_document_loses_its_name(staff: Client, door: str) -> None:
    DOCUMENT_DOORS[door](staff, PDF, f"{NAME}.pdf")

    document = Document.objects.get()
    assert_no_trace()
    assert document.file.read().startswith(b"%PDF-")
    assert NAME not in document.url


MEASURE = """
import os, resource, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
import django
django.setup()
from django.core.files.base import File
from cms.media.cleaning import clean_image
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(sys.argv[1], "rb") as file:
    kept = clean_image(File(file))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, kept.size)
"""


def test_the_largest_picture_takes_bounded_memory(tmp_path: Path) -> None:
    """Little of the process that takes it in; what its own process may take is a limit."""
    path = tmp_path / "large.jpg"
    noise = Picture.effect_noise((1000, 500), 60).resize((8000, 5000))
    noise.convert("RGB").save(path, exif=dirty_files.exif(orientation=6), quality=90)
    result = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    grown, size = map(int, result.stdout.split())
    assert size > 5_000_000
    assert grown < 50
    assert cleaning.CLEANING.memory <= 400 * 1024**2
    assert cleaning.CLEANING.processor_seconds <= 2


def test_a_phones_picture_is_kept_as_jpeg(staff: Client) -> None:
    IMAGE_DOORS["add"](staff, dirty_files.heic(), "IMG_0001.HEIC")
    image = Image.objects.get()
    assert image.file.name.endswith(".jpg")
    with image.open_file() as file, Picture.open(file) as kept:
        assert (kept.format, kept.size) == ("JPEG", (60, 40))


def test_what_is_transparent_stays_so() -> None:
    output = io.BytesIO()
    Picture.new("RGBA", (60, 40), (200, 0, 0, 90)).save(output, "HEIF")
    kept = cleaning.clean_image(ContentFile(output.getvalue(), name="a.heic"))
    with Picture.open(kept) as picture:
        assert (picture.format, picture.mode) == ("WEBP", "RGBA")


def test_the_forms_offer_what_phones_make(staff: Client) -> None:
    page = staff.get(reverse("wagtailimages:add")).content.decode()
    assert "HEIC" in page


def test_who_waits_too_long_is_asked_to_come_back(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "PLACES", threading.BoundedSemaphore(1))
    with waiting.a_place():
        answer = IMAGE_DOORS["add"](staff, dirty_files.jpeg(), "a.jpg")
    assert answer is not None
    assert "reading other files just now" in answer.content.decode()
    again = IMAGE_DOORS["add"](staff, dirty_files.jpeg(), "a.jpg")
    assert again is not None
    assert again.status_code == 302


def test_nothing_is_decoded_in_this_process(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither an upload nor the sizes that the admin shows of it."""

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("A picture was decoded here.")

    monkeypatch.setattr(ImageFile, "load", refuse)
    for door in ("add", "chooser", "replace"):
        for kind, made in PICTURES.items():
            answer = IMAGE_DOORS[door](staff, made(), f"a.{kind}")
            assert answer is not None
            assert answer.status_code in (200, 302)
    assert staff.get(reverse("wagtailimages:index")).status_code == 200
    assert Image.objects.count() == Rendition.objects.values("image").distinct().count() == 18
