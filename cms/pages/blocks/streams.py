"""Which blocks may stand together."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from .actions import CallToActionBlock, ContactLinkBlock, DownloadBlock
from .pictures import CaptionedImageBlock
from .references import (
    ChapterListBlock,
    PrincipleReferenceBlock,
    StaffListBlock,
    ZineReferenceBlock,
)
from .text import (
    CalloutBlock,
    ChecklistBlock,
    FactsBlock,
    HeadingBlock,
    NumberedPointsBlock,
    ParagraphBlock,
    PullQuoteBlock,
)

WRITING = _("Writing")
REFERENCES = _("From elsewhere on the site")


class WritingBlock(blocks.StreamBlock):
    """What both pages and zines are written with."""

    heading = HeadingBlock(group=WRITING)
    paragraph = ParagraphBlock(group=WRITING)
    image = CaptionedImageBlock(group=WRITING)
    pull_quote = PullQuoteBlock(group=WRITING)
    numbered_points = NumberedPointsBlock(group=WRITING)
    checklist = ChecklistBlock(group=WRITING)
    callout = CalloutBlock(group=WRITING)
    facts = FactsBlock(group=WRITING)
    call_to_action = CallToActionBlock(group=WRITING)
    principle_reference = PrincipleReferenceBlock(group=REFERENCES)


class BodyBlock(WritingBlock):
    """The body of a page."""

    chapter_list = ChapterListBlock(group=REFERENCES)
    staff_list = StaffListBlock(group=REFERENCES)
    zine_reference = ZineReferenceBlock(group=REFERENCES)
    download = DownloadBlock(group=WRITING)


class ZineBodyBlock(WritingBlock):
    """The body of a zine issue: what can be printed."""


class ContactLinksBlock(blocks.StreamBlock):
    contact_link = ContactLinkBlock()


class HeroBlock(blocks.StreamBlock):
    """One picture at the head of a page."""

    picture = ImageBlock(
        label=_("Picture"),
        description=_("A picture with its description"),
        preview_template="blocks/image_preview.html",
    )

    class Meta:
        max_num = 1
