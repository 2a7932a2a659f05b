"""The blocks that pages and zines are written with. Names say what they are."""

from .actions import (
    CallToActionBlock,
    ContactBlock,
    ContactLinkBlock,
    ContactsBlock,
    DownloadBlock,
)
from .pictures import CaptionedImageBlock
from .pieces import ArticleBlock, PageBreakBlock
from .references import (
    ChapterListBlock,
    KeyBlock,
    PrincipleReferenceBlock,
    StaffListBlock,
    ZineReferenceBlock,
)
from .streams import BodyBlock, ContactLinksBlock, HeroBlock, ZineBodyBlock
from .text import (
    CalloutBlock,
    ChecklistBlock,
    FactsBlock,
    HeadingBlock,
    NumberedPointsBlock,
    ParagraphBlock,
    PullQuoteBlock,
)

__all__ = [
    "ArticleBlock",
    "BodyBlock",
    "CallToActionBlock",
    "CalloutBlock",
    "CaptionedImageBlock",
    "ChapterListBlock",
    "ChecklistBlock",
    "ContactBlock",
    "ContactLinkBlock",
    "ContactLinksBlock",
    "ContactsBlock",
    "DownloadBlock",
    "FactsBlock",
    "HeadingBlock",
    "HeroBlock",
    "KeyBlock",
    "NumberedPointsBlock",
    "PageBreakBlock",
    "ParagraphBlock",
    "PrincipleReferenceBlock",
    "PullQuoteBlock",
    "StaffListBlock",
    "ZineBodyBlock",
    "ZineReferenceBlock",
]
