"""Where originals and documents lie: on disk, at no address."""

import os
import uuid
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Files that no web address leads to; what serves them asks first who may have them.

    A file appears under its name whole or not at all, also where the disk is full or the process
    dies: until then it is hidden.
    """

    def url(self, name: str | None) -> NoReturn:
        """Raise NotImplementedError: Wagtail's sign for a storage without addresses."""
        raise NotImplementedError("Files in private storage have no address.")

    def _save(self, name: str, content: Any) -> str:
        unfinished = str(PurePosixPath(name).with_name(f".{uuid.uuid4().hex}"))
        path = Path(self.path(unfinished))
        try:
            super()._save(unfinished, content)  # type: ignore[misc]
            while not _move(path, Path(self.path(name))):
                name = self.get_available_name(name)
        finally:
            path.unlink(missing_ok=True)
        return name


def _move(source: Path, target: Path) -> bool:
    """Give a file another name; False where that is another's already."""
    try:
        os.link(source, target)
    except FileExistsError:
        return False
    except OSError:  # A disk that knows no second names.
        if target.exists():
            return False
        source.replace(target)
    return True
