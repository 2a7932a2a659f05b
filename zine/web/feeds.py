"""The zine's feed: its issues in one language, the newest first, as Atom, each with its files."""

import datetime
import re

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.html import escape
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.languages.alternates import Alternate
from cms.languages.missing import pages_at
from cms.pages.addresses import absolute
from cms.pages.identity import organization_name

from ..models import ZineIndexPage, ZineIssuePage
from .downloads import Editions, editions_of

MAX_ISSUES = 50
# XML cannot hold these, not even escaped.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class ShelfFeed(Atom1Feed):
    """A feed that was last changed when its issues were; one without issues, when its shelf was."""

    def latest_post_date(self) -> datetime.datetime:
        changed: datetime.datetime | None = self.feed["shelf_changed"]
        return super().latest_post_date() if self.items or changed is None else changed


@require_safe
def shelf_feed(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the feed of the shelf at ``path`` in the active language.

    Raises Http404 where readers have no such shelf.
    """
    code = get_language() or ""
    found = pages_at(request, path).get(code)
    shelf = ZineIndexPage.objects.filter(pk=found.page.pk).first() if found else None
    if found is None or shelf is None:
        raise Http404
    site = Site.find_for_request(request)
    organization = organization_name(site, code)
    address = absolute(request, found.address)
    feed = ShelfFeed(
        title=_text(f"{shelf.own_title} — {organization}"),
        link=address,
        description=None,
        subtitle=_text(shelf.summary) or None,
        language=code,
        author_name=organization,
        author_link=absolute(request, "/"),
        feed_url=f"{address}feed.xml",
        shelf_changed=shelf.last_published_at,
    )
    issues = ZineIssuePage.objects.child_of(shelf).filter(alias_of=None).on_the_shelf()
    listed = list(issues.defer("body")[:MAX_ISSUES])
    made = editions_of(
        Alternate(found.language, issue, f"{found.address}{issue.slug}/") for issue in listed
    )
    for issue in listed:
        _add(feed, request, issue, made[issue.pk])
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _add(feed: Atom1Feed, request: HttpRequest, issue: ZineIssuePage, editions: Editions) -> None:
    address = absolute(request, editions.issue.address)
    published = datetime.datetime.combine(issue.published_on, datetime.time(), datetime.UTC)
    changed = [date for date in (issue.last_published_at, editions.made_at) if date]
    feed.add_item(
        title=_text(issue.own_title),
        link=address,
        description=escape(_text(issue.summary)),
        unique_id=address,
        pubdate=published,
        updateddate=max(changed, default=published),
        enclosures=[
            Enclosure(absolute(request, file.address), str(file.size), file.media_type)
            for file in editions.files
        ],
    )


def _text(text: str) -> str:
    return CONTROL_CHARACTERS.sub("", text)
