"""Who is told what in the course of a review."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.models import Page, RevisionMixin, TaskState

from cms.mail.sending import write_to

from .deciding import approvers, deciders, leads_of
from .subjects import history_address


def tell_reviewers(state: TaskState, name: str = "review_waits") -> None:
    """Tell those whose step it is that a text waits for them, but for those who wrote it.

    Where nobody can take the step, superusers are told: they can make somebody an approver.
    """
    people: list[User] = list(deciders(state))
    if not people:
        people = list(get_user_model().objects.filter(is_active=True, is_superuser=True))
    write_to(people, name, _about(state))


def tell_author(state: TaskState, name: str, reason: str = "") -> None:
    """Tell whoever submitted the text what became of it."""
    author = state.workflow_state.requested_by
    if author is not None and author.is_active:
        write_to([author], name, _about(state) | {"reason": reason})


def tell_of_emergency(subject: RevisionMixin, title: str, reason: str) -> None:
    """Tell the chapter's leads and the approvers that a text went out without review."""
    told = {
        *leads_of(subject).values_list("pk", flat=True),
        *approvers().values_list("pk", flat=True),
    }
    people = get_user_model().objects.filter(pk__in=told)
    # Approvers see no record's history; where they take one down they see that it is public.
    is_page = isinstance(subject, Page)
    address = history_address(subject) if is_page else reverse("review:public_records")
    write_to(people, "emergency", {"title": title, "reason": reason, "address": address})


def _about(state: TaskState) -> dict[str, Any]:
    return {
        "title": state.revision.object_str,
        "address": reverse("review:review", args=[state.pk]),
    }
