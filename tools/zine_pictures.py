"""Draws the pictures of docs/zine.md from the editions of a site that has them.

    .venv/bin/python -m tools.zine_pictures [NUMBER]

It looks in the database and the files that the settings name (those of `make run`, by default),
draws the current editions of an issue in English, Spanish and Arabic, and writes small WebP files
to docs/pictures/. The page of the EPUB needs a Chromium; without one that picture stays as it is.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import django
import PIL.Image
import PIL.ImageOps
import pypdfium2

PICTURES = Path(__file__).resolve().parents[1] / "docs/pictures"
LANGUAGES = ("en", "es", "ar")
WIDTH, GAP, BEHIND = 1200, 24, "#cfc6b4"
LARGEST = 150_000


def pages(content: bytes, indexes: Sequence[int], height: int) -> list[PIL.Image.Image]:
    """Return pages of a PDF, each so many pixels high."""
    pdf = pypdfium2.PdfDocument(content)
    return [
        pdf[index].render(scale=height / pdf[index].get_height()).to_pil().convert("RGB")
        for index in indexes
    ]


def side_by_side(drawn: Sequence[PIL.Image.Image], gap: int = GAP) -> PIL.Image.Image:
    framed = [PIL.ImageOps.expand(picture, 1, "#8a8272") for picture in drawn]
    height = max(picture.height for picture in framed) + 2 * GAP
    width = sum(picture.width for picture in framed) + gap * (len(framed) - 1) + 2 * GAP
    sheet = PIL.Image.new("RGB", (width, height), BEHIND)
    left = GAP
    for picture in framed:
        sheet.paste(picture, (left, GAP))
        left += picture.width + gap
    return sheet


def save(name: str, picture: PIL.Image.Image) -> None:
    """Write a picture, no wider than a page of documentation and no heavier than it may be."""
    picture.thumbnail((WIDTH, WIDTH))
    for quality in (80, 65, 50, 35):
        output = io.BytesIO()
        picture.save(output, "WEBP", quality=quality, method=6)
        if output.tell() <= LARGEST:
            break
    (PICTURES / f"zine-{name}.webp").write_bytes(output.getvalue())
    print(f"zine-{name}.webp: {picture.width} x {picture.height}, {output.tell() // 1000} kB")


def editions(number: int) -> dict[str, dict[str, bytes]]:
    """Return the files of an issue's current editions, by language and kind."""
    from zine.models import Edition  # noqa: PLC0415 - needs Django

    found: dict[str, dict[str, bytes]] = {}
    for edition in Edition.objects.current().filter(issue__number=number):
        files = found[edition.issue.locale.language_code] = {}
        for artifact in edition.artifacts.all():
            with artifact.file.open() as file:
                files[artifact.kind] = file.read()
    if missing := [code for code in LANGUAGES if code not in found]:
        sys.exit(f"There are no editions of {number} in {', '.join(missing)} yet.")
    return found


def epub_page(content: bytes, chromium: str) -> PIL.Image.Image:
    """Return the second section of a book as a browser shows it on a narrow screen."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(content)) as book:
        book.extractall(folder)
        page = Path(folder, "EPUB/section-2.xhtml").as_uri()
        target = Path(folder, "page.png")
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=420,640"]
        command = [chromium, *options, f"--screenshot={target}", page]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        return PIL.Image.open(target).convert("RGB")


def main(number: int) -> None:
    made = [editions(number)[code] for code in LANGUAGES]
    screens = [files["screen-half-letter.pdf"] for files in made]
    save("covers", side_by_side([pages(screen, [0], 560)[0] for screen in screens]))
    for code, screen in zip(LANGUAGES, screens, strict=True):
        left, right = pages(screen, [5, 6][:: -1 if code == "ar" else 1], 640)
        save(f"spread-{code}", side_by_side([left, right], gap=0))
    sheets = [pages(files["booklet-letter.pdf"], [0], 420)[0] for files in (made[0], made[2])]
    save("booklet", side_by_side(sheets))
    minis = [pages(files["mini-letter.pdf"], [0], 420)[0] for files in (made[0], made[2])]
    save("mini", side_by_side(minis))
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium:
        save("epub", side_by_side([epub_page(files["issue.epub"], chromium) for files in made]))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 101)
