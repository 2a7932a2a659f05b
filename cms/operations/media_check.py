"""Holds stored files and rows to each other: files that no row names, rows whose file is lost.

What private storage has is there by one of three ways: a field of files names it, a page of an
uploaded PDF has pictures, a live page has a share image. What public storage has is there because
readers have the picture: a draft's size, or an original, that stands there is no row's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage, storages
from django.db.models import FileField, Model
from django.utils import timezone
from wagtail.models import Page
from wagtail.utils.file import hash_filelike

from cms.media.models import Document, Image, Rendition
from cms.media.public_files import public_names, settle_all
from cms.media.storage import PrivateStorage
from cms.review.media_uses import note_everything
from zine.models import FacsimilePage

from .models import MediaCheck

PUBLIC, PRIVATE = "default", "private"
# As ``cms.pages.share_images`` names them, below it each page by its number.
SHARE_IMAGES = "share"
# A file is written before its row is committed.
AS_YET = timedelta(hours=1)
EVERY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class StoredFile:
    """Where a file lies: in which storage, under which name."""

    storage: str
    name: str

    def __str__(self) -> str:
        return f"{self.storage}: {self.name}"


@dataclass(frozen=True)
class Findings:
    """Files that no row names, and rows whose file is not there."""

    files_without_rows: list[StoredFile]
    rows_without_files: list[tuple[StoredFile, Model | None]]


def look() -> Findings:
    """Return what does not belong together. It reads each storage's list of names, and no file."""
    named = dict(_named())
    shown = {StoredFile(PUBLIC, name) for name in public_names()}
    stored = {
        StoredFile(alias, name) for alias in (PUBLIC, PRIVATE) for name in stored_names(alias)
    }
    lost = [(file, row) for file, row in named.items() if file not in stored]
    live = {str(pk) for pk in Page.objects.live().values_list("pk", flat=True)}
    strays = [
        file
        for file in sorted(stored - named.keys() - shown)
        if file.storage == PUBLIC or (not _is_share_image(file, live) and _is_old(file))
    ]
    return Findings(strays, sorted(lost, key=lambda each: each[0]))


def changed_files() -> Iterator[tuple[StoredFile, Model]]:
    """Pictures and documents whose bytes are others than their rows say. It reads every file.

    A row's hash is what texts are approved with; it does not see what becomes of the disk. What is
    lost, ``look`` names.
    """
    for model in (Image, Document):
        for row in model.objects.exclude(file_hash="").iterator():
            file = StoredFile(_alias(row.file.storage), str(row.file.name))
            if _hash_of(file) not in ("", row.file_hash):
                yield file, row


def _hash_of(file: StoredFile) -> str:
    """The hash of what is stored; empty where nothing is."""
    try:
        with storages[file.storage].open(file.name) as content:
            return str(hash_filelike(content))
    except FileNotFoundError:
        return ""


def stored_names(alias: str, folder: str = "") -> Iterator[str]:
    """The names of all files that a storage has below a folder."""
    try:
        folders, files = storages[alias].listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in files)
    for inner in folders:
        yield from stored_names(alias, f"{folder}{inner}/")


def mend(findings: Findings) -> None:
    """Delete files that no row names, and rows of sizes that are lost: these are made anew.

    What is lost in private storage and stands in public storage is brought home. Other rows whose
    file is lost need somebody who has it.
    """
    lost = {file.name: row for file, row in findings.rows_without_files}
    for file in findings.files_without_rows:
        if file.storage == PUBLIC and lost.pop(file.name, None) is not None:
            with storages[PUBLIC].open(file.name) as content:
                storages[PRIVATE].save(file.name, content)
        storages[file.storage].delete(file.name)
    for row in lost.values():
        if isinstance(row, Rendition):
            row.delete()
    note_everything()
    settle_all()


def check_media_daily() -> int:
    """Look once a day, and keep what was found for staff; return how much it is."""
    last = MediaCheck.objects.first()
    if last is not None and timezone.now() - last.checked_at < EVERY:
        return 0
    findings = look()
    keep(findings)
    return len(findings.files_without_rows) + len(findings.rows_without_files)


def keep(findings: Findings) -> MediaCheck:
    """Write down what was found, in place of what was found before."""
    check, _new = MediaCheck.objects.update_or_create(
        pk=1,
        defaults={
            "checked_at": timezone.now(),
            "files_without_rows": [str(file) for file in findings.files_without_rows],
            "rows_without_files": [told(file, row) for file, row in findings.rows_without_files],
        },
    )
    return check


def told(file: StoredFile, row: Model | None) -> str:
    """Say which row misses which file, as operators read it."""
    return f"{row._meta.label} {row.pk}: {file.name}" if row is not None else str(file)


def _named() -> Iterator[tuple[StoredFile, Model | None]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileField):
                yield from _named_by(model, field)
    for page in FacsimilePage.objects.select_related("facsimile").iterator():
        for name in page.pictures.values():
            yield StoredFile(PRIVATE, name), page


def _named_by(model: type[Model], field: FileField) -> Iterator[tuple[StoredFile, Model]]:
    rows: Any = model._base_manager.exclude(**{field.name: ""}).exclude(**{field.name: None})  # noqa: SLF001
    for row in rows.iterator():
        yield StoredFile(_alias(field.storage), str(field.value_from_object(row))), row


def _alias(storage: Storage) -> str:
    return PRIVATE if isinstance(storage, PrivateStorage) else PUBLIC


def _is_share_image(file: StoredFile, live: set[str]) -> bool:
    folder, _slash, rest = file.name.partition("/")
    return file.storage == PRIVATE and folder == SHARE_IMAGES and rest.partition("/")[0] in live


def _is_old(file: StoredFile) -> bool:
    try:
        changed = storages[file.storage].get_modified_time(file.name)
    except FileNotFoundError:
        return False
    return timezone.now() - changed > AS_YET
