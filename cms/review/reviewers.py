"""Who may review what, and who wrote it."""

from collections.abc import Callable, Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet
from wagtail.models import GroupPagePermission, Page, Revision, WorkflowState

from cms.access.models import Team
from cms.access.policy import APPROVERS, LEADS

type Writers = Callable[[Iterable[Page]], Iterable[tuple[int, int]]]

_more_writers: list[Writers] = []


def register_writers(source: Writers) -> None:
    """Let another app say who has written in pages since readers last got a version of each.

    It is given pages and returns pairs of a page's number and an account's.
    """
    if source not in _more_writers:
        _more_writers.append(source)


def other_writers(pages: Iterable[Page]) -> set[tuple[int, int]]:
    """What other apps know of: pairs of a page's number and that of an account that wrote in it."""
    known = list(pages)
    return {pair for source in _more_writers for pair in source(known)}


def leads_of(page: Page) -> QuerySet[User]:
    """The leads of the territory to which the page belongs, in whatever language it is."""
    ancestors = page.get_ancestors(inclusive=True)
    groups = GroupPagePermission.objects.filter(
        page__in=ancestors, group__team__role_key=LEADS.key
    ).values("group")
    return _active().filter(groups__in=groups).distinct()


def approvers() -> QuerySet[User]:
    """The national approvers."""
    groups = Team.objects.filter(role_key=APPROVERS.key).values("group")
    return _active().filter(groups__in=groups).distinct()


def has_written(workflow_state: WorkflowState, revision: Revision) -> set[int]:
    """The accounts that submitted this text or wrote in it since readers last got a version.

    Whoever wrote any of the drafts since the live version has had a hand in the text, even
    where somebody else saved last.
    """
    page = Page.objects.get(pk=revision.object_id)
    drafts = page.revisions.filter(pk__lte=revision.pk)
    if page.live_revision_id:
        drafts = drafts.filter(pk__gt=page.live_revision_id)
    submissions = page.decisions.filter(kind="submitted", revision__in=drafts)
    people = {revision.user_id, workflow_state.requested_by_id}
    people.update(drafts.order_by().values_list("user_id", flat=True).distinct())
    people.update(submissions.order_by().values_list("actor_id", flat=True).distinct())
    people.update(account for _page, account in other_writers([page]))
    return {pk for pk in people if pk is not None}


def _active() -> QuerySet[User]:
    return get_user_model().objects.filter(is_active=True)
