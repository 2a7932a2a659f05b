"""Serves what readers may have of the media: the files in public storage and no others."""

from pathlib import Path, PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

# Whatever else is stored is not for readers; nothing here can run in their browsers.
CONTENT_TYPES = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".txt": "text/plain; charset=utf-8",
}
# Names are random or digests of their content: a changed file is another file.
FOREVER = "public, max-age=31536000, immutable"


@transaction.non_atomic_requests
@require_safe
def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a file of public storage. Raises Http404 for anything else."""
    file = _public_path(path)
    changed = int(file.stat().st_mtime)
    headers = {"Cache-Control": FOREVER, "Last-Modified": http_date(changed)}
    if not was_modified_since(request.headers.get("If-Modified-Since"), changed):
        return HttpResponseNotModified(headers=headers)
    return FileResponse(
        file.open("rb"), content_type=CONTENT_TYPES[file.suffix.lower()], headers=headers
    )


def _public_path(path: str) -> Path:
    """Return the file on disk. Raises Http404 unless it is one that readers may have."""
    parts = PurePosixPath(path).parts
    if (
        not isinstance(default_storage, FileSystemStorage)
        or "\0" in path
        or any(part.startswith(".") for part in parts)
        or PurePosixPath(path).suffix.lower() not in CONTENT_TYPES
    ):
        raise Http404
    try:
        file = Path(default_storage.path(path)).resolve(strict=True)
        root = Path(default_storage.location).resolve()
    except (SuspiciousFileOperation, OSError) as error:
        raise Http404 from error
    if not file.is_relative_to(root) or not file.is_file():
        raise Http404
    return file
