"""What keeps the PDF of an issue from being published."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.pages import publish_checks

from ..models import Facsimile, ZineIssuePage
from .messages import failure


def facsimile_problems(page: Page) -> Iterator[publish_checks.Problem]:
    """Yield what keeps an issue's PDF from being published, as a publish check."""
    facsimile = page.facsimile if isinstance(page, ZineIssuePage) else None
    if facsimile is None or facsimile.state == Facsimile.State.READY:
        return
    place = capfirst(str(ZineIssuePage._meta.get_field("facsimile").verbose_name))
    if facsimile.state == Facsimile.State.FAILED:
        yield publish_checks.Problem(place, failure(facsimile))
    else:
        yield publish_checks.Problem(
            place, _("Its pages are still being drawn. Please try again in a minute.")
        )
