"""Whatever the door, what is kept of a file tells nothing about who made it, when and where."""

import io
import subprocess
import sys
from pathlib import Path

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
from wagtail.images.models import Filter
from wagtail.models import UploadedFile

from cms.media.models import Document, Image

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
    for spec in RENDITIONS:
        image.get_rendition(Filter(spec=spec))
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


def test_a_replaced_picture_leaves_nothing_behind(staff: Client) -> None:
    IMAGE_DOORS["replace"](staff, dirty_files.png(), "new.png")
    assert len([path for path in stored_files() if path.suffix != ".png"]) == 0


def test_size_and_digest_are_those_of_the_kept_file() -> None:
    image = Image.objects.create(title="A march", file=clean_jpeg())
    before = image.get_file_hash()
    image.file = ContentFile(dirty_files.jpeg(), name="x.jpg")
    image.save()
    assert image.file_hash not in ("", before)
    assert image.file_size == image.file.size
    document = Document.objects.create(title="A flyer", file=ContentFile(PDF, name="x.pdf"))
    assert document.file_hash
    assert document.file_size == len(PDF)


@pytest.mark.parametrize("title", [NAME, f"{NAME}.jpg", NAME.upper()])
def test_a_title_that_repeats_the_file_name_is_replaced(staff: Client, title: str) -> None:
    data = {
        "title": title,
        "collection": 1,
        "files[]": ContentFile(dirty_files.jpeg(), name=f"{NAME}.jpg"),
    }
    response = staff.post(reverse("wagtailimages:add_multiple"), data)
    assert response.json()["success"]
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
    data = {
        "title": "A march" * 100,
        "collection": 1,
        "files[]": ContentFile(dirty_files.jpeg(), name=f"{NAME}.jpg"),
    }
    response = staff.post(reverse("wagtailimages:add_multiple"), data)
    assert response.status_code == 200
    assert response.json()["success"] is False
    assert "Title" in response.json()["error_message"]
    assert not UploadedFile.objects.exists()
    assert not stored_files()


BAD_PICTURES = {
    "SVG": (dirty_files.SVG, "a.svg", "not a picture"),
    "GIF": (dirty_files.gif(), "a.gif", "not a picture"),
    "GIF named jpg": (dirty_files.gif(), "a.jpg", "not a picture"),
    "HTML named jpg": (b"<html><script>alert(1)</script></html>", "a.jpg", "not a picture"),
    "script after GIF's name": (b"GIF89a<script>alert(1)</script>", "a.png", "not a picture"),
    "truncated JPEG": (dirty_files.truncated_jpeg(), "a.jpg", "not a picture"),
    "truncated PNG": (dirty_files.png()[:-60], "a.png", "not a picture"),
    "truncated WebP": (dirty_files.webp()[:-80], "a.webp", "not a picture"),
    "truncated AVIF": (dirty_files.avif()[:-80], "a.avif", "not a picture"),
    "PDF": (PDF, "a.pdf", "not a picture"),
    "41 megapixels": (dirty_files.flat_png(8200, 5000), "a.png", "more than 40 megapixels"),
    "200 megapixels": (dirty_files.flat_png(20000, 10000), "a.png", "more than 40 megapixels"),
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
    left = stored_files("private") if door == "replace" else stored_files()
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
    "junk before": (b"<script>alert(1)</script>" + PDF, "a.pdf"),
    "junk behind": (PDF + b"<script>alert(1)</script>", "a.pdf"),
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
    assert document.file.read() == PDF
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
    clean_image(File(file))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_the_largest_picture_takes_bounded_memory(tmp_path: Path) -> None:
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
    assert int(result.stdout) < 400
