"""Which blocks may stand together."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from . import actions, pictures, references, text
from .articles import ArticleBlock, PageBreakBlock, refuse_repeated_addresses
from .shared import REFERENCES, WRITING, shared_blocks
from .whole_streams import WholeStreamBlock

ARTICLES = _("The pieces of an issue")


class WritingBlock(WholeStreamBlock):
    """What both pages and zines are written with: the shared set."""

    vars().update(shared_blocks(text, pictures, actions, references))


class BodyBlock(WritingBlock):
    """The body of a page."""

    chapter_list = references.ChapterListBlock(group=REFERENCES)
    staff_list = references.StaffListBlock(group=REFERENCES)
    zine_reference = references.ZineReferenceBlock(group=REFERENCES)
    download = actions.DownloadBlock(group=WRITING)


class ZineBodyBlock(WritingBlock):
    """The body of a zine issue: what can be printed. It may be split in articles."""

    article = ArticleBlock(group=ARTICLES)
    page_break = PageBreakBlock(group=ARTICLES)

    def clean(self, value: Any) -> blocks.StreamValue:
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            refuse_repeated_addresses(cleaned)
        return cleaned


class ContactLinksBlock(WholeStreamBlock):
    contact_link = actions.ContactLinkBlock()


class HeroBlock(WholeStreamBlock):
    """One picture at the head of a page."""

    picture = ImageBlock(
        label=_("Picture"),
        description=_("A picture with its description"),
        preview_template="blocks/image_preview.html",
    )

    class Meta:
        max_num = 1
