"""Stored files and rows are held to each other, daily, and staff are told."""

import io
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.media.models import Document, Image
from cms.media.pictures import make_renditions
from cms.media.public_files import show
from cms.operations.media_check import check_media_daily
from cms.operations.models import MediaCheck
from tests.safety.conftest import own_storage, staff  # noqa: F401 - fixtures
from tests.safety.dirty_files import PDF
from tests.safety.doors import clean_jpeg
from tests.zine import pdfs
from tests.zine.facsimiles import kept
from zine.models import Facsimile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]

YESTERDAY = time.time() - 86_400


def files() -> list[Path]:
    """Every stored file; from now on each is a day old, as files are that wait for no row."""
    found: list[Path] = []
    for alias in ("default", "private"):
        storage: Any = storages[alias]
        found += [path for path in Path(storage.location).rglob("*") if path.is_file()]
    for path in found:
        os.utime(path, (YESTERDAY, YESTERDAY))
    return sorted(found)


def checked(*arguments: str) -> tuple[bool, str]:
    """Whether all is well, and what the command says."""
    output = io.StringIO()
    try:
        call_command("check_media", *arguments, stdout=output)
    except CommandError:
        return False, output.getvalue()
    return True, output.getvalue()


def picture() -> Image:
    image = Image.objects.create(title="A march", file=clean_jpeg())
    make_renditions(image)
    return image


def document() -> Document:
    return Document.objects.create(title="A flyer", file=ContentFile(PDF, name="x.pdf"))


def zine() -> Facsimile:
    return kept(pdfs.numbered(1))


MADE: dict[str, Callable[[], Any]] = {"picture": picture, "document": document, "zine": zine}


@pytest.mark.parametrize("kind", MADE)
def test_what_belongs_together_is_left_alone(kind: str) -> None:
    MADE[kind]()
    before = files()
    assert before
    assert checked("--fix") == (True, "Every file has its row, and every row its file.\n")
    assert files() == before


def test_a_drafts_sizes_in_public_storage_are_found_and_taken_away() -> None:
    image = picture()
    names = sorted(image.renditions.values_list("file", flat=True))
    for name in names:
        assert show(name)
    original = str(image.file.name)
    with storages["private"].open(original) as content:
        storages["default"].save(original, content)
    well, said = checked()
    assert not well
    for name in (*names, original):
        assert f"no row: default: {name}\n" in said
    assert checked("--fix")[0]
    assert {path.is_relative_to(Path(storages["private"].path(""))) for path in files()} == {True}
    assert all(storages["private"].exists(name) for name in (*names, original))


def test_what_lies_in_public_storage_alone_is_brought_home() -> None:
    image = picture()
    name = str(image.renditions.all()[0].file.name)
    for each in (name, str(image.file.name)):
        with storages["private"].open(each) as content:
            storages["default"].save(each, content)
        storages["private"].delete(each)
    assert checked("--fix")[0]
    assert image.renditions.filter(file=name).exists()
    for each in (name, str(image.file.name)):
        assert storages["private"].exists(each)
        assert not storages["default"].exists(each)


def test_files_that_no_row_names_are_found_and_deleted() -> None:
    places = {"default": ("images", "share/999999", "avatar_images", "loose")}
    places["private"] = ("original_images", "documents", "facsimiles/gone", "editions/1/x")
    for alias, folders in places.items():
        for folder in folders:
            storages[alias].save(f"{folder}/a.bin", ContentFile(b"x"))
    image = picture()
    assert len(files()) > 8
    well, said = checked()
    assert not well
    assert said.count("no row: ") == 8
    assert checked("--fix")[0]
    left = {path.name for path in files()}
    assert "a.bin" not in left
    assert Path(image.file.path).name in left


def test_a_file_that_waits_for_its_row_is_left_alone() -> None:
    storages["private"].save("documents/new.pdf", ContentFile(b"x"))
    assert checked("--fix")[0]
    assert storages["private"].exists("documents/new.pdf")


def test_sizes_that_are_lost_are_made_anew() -> None:
    image = picture()
    lost = image.renditions.get(filter_spec="format-jpeg|width-960")
    Path(lost.file.path).unlink()
    well, said = checked()
    assert not well
    assert f"no file: media.Rendition {lost.pk}: " in said
    assert checked("--fix")[0]
    make_renditions(image)
    assert checked()[0]


def test_an_original_that_is_lost_is_named_and_kept() -> None:
    flyer = document()
    Path(flyer.file.path).unlink()
    well, said = checked("--fix")
    assert not well
    assert f"no file: media.Document {flyer.pk}: {flyer.file.name}" in said
    assert Document.objects.filter(pk=flyer.pk).exists()


@pytest.mark.parametrize("kind", ["picture", "document"])
def test_a_file_whose_bytes_are_others_is_named_and_kept(kind: str) -> None:
    """Texts are approved with the hash in the row, which does not see what becomes of the disk."""
    kept_file = MADE[kind]()
    path = Path(kept_file.file.path)
    path.write_bytes(path.read_bytes() + b" ")
    files()
    well, said = checked("--fix")
    assert not well
    assert f"other content: {kept_file._meta.label} {kept_file.pk}: {kept_file.file.name}" in said
    assert path.exists()


def test_a_file_whose_row_has_no_hash_is_not_compared() -> None:
    flyer = document()
    Document.objects.filter(pk=flyer.pk).update(file_hash="")
    Path(flyer.file.path).write_bytes(b"x")
    files()
    assert checked()[0]


def test_it_is_looked_at_once_a_day_and_staff_are_told(
    staff: Client,  # noqa: F811
) -> None:
    storages["private"].save("documents/left.pdf", ContentFile(b"x"))
    files()
    assert check_media_daily() == 1
    assert check_media_daily() == 0
    told = staff.get(reverse("wagtailadmin_home")).content.decode()
    assert "private: documents/left.pdf" in told
    MediaCheck.objects.update(checked_at=timezone.now() - timedelta(days=1, minutes=1))
    storages["private"].delete("documents/left.pdf")
    assert check_media_daily() == 0
    assert MediaCheck.objects.get().is_well
    assert "documents/left.pdf" not in staff.get(reverse("wagtailadmin_home")).content.decode()


def test_nobody_but_staff_is_told(client: Client) -> None:
    storages["private"].save("documents/left.pdf", ContentFile(b"x"))
    files()
    check_media_daily()
    somebody = User.objects.create_user("somebody")
    somebody.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(somebody)
    answer = client.get(reverse("wagtailadmin_home"))
    assert answer.status_code == 200
    assert "documents/left.pdf" not in answer.content.decode()
