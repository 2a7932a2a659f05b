"""The folder that holds backups: one folder for each, and the site's files once for all of them.

::

    2026-12-03T05-15-00Z/     a backup
        manifest.json         what belongs to it, with digests
        files.txt             which of the files below it needs
        database.dump         or database.sqlite3
    files/ab/abcd…            files of the site, each once, named by a keyed digest

What is encrypted ends with ``.age``; ``files.txt`` stays readable, for the server that makes
backups cannot read them, and yet must know which files no backup needs any more.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from . import retention
from .errors import BackupError

NAME = "%Y-%m-%dT%H-%M-%SZ"
NAMED = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ")
FILES, NEEDED, UNFINISHED = "files", "files.txt", ".unfinished"


class BackupFolder:
    """Lists, keeps and forgets backups. All that it writes is for the site's account alone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder, which nothing is written into for that: it may be a disk to read from.

        Raises BackupError if another process holds it, or it cannot be opened.
        """
        try:
            lock = os.open(self.path, os.O_RDONLY)
        except OSError as error:
            raise BackupError(f"{self.path} cannot be opened: {error.strerror}.") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise BackupError(f"Another backup is being made in {self.path}.") from error
        finally:
            os.close(lock)

    def names(self) -> list[str]:
        """Return the names of all finished backups, oldest first; they are moments in UTC."""
        if not self.path.is_dir():
            return []
        return sorted(each.name for each in self.path.iterdir() if NAMED.fullmatch(each.name))

    def newest_at(self) -> datetime | None:
        names = self.names()
        return moment(names[-1]) if names else None

    def begin(self) -> Path:
        """Return an empty folder to make a backup in; what was left of another is thrown away."""
        unfinished = self.path / UNFINISHED
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        return unfinished

    def finish(self, at: datetime) -> str:
        """Give the backup its name, which is returned: only now is it one."""
        name = at.astimezone(UTC).strftime(NAME)
        if (self.path / name).exists():
            raise BackupError(
                f"There is a backup {name} already; make the next one a second later."
            )
        on_disk(self.path / UNFINISHED)
        (self.path / UNFINISHED).rename(self.path / name)
        on_disk(self.path)
        return name

    def create(self) -> None:
        """Make the folder where it is missing. Raises BackupError where that cannot be."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise BackupError(f"{self.path} cannot be made: {error.strerror}.") from error

    def file(self, name: str) -> Path:
        """Return where a file of the site is kept; its name is a keyed digest."""
        return self.path / FILES / name[:2] / name

    def forget(self) -> list[str]:
        """Delete backups that need not be kept, then the files that no backup needs."""
        names = self.names()
        stay = {at.strftime(NAME) for at in retention.kept(map(moment, names))}
        gone = [name for name in names if name not in stay]
        for name in gone:
            shutil.rmtree(self.path / name)
        needed = {line for name in stay for line in self._needed_by(name)}
        for file in (self.path / FILES).glob("??/*"):
            if file.name not in needed:
                file.unlink()
        return gone

    def _needed_by(self, name: str) -> list[str]:
        return (self.path / name / NEEDED).read_text("ascii").split()


def moment(name: str) -> datetime:
    """Return when the backup of this name was made."""
    return datetime.strptime(name, NAME).replace(tzinfo=UTC)


def on_disk(path: Path) -> None:
    """Return once the disk has a file, or the names in a folder: no loss of power takes it then."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
