"""A zine issue's page, read into a document: the one place of the pipeline that knows the CMS."""

import datetime
import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import PIL.Image
from django.utils.translation import override
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.media.models import Image
from cms.media.pictures import images_in
from cms.pages.addresses import absolute
from cms.pages.blocks.actions import ContactLinkValue
from cms.pages.blocks.unreadable import Unreadable
from cms.pages.identity import organization_name
from cms.pages.principles import principle_words
from cms.pages.readable import readable

from ..languages import language
from ..problems import BlockPlace, EditionError, Problem
from .from_blocks import BlockReader, RawBlock
from .model import Asset, Document, Imprint, Picture
from .reading import link_address
from .rich_text import Attributes

LONGEST_SIDE = 1600
JPEG_QUALITY = 85
# An issue that is published again without a change is known by its pictures, too.
PICTURES_REMEMBERED = 64
STAND_IN_SIDE = 64
COVER = BlockPlace(0, "cover")


def document_from_page(
    page: Any, revision: str = "", drawn: Callable[[Image], Asset] | None = None
) -> Document:
    """Return an issue as a document. Raises EditionError with everything that is wrong in it.

    ``page`` is a ZineIssuePage as it is now, or as a revision has it; ``drawn`` makes its pictures
    otherwise than for print.
    """
    code = page.locale.language_code
    spoken = language(code)
    adapter = _Adapter(page, drawn or asset_of)
    reader = BlockReader(spoken, adapter.link)
    cover, problems = _cover(page, adapter, reader)
    try:
        blocks = reader.read(adapter.raw(child) for child in page.body if not _is_withheld(child))
    except EditionError as error:
        raise EditionError([*problems, *error.problems]) from error
    if problems:
        raise EditionError(problems)
    imprint = Imprint(
        title=reader.text(page.title),
        number=page.number,
        published_on=page.published_on.isoformat(),
        publisher=reader.text(organization_name(page.get_site(), code)),
        address=address_of(page) or "",
        licence=page.licence,
        tagline=reader.text(page.tagline),
        summary=reader.text(page.summary),
        credits=tuple(reader.text(line) for line in page.credits.splitlines() if line.strip()),
        cover=cover,
    )
    return Document(
        language=spoken.tag,
        direction=spoken.direction,
        imprint=imprint,
        blocks=blocks,
        notes=tuple(reader.notes),
        assets=adapter.assets,
        revision=revision,
    )


def address_of(page: Page) -> str | None:
    """Return a page's full address, or None where it has none."""
    parts = page.get_url_parts()
    return absolute(None, parts[2]) if parts and parts[2] else None


def _cover(
    page: Any, adapter: "_Adapter", reader: BlockReader
) -> tuple[Picture | None, list[Problem]]:
    if not page.cover or _is_withheld(page.cover[0]):
        return None, []
    picture = adapter.picture(page.cover[0].value)
    if picture is None:
        return None, [Problem("missing_picture", COVER)]
    if not picture.alt and not picture.decorative:
        return None, [Problem("undescribed_picture", COVER)]
    return Picture(picture.asset, reader.text(picture.alt), picture.decorative), []


