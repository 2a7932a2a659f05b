"""Makes a backup: the database first, then the site's files.

A file too many does no harm, a file too few does: so what a row of the dumped database names is
there, unless it was deleted meanwhile, as what is taken down has to be.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files.storage import storages
from django.db import connection
from django.utils.crypto import salted_hmac

from cms.operations.media_check import PRIVATE, stored_names

from . import databases, manifests
from .folders import NEEDED, BackupFolder, on_disk
from .manifests import Entry, Manifest, measured
from .sealing import SUFFIX, seal

SALT = "cms.operations.backups"


@dataclass(frozen=True)
class Made:
    """What a backup came to: its name, how many files belong to it, how many were new."""

    name: str
    files: int
    new_files: int
    forgotten: list[str]


def make(folder: BackupFolder, at: datetime, recipient: str = "") -> Made:
    """Back up the site, encrypted to a public key if one is given; forget what need not be kept.

    A file that an earlier backup has is not written again. Raises BackupError, and leaves the
    backups that there were, where something is in the way.
    """
    folder.create()
    with folder.held():
        return Making(folder, at, recipient).make()


class Making:
    """One backup while it is made."""

    def __init__(self, folder: BackupFolder, at: datetime, recipient: str) -> None:
        self.folder, self.at, self.recipient = folder, at, recipient
        self.suffix = SUFFIX if recipient else ""
        self.target = folder.begin()
        self.new_files = 0

    def make(self) -> Made:
        database = self._dump()
        files = list(self._keep_files())
        manifest = Manifest(
            made_at=self.at.isoformat(),
            vendor=connection.vendor,
            migrations=databases.applied_migrations(),
            database=database,
            files=files,
        )
        with tempfile.TemporaryFile() as text:
            text.write(manifest.to_json())
            text.seek(0)
            self._write(text, self.target / (manifests.FILE_NAME + self.suffix))
        needed = sorted({file.kept_as for file in files})
        (self.target / NEEDED).write_text("\n".join(needed), "ascii")
        on_disk(self.target / NEEDED)
        name = self.folder.finish(self.at)
        return Made(name, len(files), self.new_files, self.folder.forget())

    def _dump(self) -> Entry:
        name = databases.FILE_NAMES[connection.vendor]
        with tempfile.TemporaryDirectory() as scratch:
            dumped = Path(scratch, name)
            databases.dump(dumped)
            with dumped.open("rb") as file:
                size, sha256 = measured(file)
                file.seek(0)
                self._write(file, self.target / (name + self.suffix))
        return Entry(name, size, sha256, name + self.suffix)

    def _keep_files(self) -> Iterator[Entry]:
        storage = storages[PRIVATE]
        for name in stored_names(PRIVATE):
            try:
                with storage.open(name) as file:
                    yield self._keep(name, cast("BinaryIO", file))
            except FileNotFoundError:
                continue  # It was deleted since the list of names was read.

    def _keep(self, name: str, file: BinaryIO) -> Entry:
        size, sha256 = measured(file)
        kept_as = self._keyed(sha256) + self.suffix
        target = self.folder.file(kept_as)
        if not target.exists():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.seek(0)
            unfinished = target.with_name(f".{target.name}")
            self._write(file, unfinished)
            unfinished.rename(target)
            on_disk(target.parent)
            self.new_files += 1
        return Entry(name, size, sha256, kept_as)

    def _keyed(self, sha256: str) -> str:
        """A name that tells nobody who has a picture whether the site has it, too.

        Another public key, another name: what was encrypted to an old one is encrypted anew.
        """
        text = f"{self.recipient}:{sha256}"
        return salted_hmac(SALT, text, algorithm="sha256").hexdigest()

    def _write(self, source: BinaryIO, target: Path) -> None:
        if self.recipient:
            seal(source, target, self.recipient)
        else:
            with target.open("wb") as file:
                while chunk := source.read(1 << 20):
                    file.write(chunk)
        target.chmod(0o600)
        on_disk(target)
