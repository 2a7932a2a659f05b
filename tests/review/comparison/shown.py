"""Texts that were never saved, and their comparison as a reviewer gets it."""

import json
import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from wagtail.fields import StreamField
from wagtail.models import Locale

from cms.review.comparison import compare

SPACE = re.compile(r"\s+")


def text_with(model: type[models.Model], language: str = "en", **values: Any) -> Any:
    """A page or record that says this; streams are given as they are stored."""
    locale = Locale.objects.get_or_create(language_code=language)[0]
    thing = model(locale=locale)
    for name, value in values.items():
        is_stream = isinstance(model._meta.get_field(name), StreamField)
        setattr(thing, name, json.dumps(value, cls=DjangoJSONEncoder) if is_stream else value)
    return thing


def shown(before: Any, after: Any) -> BeautifulSoup:
    """The comparison on the page."""
    context = {"comparison": compare(before, after)}
    return BeautifulSoup(render_to_string("review/includes/comparison.html", context), "lxml")


def one(soup: Tag, selector: str) -> Tag:
    """What there is of this on the page."""
    found = soup.select_one(selector)
    assert found is not None, selector
    return found


def words(soup: Any) -> str:
    """All that is written there, as one line."""
    return SPACE.sub(" ", soup.get_text(" ")).strip()
