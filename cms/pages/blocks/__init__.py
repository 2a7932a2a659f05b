"""The blocks that pages and zines are written with. Names say what they are."""

from .actions import CallToActionBlock, ContactLinkBlock, DownloadBlock
from .pictures import CaptionedImageBlock
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
    "BodyBlock",
    "CallToActionBlock",
    "CalloutBlock",
    "CaptionedImageBlock",
    "ChapterListBlock",
    "ChecklistBlock",
    "ContactLinkBlock",
    "ContactLinksBlock",
    "DownloadBlock",
    "FactsBlock",
    "HeadingBlock",
    "HeroBlock",
    "KeyBlock",
    "NumberedPointsBlock",
    "ParagraphBlock",
    "PrincipleReferenceBlock",
    "PullQuoteBlock",
    "StaffListBlock",
    "ZineBodyBlock",
    "ZineReferenceBlock",
]
