"""Brings a backup back: all of it is read and held to its digests before anything is changed."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import call_command
from django.db import connection

from cms.accounts.models import OpenSession
from cms.delivery.store.keeping import page_store
from cms.media.public_files import settle_all
from cms.operations.media_check import PRIVATE, PUBLIC, stored_names

from . import databases, manifests
from .errors import BackupError
from .folders import BackupFolder
from .manifests import Entry, Manifest, measured
from .sealing import SUFFIX, unseal


@dataclass(frozen=True)
class Restored:
    """What was brought back: the backup's name, when it was made, how many files."""

    name: str
    made_at: str
    files: int


def restore(
    folder: BackupFolder, name: str = "", identity: Path | None = None, *, force: bool = False
) -> Restored:
    """Bring back the newest backup, or the one of this name; `identity` opens encrypted ones.

    Everybody is signed out, and the database is brought up to this code. Raises BackupError, with
    nothing changed, where the place is not empty and it is not forced, the backup is damaged or
    incomplete, or made by newer code or from another kind of database.
    """
    chosen = _chosen(folder, name)
    with folder.held():
        if not force:
            _refuse_what_is_not_empty()
        return Restoring(folder, chosen, identity).restore()


def _chosen(folder: BackupFolder, name: str) -> str:
    names = folder.names()
    if not names:
        raise BackupError(f"There is no backup in {folder.path}.")
    if name and name not in names:
        raise BackupError(
            f"There is no backup {name} in {folder.path}; there are {', '.join(names)}."
        )
    return name or names[-1]


def _refuse_what_is_not_empty() -> None:
    if databases.holds_content():
        raise BackupError(
            "There is a site in this database already. `--force` puts the backup in its place."
        )
    if any(stored_names(PRIVATE)):
        raise BackupError(
            "There are files in the media folder already. `--force` puts the backup in their place."
        )


class Restoring:
    """One backup while it is brought back."""

    def __init__(self, folder: BackupFolder, name: str, identity: Path | None) -> None:
        self.folder, self.name, self.identity = folder, name, identity
        self.source = folder.path / name
        self.media = _folder_of(PRIVATE)

    def restore(self) -> Restored:
        manifest = self._manifest()
        self._refuse_what_does_not_fit(manifest)
        arriving = self.media.with_name(f"{self.media.name}.arriving")
        shutil.rmtree(arriving, ignore_errors=True)
        try:
            with tempfile.TemporaryDirectory() as scratch:
                dumped = Path(scratch, manifest.database.name)
                self._fetch(self.source / manifest.database.kept_as, manifest.database, dumped)
                for entry in manifest.files:
                    self._fetch_file(entry, arriving)
                databases.load(dumped)
            _replace(self.media, arriving)
        finally:
            shutil.rmtree(arriving, ignore_errors=True)
        _bring_up_to_date()
        return Restored(self.name, manifest.made_at, len(manifest.files))

    def _manifest(self) -> Manifest:
        plain = self.source / manifests.FILE_NAME
        with tempfile.TemporaryFile() as text:
            self._open(plain if plain.exists() else Path(f"{plain}{SUFFIX}"), text)
            text.seek(0)
            return Manifest.from_json(text.read())

    def _refuse_what_does_not_fit(self, manifest: Manifest) -> None:
        if manifest.vendor != connection.vendor:
            raise BackupError(
                f"This backup is of {manifest.vendor}, and this database is {connection.vendor}."
            )
        newer = sorted(set(manifest.migrations) - databases.known_migrations())
        if newer:
            raise BackupError(
                f"This backup was made by newer code, which has {newer[0]}: fetch that code first."
            )

    def _fetch_file(self, entry: Entry, arriving: Path) -> None:
        target = (arriving / entry.name).resolve()
        if arriving.resolve() not in target.parents:
            raise BackupError(f"The backup names a file outside of the media folder: {entry.name}.")
        target.parent.mkdir(parents=True, exist_ok=True)
        self._fetch(self.folder.file(entry.kept_as), entry, target)
        target.chmod(settings.FILE_UPLOAD_PERMISSIONS)

    def _fetch(self, kept: Path, entry: Entry, target: Path) -> None:
        with target.open("w+b") as file:
            self._open(kept, file)
            file.seek(0)
            if measured(file) != (entry.size, entry.sha256):
                raise BackupError(f"{entry.name} is not what was put into the backup.")

    def _open(self, kept: Path, target: BinaryIO) -> None:
        """Write what a file of the backup holds, decrypted where it is encrypted."""
        if kept.suffix == SUFFIX and self.identity is None:
            raise BackupError("This backup is encrypted: name the key's file with `--identity`.")
        try:
            with kept.open("rb") as file:
                if kept.suffix == SUFFIX and self.identity:
                    unseal(file, target, self.identity)
                else:
                    shutil.copyfileobj(file, target)
        except OSError as error:
            raise BackupError(f"The backup is incomplete: {kept} cannot be read.") from error


def _folder_of(alias: str) -> Path:
    storage = storages[alias]
    if not isinstance(storage, FileSystemStorage):
        raise BackupError("Files can only be brought back into a folder of this machine.")
    return Path(storage.location)


def _replace(folder: Path, arriving: Path) -> None:
    """Put the files that have arrived in the place of those that are there."""
    leaving = folder.with_name(f"{folder.name}.leaving")
    shutil.rmtree(leaving, ignore_errors=True)
    arriving.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        folder.rename(leaving)
    arriving.rename(folder)
    shutil.rmtree(leaving, ignore_errors=True)


def _bring_up_to_date() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    # Who had a session then may have lost it since, and not without a reason.
    OpenSession.objects.all().delete()
    Session.objects.all().delete()
    for name in list(stored_names(PUBLIC)):
        storages[PUBLIC].delete(name)
    settle_all()
    if store := page_store():
        # The database was written past those who watch it.
        store.begin(urgent=True)
