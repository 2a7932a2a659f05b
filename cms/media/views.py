"""Serves what readers may have of the media, and drafts' files to who may see the drafts."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path, PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, Storage, default_storage
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
from wagtail.documents.views.serve import serve

from .fields import private_storage
from .models import Document, Image, Rendition
from .readers import is_public, is_shown_to

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
# Kept by whoever likes, and asked for again each time: what is taken down is gone from caches too.
ASK_AGAIN = "public, no-cache"
KEPT_BY_NOBODY = "private, no-store"

type View = Callable[..., HttpResponseBase]


@transaction.non_atomic_requests
@require_safe
def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a file of public storage, or a size of a picture that whoever asks may see.

    Raises Http404 for anything else.
    """
    # No database is asked for a name that none can hold.
    if PurePosixPath(path).suffix.lower() not in CONTENT_TYPES or "\0" in path:
        raise Http404
    file = _path_in(default_storage, path)
    if file is not None:
        return _served(request, file, ASK_AGAIN)
    size = Rendition.objects.filter(file=path).select_related("image").first()
    file = _path_in(private_storage(), path) if size is not None else None
    if size is None or file is None:
        raise Http404
    return _served(request, file, _keeping(request, size.image))


def documents_as_readers_may(view: View) -> View:
    """Have Wagtail's view of documents ask first whether whoever asks may have one."""
    if view is not serve:
        return view

    @wraps(view)
    def guarded(request: HttpRequest, number: str, filename: str) -> HttpResponseBase:
        document = Document.objects.filter(pk=number).first()
        if document is None or document.filename != filename:
            raise Http404
        keeping = _keeping(request, document)
        response = view(request, number, filename)
        response.headers["Cache-Control"] = keeping
        return response

    return guarded


def _keeping(request: HttpRequest, thing: Image | Document) -> str:
    """How whoever asks may keep it. Raises Http404 where they may not have it."""
    if is_public(thing):
        return ASK_AGAIN
    if is_shown_to(request, thing):
        return KEPT_BY_NOBODY
    raise Http404


def _served(request: HttpRequest, file: Path, keeping: str) -> HttpResponseBase:
    try:
        changed = int(file.stat().st_mtime)
        headers = {"Cache-Control": keeping, "Last-Modified": http_date(changed)}
        if not was_modified_since(request.headers.get("If-Modified-Since"), changed):
            return HttpResponseNotModified(headers=headers)
        content = file.open("rb")
    except FileNotFoundError as error:  # It was taken down just now.
        raise Http404 from error
    return FileResponse(content, content_type=CONTENT_TYPES[file.suffix.lower()], headers=headers)


def _path_in(storage: Storage, path: str) -> Path | None:
    """The file on disk that a storage has under a name; None unless readers could have it."""
    parts = PurePosixPath(path).parts
    if not isinstance(storage, FileSystemStorage) or any(part.startswith(".") for part in parts):
        return None
    try:
        file = Path(storage.path(path)).resolve(strict=True)
        root = Path(storage.location).resolve()
    except (SuspiciousFileOperation, OSError):
        return None
    return file if file.is_relative_to(root) and file.is_file() else None
