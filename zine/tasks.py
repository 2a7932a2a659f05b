"""Makes editions in the background. Doing a task twice makes nothing the second time."""

from django.tasks import task

from .making import make_editions
from .models import ZineIssuePage


@task()
def make_issue_editions(issue_id: int) -> None:
    """Make the editions of one issue in one language."""
    issue = ZineIssuePage.objects.filter(pk=issue_id).first()
    if issue is not None:
        make_editions(issue)
