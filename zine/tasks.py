"""Makes editions in the background. Doing a task twice makes nothing the second time."""

from django.tasks import task

from .editions.build import make_editions
from .facsimiles.build import draw_facsimile
from .models import Facsimile, ZineIssuePage


# Before the sizes of pictures, of which there are many: readers of a new issue want its files.
@task(priority=10)
def make_issue_editions(issue_id: int) -> None:
    """Make the editions of one issue in one language."""
    issue = ZineIssuePage.objects.filter(pk=issue_id).first()
    if issue is not None:
        make_editions(issue)


@task()
def draw_facsimile_pages(facsimile_id: int) -> None:
    """Draw the pages of an uploaded PDF, and take down their text."""
    facsimile = Facsimile.objects.filter(pk=facsimile_id).first()
    if facsimile is not None:
        draw_facsimile(facsimile)