class _Adapter:
    """Turns the values of blocks into plain data; ``assets`` are the pictures met so far."""

    def __init__(self, page: Any, drawn: Callable[[Image], Asset]) -> None:
        self.page = page
        self.drawn = drawn
        self.assets: dict[str, Asset] = {}

    def raw(self, child: StreamValue.StreamChild) -> RawBlock:
        values = self._plain(child.value)
        if child.block_type == "principle_reference":
            values |= self._principle(child.value["principle"])
        return RawBlock(child.block_type, values, str(child.id or ""))

    def link(self, attributes: Attributes) -> str | None:
        """Return where a rich text link leads: to live pages and to addresses elsewhere."""
        if attributes.get("linktype") == "page":
            target = Page.objects.filter(pk=attributes.get("id") or 0).first()
            return self._live_address(target) if target else None
        return link_address(attributes)

    def picture(self, image: Image | None) -> Picture | None:
        """Take up an image's pixels; None when it is not chosen or its file is lost."""
        try:
            asset = None if image is None else self.drawn(image)
        except OSError:
            asset = None
        if image is None or asset is None:
            return None
        self.assets[asset.name] = asset
        alt = str(getattr(image, "contextual_alt_text", None) or "")
        return Picture(asset.name, alt, bool(getattr(image, "decorative", False)))

    def _plain(self, value: Any) -> Any:
        """A value without anything of the CMS: see ``from_blocks``."""
        match value:
            case RichText():
                return value.source
            case Image():
                return self.picture(value)
            case Page():
                return self._live_address(value)
            case Mapping():
                return self._plain_values(value)
        if hasattr(value, "bound_blocks"):
            return [self._plain(part) for part in value if _is_read(part)]
        return value

    def _plain_values(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        if isinstance(values, ContactLinkValue):
            return self._contact(values)
        return {name: self._plain(part) for name, part in values.items()}

    def _contact(self, value: ContactLinkValue) -> Mapping[str, Any]:
        """The number or address as it is now, of a contact that is kept or of the block's own."""
        kept = value.get("contact")
        with override(self.page.locale.language_code):
            details = str(kept.details) if kept else ""
        own = {"kind": value.means, "target": value.address, "details": details}
        return {**value, "contact": None, **own}

    def _live_address(self, target: Page) -> str | None:
        own = target.localized
        return address_of(own) if readable(Page.objects.filter(pk=own.pk)).exists() else None

    def _principle(self, key: str) -> Mapping[str, Any]:
        words = principle_words(key, self.page.locale)
        return {**words, "number": key.removeprefix("principle-")}


def _is_withheld(child: StreamValue.StreamChild) -> bool:
    """Whether a block cannot be read, or shows a picture whose people agree to it no longer."""
    return isinstance(child.value, Unreadable) or any(
        image.is_withheld for image in images_in(child.value)
    )


def _is_read(part: Any) -> bool:
    """Whether readers get it: not a contact that was taken down."""
    return not isinstance(part, ContactLinkValue) or part.is_shown or not part.get("contact")


def asset_of(image: Image) -> Asset:
    """Return an image small enough for print, as PNG or JPEG, whichever is smaller.

    Raises OSError when its file is lost or broken.
    """
    written_at = image.file.storage.get_modified_time(image.file.name)
    return _made(_Original(image.file.name, written_at, image))


@dataclass(frozen=True)
class _Original:
    """An image's file as it was written at some time."""

    name: str
    written_at: datetime.datetime
    image: Image = field(compare=False)


@lru_cache(maxsize=PICTURES_REMEMBERED)
def _made(original: _Original) -> Asset:
    with original.image.open_file() as file, PIL.Image.open(file) as opened:
        pixels = _on_white(opened)
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    options = [_encoded(pixels, "PNG"), _encoded(pixels, "JPEG", quality=JPEG_QUALITY)]
    is_jpeg = len(options[1]) < len(options[0])
    content = options[is_jpeg]
    media_type: Literal["image/png", "image/jpeg"] = "image/jpeg" if is_jpeg else "image/png"
    name = f"{hashlib.sha256(content).hexdigest()[:24]}.{'jpg' if is_jpeg else 'png'}"
    return Asset(name, media_type, pixels.width, pixels.height, content)


def stand_in_of(image: Image) -> Asset:
    """Return what takes an image's place where only its shape counts: quick to make and to set.

    Raises OSError when its file is lost or is no picture.
    """
    with image.open_file() as file, PIL.Image.open(file) as opened:
        width, height = opened.size
    scale = STAND_IN_SIDE / max(width, height)
    shape = PIL.Image.new("L", (max(1, round(width * scale)), max(1, round(height * scale))), 255)
    content = _encoded(shape, "PNG")
    return Asset(f"stand-in-{image.pk}.png", "image/png", shape.width, shape.height, content)


def _encoded(pixels: PIL.Image.Image, kind: str, **options: int) -> bytes:
    output = io.BytesIO()
    pixels.save(output, kind, optimize=True, **options)
    return output.getvalue()


def _on_white(picture: PIL.Image.Image) -> PIL.Image.Image:
    if picture.mode == "L":
        return picture.copy()
    sheet = PIL.Image.new("RGBA", picture.size, "white")
    return PIL.Image.alpha_composite(sheet, picture.convert("RGBA")).convert("RGB")
