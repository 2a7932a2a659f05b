"""The service worker of a shelf: keeps issues that were opened for reading without a connection.

It is served below its shelf, so that a browser lets it answer for the shelf and its issues and
for nothing else. It names what is published: browsers compare it with the one they have, so
that a new edition brings a new worker, which fetches anew what was kept.
"""

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms.languages.missing import pages_at

from ..models import ZineIndexPage, ZineIssuePage


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
