"""Serves the files of editions: to readers those that are current, in the admin to editors."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms.languages.missing import pages_at
from cms.media.views import ASK_AGAIN

from ..editions.catalogue import BY_NAME
from ..models import Artifact
from .downloads import DIGEST_LENGTH, address_of, current_artifacts, name_of

# A file is no page of the site: whatever opens it may load nothing and run nothing.
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
SHOWN = ("image/", "text/")


@require_safe
def current_file(request: HttpRequest, path: str, kind: str) -> HttpResponseBase:
    """Lead to an issue's current file of a kind: an address that stays, for links and posters."""
    address, artifact = _current(request, path, kind)
    return _to_current(address, artifact)


@require_safe
def edition_file(request: HttpRequest, path: str, digest: str, name: str) -> HttpResponseBase:
    """Serve a file of the current edition of the issue at ``path`` in the active language.

    An address from before leads to what is current. Raises Http404 where readers can see no such
    issue or there is no such file.
    """
    kind = next((kind for kind in BY_NAME if name.endswith(f"-{kind}")), "")
    address, artifact = _current(request, path, kind)
    if (digest, name) != (artifact.sha256[:DIGEST_LENGTH], name_of(artifact)):
        return _to_current(address, artifact)
    etag = f'"{artifact.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    response: HttpResponseBase = unchanged or file_response(artifact)
    response.headers["Cache-Control"] = ASK_AGAIN
    response.headers["ETag"] = etag
    return response


def file_response(artifact: Artifact) -> FileResponse:
    """Return a file as a browser may have it: saved, or shown where nothing in it can run.

    Raises Http404 if it is lost, or of a kind that is made no more.
    """
    try:
        media_type = BY_NAME[artifact.kind].media_type
        content = artifact.file.open("rb")
    except (KeyError, OSError) as error:
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment=not media_type.startswith(SHOWN),
        filename=name_of(artifact),
        content_type="text/plain; charset=utf-8" if media_type == "text/plain" else media_type,
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _current(request: HttpRequest, path: str, kind: str) -> tuple[str, Artifact]:
    issue = pages_at(request, path).get(get_language() or "")
    artifact = (
        current_artifacts().filter(edition__issue=issue.page.pk, kind=kind).first()
        if issue
        else None
    )
    if issue is None or artifact is None:
        raise Http404
    return issue.address, artifact


def _to_current(address: str, artifact: Artifact) -> HttpResponseBase:
    response = HttpResponseRedirect(address_of(address, artifact))
    response.headers["Cache-Control"] = "no-cache"
    return response
