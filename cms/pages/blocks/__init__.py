"""The blocks that pages and zines are written with. Names say what they are."""

from .actions import CallToActionBlock, ContactBlock, ContactLinkBlock
from .articles import ArticleBlock
from .menus import MenuBlock
from .streams import BodyBlock, ContactLinksBlock, HeroBlock, ZineBodyBlock
from .text import HeadingBlock

__all__ = [
    "ArticleBlock",
    "BodyBlock",
    "CallToActionBlock",
    "ContactBlock",
    "ContactLinkBlock",
    "ContactLinksBlock",
    "HeadingBlock",
    "HeroBlock",
    "MenuBlock",
    "ZineBodyBlock",
]
