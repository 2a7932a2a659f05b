"""The picture that stands for a page where its address is shared: its title, printed.

Made by Typst, which shapes every script and knows which way it runs, from the page's title and
the organization's name. Its address holds a digest of what it is made from, so it never changes.
It is made when the page is published, or when it is first asked for.
"""

import hashlib
import json
import logging
import threading
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import get_language_info
from fontTools.ttLib import TTFont

from cms.media.fields import private_storage

from .identity import organization_name
from .models import BasePage

logger = logging.getLogger(__name__)

SHARE_IMAGE_SIZE = (1200, 630)
TEMPLATE = Path(__file__).with_name("share_image.typ")
FONT_PACKAGES = ("fontpkg_anton", "fontpkg_cairo", "fontpkg_heebo")
MAX_TITLE = 140
END_OF_PNG = b"IEND\xaeB`\x82"
# A picture takes some hundredths of a second. More than one at a time would take the web process
# from readers; nobody needs to wait longer than this for one.
ONE_AT_A_TIME = threading.BoundedSemaphore(1)
PATIENCE_IN_SECONDS = 5.0


class TooBusyError(Exception):
    """Other pictures were being made for all the time that there was."""


@dataclass(frozen=True)
class ShareImage:
    """What a page's share image is made from, and where it is kept."""

    page_id: int
    title: str
    organization: str
    language: str
    direction: str

    @property
    def digest(self) -> str:
        inputs = json.dumps([asdict(self), template().decode()], sort_keys=True)
        return hashlib.sha256(inputs.encode()).hexdigest()[:20]

    @property
    def folder(self) -> str:
        return f"share/{self.page_id}"

    @property
    def name(self) -> str:
        """The file's name in private storage: ``share_views`` asks first who may see the page."""
        return f"{self.folder}/{self.digest}.png"

    @property
    def path(self) -> str:
        """The picture's address on the site."""
        return reverse("share_image", args=(self.page_id, self.digest))

    def read(self) -> bytes:
        """Return the picture, made now unless it was before. Raises TooBusyError."""
        kept = self.kept()
        if kept is not None:
            return kept
        picture = self.draw()
        try:
            forget_share_images(self.page_id)
            private_storage().save(self.name, ContentFile(picture))
        except OSError:  # A full disk keeps nothing, and readers get it all the same.
            logger.exception("A share image cannot be kept.")
        return picture

    def kept(self) -> bytes | None:
        """Return the picture if it is kept whole: another process may be writing it just now."""
        try:
            with private_storage().open(self.name) as file:
                picture = bytes(file.read())
        except FileNotFoundError:
            return None
        return picture if picture.endswith(END_OF_PNG) else None

    def draw(self) -> bytes:
        """Return the picture as a PNG of 1200 by 630 pixels. Raises TooBusyError."""
        if not ONE_AT_A_TIME.acquire(timeout=PATIENCE_IN_SECONDS):
            raise TooBusyError
        try:
            picture: bytes = typst.compile(
                template(),
                format="png",
                ppi=72,
                font_paths=fonts(),
                sys_inputs={
                    "title": self.title,
                    "organization": self.organization,
                    "language": self.language.partition("-")[0],
                    "direction": self.direction,
                },
            )
            return picture
        finally:
            ONE_AT_A_TIME.release()


def share_image(page: BasePage, organization: str, language_code: str) -> ShareImage:
    """Return the share image of a saved page.

    Where the fonts lack a sign of the title, the organization's name stands alone: a picture
    without the title is better than one with boxes for letters.
    """
    title = page.own_title[:MAX_TITLE]
    return ShareImage(
        page.pk,
        title if printable(title) else "",
        organization,
        language_code,
        "rtl" if get_language_info(language_code)["bidi"] else "ltr",
    )


def share_image_of(page: BasePage) -> ShareImage:
    """Return the share image of a saved page, its names fetched from the database."""
    site = page.get_site()
    code = page.locale.language_code
    return share_image(page, organization_name(site, code), code)


def forget_share_images(page_id: int) -> None:
    """Delete the kept pictures of a page."""
    folder = f"share/{page_id}"
    if private_storage().exists(folder):
        for name in private_storage().listdir(folder)[1]:
            private_storage().delete(f"{folder}/{name}")


@cache
def template() -> bytes:
    return TEMPLATE.read_bytes()


@cache
def font_folders() -> tuple[Path, ...]:
    """The folders of the fonts, from their packages."""
    specs = (find_spec(package) for package in FONT_PACKAGES)
    return tuple(Path(spec.origin).parent / "files" for spec in specs if spec and spec.origin)


@cache
def fonts() -> typst.Fonts:
    """The packages' fonts and no others, so that the picture is the same on every machine."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in font_folders()],
    )


@cache
def _signs() -> frozenset[int]:
    files = (path for folder in font_folders() for path in folder.glob("*.ttf"))
    return frozenset(sign for path in files for sign in TTFont(path, lazy=True).getBestCmap())


def printable(text: str) -> bool:
    """Return whether the fonts have every sign of a text."""
    return all(ord(sign) in _signs() or sign.isspace() for sign in text)
