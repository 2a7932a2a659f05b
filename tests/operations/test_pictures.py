"""The pictures of the documents: each is there, is shown, and is made by a command."""

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import PIL.Image
import pytest

from tools import architecture, pictures, zine_pictures

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
DRAWN_BY_HAND = {ROOT / "docs/pictures/workflow.svg"}


def shown() -> Iterator[tuple[Path, Path]]:
    """Each document, and each picture that it shows."""
    for document in DOCUMENTS:
        for target in re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", document.read_text("utf-8")):
            yield document, (document.parent / target).resolve()


def made_by_a_command(picture: Path) -> bool:
    targets = [f"{target}.webp" for _kept, target in pictures.KEPT]
    targets.append(str(zine_pictures.PICTURES / "zine-*.webp"))
    targets.append(str(architecture.DRAWING))
    return any(fnmatch(str(picture), target) for target in targets)


def test_every_picture_that_is_shown_is_there() -> None:
    assert [(document.name, str(each)) for document, each in shown() if not each.is_file()] == []


def test_every_picture_that_is_shown_is_made_by_a_command() -> None:
    others = {each for _document, each in shown() if not made_by_a_command(each)}
    assert others == DRAWN_BY_HAND


def test_no_picture_is_kept_that_no_document_shows() -> None:
    kept = {*(ROOT / "docs/pictures").iterdir(), *pictures.TOUR.iterdir()}
    assert kept - {each for _document, each in shown()} == set()


def test_the_walks_are_tests() -> None:
    for walk in pictures.WALKS:
        file, _, name = walk.partition("::")
        source = (ROOT / "tests/browser" / file).read_text("utf-8")
        assert f"def {name.partition('[')[0] or 'test_'}" in source


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pictures, "ROOT", tmp_path)
    monkeypatch.setattr(pictures, "SCREENSHOTS", tmp_path / "seen")
    kept = (("walk-*", tmp_path / "docs" / "*"), ("front", tmp_path / "docs" / "home"))
    monkeypatch.setattr(pictures, "KEPT", kept)
    (tmp_path / "seen").mkdir()
    (tmp_path / "docs").mkdir()
    return tmp_path


def test_what_was_seen_takes_the_place_of_what_was_shown(folders: Path) -> None:
    for name in ("walk-1", "walk-2", "front", "walk-long-ago"):
        PIL.Image.new("RGB", (1280, 2000), "#f6efe1").save(folders / "seen" / f"{name}.png")
    os.utime(folders / "seen" / "walk-long-ago.png", (1, 1))
    (folders / "docs" / "3.webp").write_bytes(b"of a walk that has two steps by now")
    pictures.keep_pictures(began=2)
    assert {each.name for each in (folders / "docs").iterdir()} == {"1.webp", "2.webp", "home.webp"}
    with PIL.Image.open(folders / "docs" / "home.webp") as picture:
        assert picture.size == (1280, 900)
    assert (folders / "docs" / "home.webp").stat().st_size <= pictures.LARGEST


def test_a_walk_that_saw_nothing_is_told(folders: Path) -> None:
    (folders / "docs" / "home.webp").write_bytes(b"as it was")
    with pytest.raises(SystemExit, match="walk-"):
        pictures.keep_pictures(began=2)
    assert (folders / "docs" / "home.webp").read_bytes() == b"as it was"
