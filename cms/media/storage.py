"""Where originals and documents lie: on disk, at no address."""

from typing import NoReturn

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Files that no web address leads to; what serves them asks first who may have them."""

    def url(self, name: str | None) -> NoReturn:
        """Raise NotImplementedError: Wagtail's sign for a storage without addresses."""
        raise NotImplementedError("Files in private storage have no address.")
