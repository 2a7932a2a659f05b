"""The service worker of a shelf: keeps issues that readers asked to keep, and no others.

It is served below its shelf, so that a browser lets it answer for the shelf and its issues and
for nothing else. It names what is published: browsers compare it with the one they have, so
that a new edition brings a new worker, which fetches anew what was kept.
"""

import contextlib
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms.languages.missing import pages_at
from cms.media.pictures import FALLBACK, fetch_renditions, images_of, widths_for
from cms.pages.languages import LANGUAGES

from ..models import ZineIndexPage, ZineIssuePage
from .downloads import Offer

# What pages of the zine are shown with, beside their pictures and typefaces.
SHOWN_WITH = (
    *(f"site/{name}.css" for name in ("site", "lists", "zine", "shelf", "print")),
    *("icons/icon.svg", "icons/icon-32.png", "icons/icon-180.png"),
    *("zine/offline.js", "site/leave.js"),
)
FOLDING = tuple(
    f"zine/{name}.svg"
    for name in (
        *("booklet-print", "booklet-fold", "booklet-staple"),
        *("mini-fold", "mini-cut", "mini-push"),
    )
)
FACES = {
    "latin": ("anton-latin", "serif-latin"),
    "arabic": ("cairo-arabic", "amiri-arabic"),
    "hebrew": ("heebo-hebrew", "frank-ruhl-hebrew"),
}
# What stands around the text of every page, in bytes.
AROUND_A_PAGE = 10_000
TEN_KILOBYTES = 10 * 1024


@require_safe
def worker(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the worker of the shelf at ``path``. Raises Http404 where readers have none."""
    found = pages_at(request, path).get(get_language() or "")
    shelf = ZineIndexPage.objects.filter(pk=found.page.pk).first() if found else None
    if shelf is None:
        raise Http404
    context = {
        "published": published_on(shelf),
        "kept_elsewhere": [settings.STATIC_URL, settings.MEDIA_URL],
    }
    response = render(request, "zine/worker.js", context, content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


def published_on(shelf: ZineIndexPage) -> str:
    """Return a digest of what readers get of a shelf: its issues' texts and current editions."""
    issues = ZineIssuePage.objects.child_of(shelf).filter(alias_of=None).on_the_shelf()
    texts = issues.order_by("pk").values_list("pk", "live_revision_id", "last_published_at")
    editions = issues.filter(editions__is_current=True).order_by("pk").values_list("editions__key")
    seen = repr((shelf.live_revision_id, list(texts), list(editions)))
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def size_of(issue: ZineIssuePage, offer: Offer) -> int:
    """Return about how many bytes an issue takes where a browser keeps it, in tens of kilobytes.

    The worker keeps each part, how to print it and the shelf, with what they are shown with.
    """
    own = offer.own
    is_printed = own is not None and own.printed
    pages = len(issue.parts) + 1 + is_printed
    text = len(json.dumps(list(issue.body.raw_data), ensure_ascii=False).encode())
    files = _static_bytes(get_language() or "", is_printed)
    cover = own.cover_size if own else 0
    exact = pages * AROUND_A_PAGE + text + files + cover + sum(_picture_bytes(issue))
    return -(-exact // TEN_KILOBYTES) * TEN_KILOBYTES


@cache
def _static_bytes(code: str, is_printed: bool) -> int:
    script = LANGUAGES[code].script if code in LANGUAGES else ""
    faces = (f"fonts/{name}.woff2" for name in FACES.get(script, ()))
    names = (*SHOWN_WITH, *faces, *(FOLDING if is_printed else ()))
    found = (finders.find(name) for name in names)
    return sum(Path(str(each)).stat().st_size for each in found if each)


def _picture_bytes(issue: ZineIssuePage) -> Iterator[int]:
    """Of each picture the size that the worker keeps: the second in WebP, or what there is."""
    images = {image.pk: image for image in images_of(issue) if not image.is_withheld}
    fetch_renditions(images.values())
    for image in images.values():
        made = {each.filter_spec: each for each in image.prefetched_renditions}
        webp = [f"format-webp|width-{width}" for width in widths_for(image)]
        kept = [made[spec] for spec in (*webp[1:2], *webp[:1], FALLBACK) if spec in made]
        with contextlib.suppress(OSError):
            yield from (rendition.file.size for rendition in kept[:1])
