"""What must be true of every kind of record that the admin has forms for."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.contrib.settings.registry import registry
from wagtail.snippets.models import get_snippet_models

from .models import PublicRecord


def check_records(**_kwargs: Any) -> list[CheckMessage]:
    """No snippet and no setting is saved by one person alone where readers see it."""
    models = [*get_snippet_models(), *registry]
    return [message for model in models for message in check_record(model)]


def check_record(model: type[Any]) -> Iterator[CheckMessage]:
    """A record passes review and can be previewed, or says why it needs none.

    A model says so in a sentence, ``needs_no_review``.
    """
    if not issubclass(model, PublicRecord):
        if not getattr(model, "needs_no_review", ""):
            yield Error(
                f"{model.__name__} is saved without review.",
                hint="Derive it from cms.review.models.ReviewedRecord; where readers do not see "
                "it, say why it needs no review in a sentence named needs_no_review.",
                obj=model,
                id="review.E001",
            )
        return
    template = model().get_preview_template(None, "")
    try:
        get_template(template)
    except TemplateDoesNotExist:
        yield Error(
            f"{model.__name__} has no preview: templates/{template} is missing.",
            obj=model,
            id="review.E002",
        )
