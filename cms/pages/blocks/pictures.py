"""Blocks of pictures."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from .shared import shared


@shared("image", order=30)
class CaptionedImageBlock(blocks.StructBlock):
    """A picture with its description, or marked as decorative: one of the two is required."""

    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=300, label=_("Caption"))
    credit = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Credit"),
        help_text=_("Who made it, under the name they chose."),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/image.html"
        preview_template = "blocks/image_preview.html"
        preview_value = {"picture": None, "caption": "A caption", "credit": "A credit"}
        description = _("A picture with its description, caption and credit")
