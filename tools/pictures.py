"""`make pictures`: makes the pictures of the documents anew from a running site.

A site with the starter content at full size is made in a folder of its own, browsers walk through
it as the browser tests do, and what they saw becomes small WebP files where the documents show
them: `docs/pictures/`, and for the tour and the manual the static files of `cms/demo` and
`cms/review`. `docs/tour.md` and the manual in `docs/editing.md` are written too. It needs a
Chromium, and takes some minutes.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import PIL.Image

ROOT = Path(__file__).resolve().parents[1]
SCREENSHOTS = ROOT / "var" / "screenshots"
DOCUMENTS = ROOT / "docs" / "pictures"
TOUR = ROOT / "cms" / "demo" / "static" / "demo" / "tour"
MANUAL = ROOT / "cms" / "review" / "static" / "review" / "manual"
# What walks through the site and keeps pictures.
WALKS = (
    "test_tour.py",
    "test_manual_walk.py",
    "test_review_walk.py",
    "test_desk_walk.py::test_a_page_goes_from_missing_to_published_in_arabic",
    "test_readers_pages.py::test_page[HomePage-en]",
    "test_readers_pages.py::test_page[HomePage-ar]",
)
# A picture that was kept, and where it goes: a star stands for the rest of its name.
KEPT = (
    ("tour-*", TOUR / "*"),
    ("manual-*", MANUAL / "*"),
    ("review-*", DOCUMENTS / "review-*"),
    ("desk-*", DOCUMENTS / "desk-*"),
    ("HomePage-en-light-1280", DOCUMENTS / "home"),
    ("HomePage-ar-dark-360", DOCUMENTS / "home-ar"),
)
HEIGHT, LARGEST = 900, 150_000


def walk(folder: Path) -> dict[str, str]:
    """Walk through a site made in ``folder``; return the environment that it runs in."""
    tests = [f"tests/browser/{name}" for name in WALKS]
    environment = os.environ | {"ARTWORK_SCALE": "1", "DATABASE_URL": "sqlite://:memory:"}
    command = [sys.executable, "-m", "pytest", "-m", "browser", "-p", "no:randomly", "-q", *tests]
    subprocess.run([*command, f"--basetemp={folder}"], cwd=ROOT, env=environment, check=True)
    site = folder / "browser-site"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "BROWSER_TESTS_FOLDER": str(site),
        "DATABASE_URL": f"sqlite:///{site / 'site.sqlite3'}",
        "MEDIA_STORAGE_URL": (site / "media").as_uri(),
    }


def shrink(picture: Path, target: Path) -> None:
    """Write a picture, no higher than a screen and no heavier than it may be."""
    with PIL.Image.open(picture) as opened:
        image = opened.convert("RGB").crop((0, 0, opened.width, min(opened.height, HEIGHT)))
    for quality in (80, 65, 50, 35):
        output = io.BytesIO()
        image.save(output, "WEBP", quality=quality, method=6)
        if output.tell() <= LARGEST:
            break
    target.write_bytes(output.getvalue())
    print(f"{target.relative_to(ROOT)}: {image.width} x {image.height}, {output.tell() // 1000} kB")


def keep_pictures(began: float) -> None:
    """Put what the walks saw where the documents show it; what they no longer see goes."""
    seen = {kept: sorted(seen_since(kept, began)) for kept, _target in KEPT}
    if missing := [kept for kept, found in seen.items() if not found]:
        sys.exit(f"No walk has kept a picture of: {', '.join(missing)}.")
    for kept, target in KEPT:
        target.parent.mkdir(parents=True, exist_ok=True)
        for old in target.parent.glob(f"{target.name}.webp"):
            old.unlink()
        for picture in seen[kept]:
            rest = picture.stem.removeprefix(kept.removesuffix("*"))
            shrink(picture, target.with_name(f"{target.name.replace('*', rest)}.webp"))


def seen_since(kept: str, began: float) -> Iterator[Path]:
    """The pictures of a name that the walks have kept since a moment."""
    for picture in SCREENSHOTS.glob(f"{kept}.png"):
        if picture.stat().st_mtime >= began:
            yield picture


def write_documents(environment: dict[str, str]) -> None:
    """Write the tour, and the manual in each language."""
    code = (
        "import django; django.setup()\n"
        "from cms.demo.tour_document import DOCUMENT, tour_document\n"
        "DOCUMENT.write_text(tour_document(), encoding='utf-8')\n"
        "from cms.review.manual import write_documents\n"
        "write_documents()"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)


def main() -> None:
    if shutil.which("chromium") is None and "CHROMIUM" not in os.environ:
        sys.exit("The pictures need a Chromium (Debian: chromium).")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    marker = SCREENSHOTS / "began"
    marker.touch()
    with tempfile.TemporaryDirectory() as folder:
        environment = walk(Path(folder) / "site")
        keep_pictures(marker.stat().st_mtime)
        write_documents(environment)
        command = [sys.executable, "-m", "tools.zine_pictures"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
