"""Guidance that stands in a draft until somebody writes the text: readers never get it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from cms.pages.publish_checks import Problem

MARK = "[Guidance]"


def marked(sentence: str) -> str:
    """The sentence as it stands in a field of a draft."""
    return f"{MARK} {sentence}"


def paragraphs(sentences: list[str]) -> list[dict[str, Any]]:
    """Blocks of a body, one for each sentence, in the form that a StreamField takes."""
    return [
        {"type": "paragraph", "value": {"text": f"<p>{escape(marked(sentence))}</p>"}}
        for sentence in sentences
    ]


def guidance_left(page: Page) -> Iterator[Problem]:
    """Yield each field that still holds guidance; a translation may not hold it either."""
    sentence = _("This still holds the guidance of a new page. Write your own text, or delete it.")
    for name in _fields_with_guidance(page):
        yield Problem(name, sentence)
    for relation in get_all_child_relations(type(page)):
        for child in getattr(page, relation.get_accessor_name()).all():
            for name in _fields_with_guidance(child):
                yield Problem(name, sentence)


def _fields_with_guidance(row: Model) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        # As fixtures hold it: streams with all that their blocks say.
        if MARK in str(field.value_to_string(row)):
            yield str(capfirst(field.verbose_name))
