"""The passages of a rich text that are to be translated, whatever form it has."""

from collections.abc import Callable
from typing import Any

from django.utils.html import escape, strip_tags
from wagtail_localize.segments import extract

type Passages = tuple[str, list[Any]]

_passages: Callable[[str], Passages] = extract.extract_strings


def passages_of(html: str | None) -> Passages:
    """As localize takes them; of a text whose tags stand in each other wrongly, its words."""
    try:
        return _passages(html or "")
    except (AttributeError, LookupError, TypeError, ValueError):
        return _passages(f"<p>{escape(strip_tags(html or ''))}</p>")
