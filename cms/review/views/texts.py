"""What the pages about a text share: the comparison, and which text a form was about."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.admin.panels import get_edit_handler
from wagtail.models import COMMENTS_RELATION_NAME, Page

from ..decisions import Refused, Reviewed
from ..digest import BOOKKEEPING

# What the editor adds to a text and readers never get.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
NOT_THE_TEXT = BOOKKEEPING | {COMMENTS_RELATION_NAME}


def read_text(request: HttpRequest) -> Reviewed:
    """The text that the form was about: what the reviewer has had before the eyes."""
    number = request.POST.get("revision", "")
    return Reviewed(
        revision_id=int(number) if number.isdecimal() and len(number) < 19 else 0,
        digest=request.POST.get("digest", ""),
    )


@dataclass(frozen=True)
class Change:
    """What differs in one field; ``is_silent`` where no word of it does."""

    difference: Any
    is_silent: bool


def comparison(request: HttpRequest, page: Page, text: Page) -> list[Change]:
    """Wagtail's comparison of what readers see now with ``text``: what differs, comments aside.

    For a page that readers do not see yet, everything is new.
    """
    panel = get_edit_handler(type(page)).get_bound_panel(instance=page, request=request, form=None)
    before = page if page.live else type(page)(locale=page.locale)
    differences = (compare(before, text) for compare in panel.get_comparison())
    changes = [
        Change(difference, difference.is_field and not _shows(difference))
        for difference in differences
        if difference.has_changed() and difference.field.name not in NOT_THE_TEXT
    ]
    return [
        change
        for change in changes
        if not change.is_silent or _differs(before, text, change.difference.field.name)
    ]


def _shows(difference: Any) -> bool:
    """Whether Wagtail's comparison, which compares words, has something to show."""
    html = str(difference.htmldiff())
    return "addition" in html or "deletion" in html


def _differs(before: Page, text: Page, name: str) -> bool:
    """Whether a field differs in more than the numbers that the editor gives to blocks."""
    values = (getattr(page, name) for page in (before, text))
    first, second = (getattr(value, "get_prep_value", lambda v=value: v)() for value in values)
    return bool(_bare(first) != _bare(second))


def _bare(value: Any) -> Any:
    """A stream's raw value without the blocks' numbers."""
    if isinstance(value, str):
        return BLOCK_KEY.sub("", value)
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items() if key != "id"}
    return [_bare(each) for each in value] if isinstance(value, list) else value


def say_why_not(request: HttpRequest, refusal: Refused) -> None:
    """Show a refusal, a message for each sentence."""
    for sentence in str(refusal).splitlines():
        messages.error(request, sentence)
