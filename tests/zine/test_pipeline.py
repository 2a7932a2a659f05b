"""All editions of an issue, their gates, and what happens when one of them cannot be made."""

import hashlib
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from cms.sandbox import runner as sandbox
from cms.sandbox.runner import Limits, WorkerError
from zine.editions import pipeline
from zine.editions.catalogue import KINDS
from zine.editions.document.from_blocks import RawBlock
from zine.editions.imposition import sheets as imposition
from zine.editions.kinds import booklet, mini as mini_kind, pictures, screen
from zine.editions.kinds.kind import Kind, Sources
from zine.editions.kinds.mini import check_mini
from zine.editions.mini import compiler as mini
from zine.editions.pipeline import Build
from zine.editions.problems import EditionError
from zine.editions.text.plain_text import plain_text
from zine.editions.words import grouped

from .issues import issue, sample_issue, starter_issue


@pytest.fixture(scope="module")
def starter() -> Build:
    return pipeline.build(starter_issue("en"))


def test_every_edition_is_made_and_made_the_same_again() -> None:
    first, second = (pipeline.build(sample_issue("ar")) for _ in range(2))
    assert first.failures == second.failures == {}
    assert set(first.artifacts) == set(KINDS)
    for kind, artifact in first.artifacts.items():
        assert artifact.content == second.artifacts[kind].content, kind


def test_pictures_show_the_cover_and_the_first_spread() -> None:
    made = pipeline.build(sample_issue("en")).artifacts
    cover, spread = (
        Image.open(io.BytesIO(made[kind].content)) for kind in (pictures.COVER, pictures.SPREAD)
    )
    assert (cover.format, spread.format) == ("WEBP", "WEBP")
    assert cover.height > cover.width
    assert spread.width > spread.height


def test_plain_text_holds_every_word_and_note() -> None:
    document = starter_issue("en")
    text = plain_text(document)
    for note in document.notes:
        assert text.count(f"[{note.number}]") == 2
    assert "Know your rights" in text
    assert grouped(document.digest) in text
    assert "\n\n\n" not in text


def test_an_edition_that_fails_leaves_the_others_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    impose = imposition.booklet
    monkeypatch.setattr(imposition, "booklet", lambda c, s, _: impose(c, s, "rtl"))
    result = pipeline.build(sample_issue("en"))
    assert set(result.failures) == {booklet.LETTER, booklet.A4}
    failure = result.failures[booklet.A4]
    assert failure.lasting
    assert "did not pass its check" in str(failure.problems[0])
    assert set(result.artifacts) == set(KINDS) - set(result.failures)


def test_a_machine_at_fault_is_no_lasting_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*args: object) -> None:
        raise WorkerError("The typesetter took longer than 60 seconds.")

    monkeypatch.setattr(mini, "compile_mini", slow)
    result = pipeline.build(sample_issue("en"))
    assert not result.failures[mini_kind.LETTER].lasting


def test_a_missing_glyph_stops_everything() -> None:
    document = issue("en", [RawBlock("pull_quote", {"quotation": "\U00012000"})])
    for attempt in (pipeline.build, pipeline.check):
        with pytest.raises(EditionError, match="Block 1"):
            attempt(document)


@pytest.mark.parametrize("code", ["en", "es", "ar"])
def test_a_long_issue_fits_a_mini_zine_by_leaving_out(code: str) -> None:
    document = starter_issue(code)
    made = mini.compile_mini(document, mini.MINI_LETTER)
    assert made.pdf.pages == 8
    assert mini.FLOOR <= made.size <= mini.CEILING
    titles = [title for block in document.blocks if (title := block.section_title)]
    assert set(made.left_out) < set(titles)
    sheet = imposition.mini(made.pdf.content, imposition.LETTER, document.direction)
    direction = document.direction
    assert check_mini(sheet, made.pdf, imposition.LETTER, direction) == []
    other = "ltr" if direction == "rtl" else "rtl"
    wrong = imposition.mini(made.pdf.content, imposition.LETTER, other)  # type: ignore[arg-type]
    assert check_mini(wrong, made.pdf, imposition.LETTER, direction) != []


