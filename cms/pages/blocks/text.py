"""Blocks of words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ..footnotes import Footnotes, footnote_markers
from ..language_spans import FEATURES
from ..outline import Outline, level_of
from .references import KeyBlock
from .shared import shared

# Only what every edition of a text can print.
INLINE_FEATURES = ["bold", "italic", "link", *FEATURES]
PARAGRAPH_FEATURES = [*INLINE_FEATURES, "ol", "ul", "superscript"]


@shared("heading", order=10)
class HeadingBlock(blocks.StructBlock):
    """A heading of level 2 to 4; its anchor is the same in every language."""

    level = blocks.ChoiceBlock(
        choices=[("2", _("Section")), ("3", _("Part of a section")), ("4", _("Small heading"))],
        default="2",
        label=_("Level"),
        help_text=_("Levels go down one step at a time: a part belongs to a section."),
    )
    text = blocks.CharBlock(max_length=200, label=_("Text"))
    anchor = KeyBlock(
        required=False,
        max_length=60,
        label=_("Anchor"),
        help_text=_(
            "Optional: a short name in latin letters, so that others can link to this "
            "place, such as “our-history”."
        ),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        anchor = cleaned["anchor"]
        if anchor and slugify(anchor) != anchor:
            raise StructBlockValidationError(
                block_errors={
                    "anchor": ValidationError(
                        _("Use small latin letters, digits and hyphens only, like “our-history”.")
                    )
                }
            )
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        outline = context.get("outline", Outline())
        context["anchor"] = outline.anchor(value)
        context["tag"] = outline.tag(level_of(value))
        return context

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        preview_value = {"level": "2", "text": "How we work", "anchor": "how-we-work"}
        description = _("Begins a section, or a part of one")


@shared("paragraph", order=20)
class ParagraphBlock(blocks.StructBlock):
    """Running text. A superscript number in it marks the footnote of that number below it."""

    text = blocks.RichTextBlock(features=PARAGRAPH_FEATURES, label=_("Text"))
    footnotes = blocks.ListBlock(
        blocks.RichTextBlock(features=INLINE_FEATURES, label=_("Footnote")),
        default=[],
        required=False,
        label=_("Footnotes"),
        help_text=_(
            "The first footnote belongs to the superscript ¹ in the text above, the second "
            "to ², and so on."
        ),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        markers = footnote_markers(cleaned["text"].source)
        expected = list(range(1, len(cleaned["footnotes"]) + 1))
        if sorted(set(markers)) != expected or len(markers) != len(expected):
            raise StructBlockValidationError(
                non_block_errors=[
                    _(
                        "Each footnote needs one superscript number in the text, counted from 1 "
                        "in this paragraph, and each superscript number needs its footnote."
                    )
                ]
            )
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        footnotes = context.get("footnotes", Footnotes())
        context["numbered_text"] = footnotes.number(value["text"], list(value["footnotes"]))
        return context

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        template = "blocks/paragraph.html"
        preview_value = {
            "text": "<p>We <b>show up</b> for our neighbors.<sup>1</sup></p>",
            "footnotes": ["<p>And they show up for us.</p>"],
        }
        description = _("Running text with links, lists and footnotes")


@shared("pull_quote", order=40)
class PullQuoteBlock(blocks.StructBlock):
    quotation = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Who said it"),
        help_text=_("Only with that person's consent; a role is often enough."),
    )

    class Meta:
        icon = "openquote"
        label = _("Pull quote")
        template = "blocks/pull_quote.html"
        preview_value = {"quotation": "Never again for anyone.", "attribution": "A chant"}
        description = _("A sentence set large")


class NumberedPointBlock(blocks.StructBlock):
    statement = blocks.CharBlock(max_length=300, label=_("Statement"))
    text = blocks.RichTextBlock(features=INLINE_FEATURES, required=False, label=_("Text"))

    class Meta:
        label = _("Point")


@shared("numbered_points", order=50)
class NumberedPointsBlock(blocks.StructBlock):
    points = blocks.ListBlock(NumberedPointBlock(), min_num=1, label=_("Points"))

    class Meta:
        icon = "list-ol"
        label = _("Numbered points")
        template = "blocks/numbered_points.html"
        preview_value = {
            "points": [
                {"statement": "Show up", "text": "<p>With those most affected.</p>"},
                {"statement": "Speak up", "text": "<p>In public.</p>"},
            ]
        }
        description = _("Statements in order, each with a text")


@shared("checklist", order=60)
class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=200, label=_("Title"))
    items = blocks.ListBlock(
        blocks.CharBlock(max_length=300, label=_("Item")), min_num=1, label=_("Items")
    )

    class Meta:
        icon = "tasks"
        label = _("Checklist")
        template = "blocks/checklist.html"
        preview_value = {"title": "Bring", "items": ["A pen", "A friend", "Water"]}
        description = _("Things to tick off, on paper or in mind")


@shared("callout", order=70)
class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[("note", _("Note")), ("important", _("Important"))],
        default="note",
        label=_("Kind"),
    )
    title = blocks.CharBlock(required=False, max_length=200, label=_("Title"))
    text = blocks.RichTextBlock(features=[*INLINE_FEATURES, "ul", "ol"], label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Call-out")
        template = "blocks/callout.html"
        preview_value = {
            "kind": "important",
            "title": "General information",
            "text": "<p>This is not legal advice.</p>",
        }
        description = _("A box that stands out from the text")


class FactBlock(blocks.StructBlock):
    figure = blocks.CharBlock(
        max_length=30, label=_("Figure"), help_text=_("A number or a date, such as “40+”.")
    )
    text = blocks.CharBlock(max_length=200, label=_("What it counts"))
    source = blocks.URLBlock(required=False, label=_("Source"))

    class Meta:
        coupled = {"source": "text"}
        label = _("Fact")


@shared("facts", order=90)
class FactsBlock(blocks.StructBlock):
    facts = blocks.ListBlock(FactBlock(), min_num=1, max_num=6, label=_("Facts"))

    class Meta:
        icon = "order"
        label = _("Facts")
        template = "blocks/facts.html"
        preview_value = {
            "facts": [
                {"figure": "10", "text": "principles"},
                {"figure": "40+", "text": "actions in two months"},
            ]
        }
        description = _("A few figures, each with what it counts")
