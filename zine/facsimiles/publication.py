"""Shows readers the pages of the PDF that an issue was published with; search finds them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _, override
from wagtail.models import Page

from cms.search.index import PartToFind, index_page

from ..models import Facsimile, ShownFacsimile, ZineIssuePage
from .reader import subpath


def show_facsimile(issue: ZineIssuePage) -> None:
    """Show readers the PDF that the issue was published with, once its pages are drawn.

    Until then, and if they never can be, they are shown the one before.
    """
    shown = ShownFacsimile.objects.filter(issue=issue)
    if issue.facsimile_id is None:
        changed = shown.delete()[0] > 0
    elif not Facsimile.objects.ready().filter(pk=issue.facsimile_id).exists():
        return
    else:
        changed = not shown.filter(facsimile=issue.facsimile_id).exists()
        ShownFacsimile.objects.update_or_create(
            issue=issue, defaults={"facsimile_id": issue.facsimile_id}
        )
    if changed:
        index_page(issue.pk)


def pages_to_find(page: Page) -> Iterator[PartToFind]:
    """Yield the pages of an issue's PDF as the search finds them."""
    facsimile = page.shown_facsimile if isinstance(page, ZineIssuePage) else None
    if facsimile is None:
        return
    with override(page.locale.language_code):
        for facsimile_page in facsimile.pages.exclude(text=""):
            title = _("%(title)s, page %(number)d") % {
                "title": page.title,
                "number": facsimile_page.number,
            }
            yield PartToFind(subpath(facsimile_page.number), title, facsimile_page.text)