def test_a_short_issue_is_whole_in_its_mini_zine_and_padded_before_the_back() -> None:
    document = issue("en", [RawBlock("paragraph", {"text": "<p>Short.</p>"})], tagline="Tag")
    made = mini.compile_mini(document, mini.MINI_A4)
    assert (made.pdf.pages, made.size, made.left_out) == (3, mini.CEILING, ())
    sheet = imposition.mini(made.pdf.content, imposition.A4, "ltr")
    assert check_mini(sheet, made.pdf, imposition.A4, "ltr") == []


def test_a_mini_zine_that_cannot_fit_says_what_to_cut() -> None:
    long = RawBlock("checklist", {"title": "All", "items": ["word " * 50] * 40}, "long")
    short = RawBlock("checklist", {"title": "Few", "items": ["word"]}, "short")
    with pytest.raises(EditionError) as caught:
        mini.compile_mini(issue("en", [short, long]), mini.MINI_LETTER)
    message, named, *_ = (str(problem) for problem in caught.value.problems)
    assert "8 fit" in message
    assert named.startswith("Block 2 (")


def test_the_catalogue_can_be_made_in_its_order_and_told_apart() -> None:
    """A file's kind is told by how its name ends, and what it is made from is made before it."""
    for place, kind in enumerate(KINDS):
        assert kind.made_from is None or kind.made_from in KINDS[:place]
        assert [each for each in KINDS if f"-{each.name}".endswith(f"-{kind.name}")] == [kind]
        assert bool(kind.use) == bool(kind.label)
        assert kind.media_type


def test_what_is_made_from_a_failed_file_is_not_made_nor_blamed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(screen, "check_pages", lambda *_: ["It is blank."])
    result = pipeline.build(sample_issue("en"))
    assert set(result.failures) == {screen.HALF_LETTER, screen.A5}
    assert "It is blank." in str(result.failures[screen.HALF_LETTER].problems[0])
    made_of_it = {kind for kind in KINDS if kind.made_from == screen.HALF_LETTER}
    assert made_of_it
    assert set(result.artifacts) == set(KINDS) - set(result.failures) - made_of_it


def test_what_several_are_made_from_is_made_once_whatever_comes_of_it() -> None:
    asked: list[str] = []

    def make(name: str) -> str:
        asked.append(name)
        if name == "bad":
            raise WorkerError("No.")
        return name

    sources = Sources(sample_issue("en"), {})
    for _ in range(2):
        assert sources.once("good", lambda: make("good")) == "good"
        with pytest.raises(WorkerError):
            sources.once("bad", lambda: make("bad"))
    assert asked == ["good", "bad"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_check_opens_each_pdf_once(
    kind: Kind, monkeypatch: pytest.MonkeyPatch, starter: Build
) -> None:
    sources = Sources(starter_issue("en"), starter.artifacts)
    artifact = kind.make(sources)
    opened: Counter[str] = Counter()
    open_pdf, run = pikepdf.Pdf.open, sandbox.run

    def counted_open(source: io.BytesIO) -> pikepdf.Pdf:
        opened["here " + digest(source.getvalue())] += 1
        return open_pdf(source)

    def counted_run(worker: Path, request: Any, files: dict[str, bytes], limits: Limits) -> Any:
        opened.update("worker " + digest(content) for content in files.values())
        return run(worker, request, files, limits)

    monkeypatch.setattr(pikepdf.Pdf, "open", counted_open)
    monkeypatch.setattr("zine.editions.pdf.page_images.run", counted_run)
    assert list(kind.faults(artifact, sources)) == []
    assert set(opened.values()) <= {1}
    assert bool(opened) == ("page order" in kind.checks)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
