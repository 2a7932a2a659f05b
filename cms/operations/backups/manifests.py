"""What a backup holds, so that each file of it can be held to what was put in."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import BinaryIO, Self

from .errors import BackupError

FORMAT = 1
FILE_NAME = "manifest.json"


@dataclass(frozen=True)
class Entry:
    """A file of the site: its name, its size in bytes, its SHA-256, and where the backup has it."""

    name: str
    size: int
    sha256: str
    kept_as: str


@dataclass(frozen=True)
class Manifest:
    """A backup's contents: when it was made, of which database, and which files belong to it."""

    made_at: str
    vendor: str
    migrations: list[str]
    database: Entry
    files: list[Entry]

    def to_json(self) -> bytes:
        return json.dumps({"format": FORMAT} | asdict(self), indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """Raises BackupError where it was not written by `to_json` of this format."""
        try:
            values = json.loads(text)
            if values.pop("format") != FORMAT:
                raise BackupError("This backup was made by a newer version of the site.")
            database = Entry(**values.pop("database"))
            files = [Entry(**each) for each in values.pop("files")]
            return cls(**values, database=database, files=files)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError("The backup's manifest is damaged.") from error


def measured(file: BinaryIO) -> tuple[int, str]:
    """Return a file's size in bytes and its SHA-256, from where it stands to its end."""
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()
