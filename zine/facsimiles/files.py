"""Serves what belongs to a PDF that readers are shown: pictures of its pages, and the file."""

import hashlib

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms.languages.missing import pages_at
from cms.media.fields import private_storage
from cms.media.views import ASK_AGAIN, KEPT_BY_NOBODY

from ..models import Facsimile, ZineIssuePage
from ..models.facsimiles import picture_name
from ..web.files import POLICY


@require_safe
def page_picture(
    request: HttpRequest, path: str, token: str, number: str, width: str
) -> HttpResponseBase:
    """Serve the picture of a page that readers are shown. Raises Http404 for any other."""
    _issue, facsimile = _shown_at(request, path, token)
    name = picture_name(facsimile, int(number), int(width))
    return _for_readers(request, name, "image/webp")


@require_safe
def pdf_file(request: HttpRequest, path: str, token: str) -> HttpResponseBase:
    """Serve the PDF that readers are shown, to be saved. Raises Http404 for any other."""
    issue, facsimile = _shown_at(request, path, token)
    filename = f"zine-{issue.number}-{facsimile.language}-pages.pdf"
    return _for_readers(request, str(facsimile.file.name), "application/pdf", filename)


def kept_file(name: str, media_type: str, filename: str = "") -> FileResponse:
    """Return a file of private storage; one with a ``filename`` is saved, others are shown.

    It is for whoever may see a draft, and kept by no cache. Raises Http404 if it is not there.
    """
    try:
        content = private_storage().open(name)
    except OSError as error:
        raise Http404 from error
    response = FileResponse(
        content, as_attachment=bool(filename), filename=filename, content_type=media_type
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = KEPT_BY_NOBODY
    return response


def _for_readers(
    request: HttpRequest, name: str, media_type: str, filename: str = ""
) -> HttpResponseBase:
    """The same for everybody: a name is of one content, so it need not be sent again."""
    etag = f'"{hashlib.sha256(name.encode()).hexdigest()}"'
    unchanged = get_conditional_response(request, etag=etag)
    response: HttpResponseBase = unchanged or kept_file(name, media_type, filename)
    response.headers["Cache-Control"] = ASK_AGAIN
    response.headers["ETag"] = etag
    return response


def _shown_at(request: HttpRequest, path: str, token: str) -> tuple[ZineIssuePage, Facsimile]:
    found = pages_at(request, path).get(get_language() or "")
    issue = ZineIssuePage.objects.filter(pk=found.page.pk).first() if found else None
    facsimile = issue.shown_facsimile if issue else None
    if issue is None or facsimile is None or facsimile.token != token:
        raise Http404
    return issue, facsimile
