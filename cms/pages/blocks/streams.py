"""Which blocks may stand together."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from .actions import CallToActionBlock, ContactLinkBlock, ContactsBlock, DownloadBlock
from .pictures import CaptionedImageBlock
from .pieces import ArticleBlock, PageBreakBlock, refuse_repeated_addresses
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
PIECES = _("The pieces of an issue")
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
    contacts = ContactsBlock(group=WRITING)
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
    """The body of a zine issue: what can be printed. It may be split in articles."""

    article = ArticleBlock(group=PIECES)
    page_break = PageBreakBlock(group=PIECES)

    def clean(self, value: Any) -> blocks.StreamValue:
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            refuse_repeated_addresses(cleaned)
        return cleaned


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
