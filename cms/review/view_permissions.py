"""Who may open the views of review."""

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from wagtail.models import TaskState

from cms.access.permission_rules import (
    Arguments,
    Rule,
    both,
    everybody,
    national,
    own_page,
    record_writer,
)
from cms.access.querysets import account_of, is_national
from cms.access.registered_views import register_changes_of_access, register_views
from cms.media.models import Document, Image

from .deciding import may_read, why_not_publish_in_emergency, why_not_take_down
from .downs import may_take_down
from .subjects import record_models
from .whose import is_seen_by


def text_in_review(request: HttpRequest, arguments: Arguments) -> bool:
    """The review is of a text that the account may read."""
    states = TaskState.objects.select_related("workflow_state")
    state = states.filter(pk=arguments["task_state_id"]).first()
    return state is not None and may_read(state, account_of(request))


def takers_down(request: HttpRequest, _arguments: Arguments) -> bool:
    """Behind it is taken down what readers see."""
    return not why_not_take_down(account_of(request))


def seen(model: type[models.Model], argument: str) -> Rule:
    """The file that the address names is one that the account finds in the admin, or leads."""

    def rule(request: HttpRequest, arguments: Arguments) -> bool:
        account, file = account_of(request), model._default_manager.filter(pk=arguments[argument])  # noqa: SLF001
        return any(is_seen_by(account, each) or may_take_down(account, each) for each in file)

    return rule


def seen_record(request: HttpRequest, arguments: Arguments) -> bool:
    """The account finds the record in the admin, or may take it down; one that is not is 404."""
    account = account_of(request)
    try:
        model = apps.get_model(arguments["app_label"], arguments["model_name"])
    except LookupError:
        return is_national(account)
    if model not in record_models():
        return is_national(account)
    record = model._base_manager.filter(pk=arguments["pk"])  # noqa: SLF001
    return any(is_seen_by(account, each) or may_take_down(account, each) for each in record)


def emergency_publishers(request: HttpRequest, _arguments: Arguments) -> bool:
    """Behind it texts are published without review."""
    return not why_not_publish_in_emergency(account_of(request))


register_views(
    (everybody, ("review:queue", "review:manual", "review:unlinked", "review:taken_down")),
    (
        text_in_review,
        (
            "review:review",
            "review:text",
        ),
    ),
    (takers_down, ("review:public_records",)),
    (seen_record, ("review:take_down",)),
    (seen(Image, "image_id"), ("review:take_down_image",)),
    (seen(Document, "document_id"), ("review:take_down_document",)),
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
    (own_page(), ("review:look_again", "review:take_down_page")),
)
# Trust takes a step out of a chapter's review.
register_changes_of_access("review:trust")
