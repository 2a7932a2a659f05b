"""Blocks that divide an issue: its articles, its pages."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from ..outline import Outline
from .references import KeyBlock

# A number is a part's address, and these stand for what an issue has beside its text.
ADDRESS = re.compile(r"(?!\d+$)[a-z0-9]+(?:-[a-z0-9]+)*")
TAKEN = frozenset(
    {
        "download",
        "downloads",
        "editions",
        "feed",
        "files",
        "offline",
        "page",
        "pages",
        "part",
        "parts",
        "print",
        "read",
        "text",
    }
)


class ArticleBlock(blocks.StructBlock):
    """Begins an article; it goes on to the next article, or to the next heading of a section."""

    title = blocks.CharBlock(max_length=200, label=_("Title"))
    address = KeyBlock(
        max_length=60,
        label=_("Address"),
        help_text=_(
            "The last part of the article's own web address, the same in every language, such as "
            "“know-your-rights”. Links break when it is changed."
        ),
    )
    byline = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Byline"),
        help_text=_("Who made it, under the name they chose; a group's name, a nickname, or none."),
    )
    summary = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("Summary"),
        help_text=_("One or two sentences. They open the article and are shown when it is shared."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        address = cleaned["address"]
        if address and not ADDRESS.fullmatch(address):
            raise _wrong_address(
                _("Use small latin letters, digits and hyphens, like “know-your-rights”.")
            )
        if address in TAKEN:
            raise _wrong_address(_("This word has another meaning here. Please use another."))
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["anchor"] = context.get("outline", Outline()).anchor(value)
        return context

    class Meta:
        icon = "doc-full-inverse"
        label = _("Article")
        template = "blocks/article.html"
        preview_value = {
            "title": "Know your rights",
            "address": "know-your-rights",
            "byline": "The night shift",
            "summary": "What to say, and what not to sign.",
        }
        description = _("Begins a piece with its own address, and a byline if its makers want one")


class PageBreakBlock(blocks.StaticBlock):
    class Meta:
        icon = "horizontalrule"
        label = _("Page break")
        admin_text = _("On paper and in e-books the next block begins a new page.")
        template = "blocks/page_break.html"
        preview_template = "blocks/page_break_preview.html"
        preview_value = None
        description = _("A new page on paper and in e-books; nothing on the web")


def refuse_repeated_addresses(stream: blocks.StreamValue) -> None:
    """Raise StreamBlockValidationError at each article whose address another has before it."""
    seen: set[str] = set()
    errors: dict[int, ValidationError] = {}
    for index, child in enumerate(stream):
        if child.block_type != "article":
            continue
        address = child.value["address"]
        if address in seen:
            message = gettext("Another article of this issue has this address.")
            errors[index] = _wrong_address(message)
        seen.add(address)
    if errors:
        raise StreamBlockValidationError(block_errors=errors)


def _wrong_address(message: Any) -> StructBlockValidationError:
    return StructBlockValidationError(block_errors={"address": ValidationError(message)})
