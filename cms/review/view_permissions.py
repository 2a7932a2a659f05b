"""Who may open the views of review."""

from django.http import HttpRequest
from wagtail.models import TaskState

from cms.access.permission_rules import (
    Arguments,
    both,
    everybody,
    national,
    own_page,
    record_writer,
)
from cms.access.querysets import account_of
from cms.access.registered_views import register_views

from .deciding import may_read, why_not_publish_in_emergency, why_not_take_down


def text_in_review(request: HttpRequest, arguments: Arguments) -> bool:
    """The review is of a text that the account may read."""
    states = TaskState.objects.select_related("workflow_state")
    state = states.filter(pk=arguments["task_state_id"]).first()
    return state is not None and may_read(state, account_of(request))


def takers_down(request: HttpRequest, _arguments: Arguments) -> bool:
    """Behind it is taken down what readers see."""
    return not why_not_take_down(account_of(request))


def emergency_publishers(request: HttpRequest, _arguments: Arguments) -> bool:
    """Behind it texts are published without review."""
    return not why_not_publish_in_emergency(account_of(request))


register_views(
    (everybody, ("review:queue", "review:manual", "review:unlinked")),
    (
        text_in_review,
        (
            "review:review",
            "review:text",
        ),
    ),
    (
        takers_down,
        (
            "review:public_records",
            "review:take_down",
        ),
    ),
    (emergency_publishers, ("review:record_emergency",)),
    (record_writer, ("review:record_look_again",)),
    (both(emergency_publishers, own_page()), ("review:emergency",)),
    (
        national,
        (
            "review:redirects",
            "review:sets",
            "review:set",
            "review:trust",
        ),
    ),
    (own_page(), ("review:look_again",)),
)
