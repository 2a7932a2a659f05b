"""All editions of an issue, their gates, and what happens when one of them cannot be made."""

import io

import pytest
from PIL import Image

from zine.editions import document as d, imposition, mini, pdf as typeset, pipeline, validation
from zine.editions.from_blocks import RawBlock
from zine.editions.kinds import Kind
from zine.editions.plain_text import plain_text
from zine.editions.problems import EditionError
from zine.editions.sandbox import WorkerError

from .issues import issue, sample_issue, starter_issue


def test_every_edition_is_made_and_made_the_same_again() -> None:
    first, second = (pipeline.build(sample_issue("ar")) for _ in range(2))
    assert first.failures == second.failures == {}
    assert set(first.artifacts) == set(Kind)
    for kind, artifact in first.artifacts.items():
        assert artifact.content == second.artifacts[kind].content, kind


def test_pictures_show_the_cover_and_the_first_spread() -> None:
    made = pipeline.build(sample_issue("en")).artifacts
    cover, spread = (
        Image.open(io.BytesIO(made[kind].content)) for kind in (Kind.COVER, Kind.SPREAD)
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
    assert typeset.grouped(document.digest) in text
    assert "\n\n\n" not in text


def test_an_edition_that_fails_leaves_the_others_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    booklet = imposition.booklet
    monkeypatch.setattr(imposition, "booklet", lambda c, s, _: booklet(c, s, "rtl"))
    result = pipeline.build(sample_issue("en"))
    assert set(result.failures) == {Kind.BOOKLET_LETTER, Kind.BOOKLET_A4}
    failure = result.failures[Kind.BOOKLET_A4]
    assert failure.lasting
    assert "did not pass its check" in str(failure.problems[0])
    assert set(result.artifacts) == set(Kind) - set(result.failures)


def test_a_machine_at_fault_is_no_lasting_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*args: object) -> None:
        raise WorkerError("The typesetter took longer than 60 seconds.")

    monkeypatch.setattr(pipeline, "compile_mini", slow)
    result = pipeline.build(sample_issue("en"))
    assert not result.failures[Kind.MINI_LETTER].lasting


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
    titles = [title for block in document.blocks if (title := d.section_title(block))]
    assert set(made.left_out) < set(titles)
    sheet = imposition.mini(made.pdf.content, imposition.LETTER, document.direction)
    direction = document.direction
    assert validation.check_mini(sheet, made.pdf.content, imposition.LETTER, direction) == []
    other = "ltr" if direction == "rtl" else "rtl"
    wrong = imposition.mini(made.pdf.content, imposition.LETTER, other)  # type: ignore[arg-type]
    assert validation.check_mini(wrong, made.pdf.content, imposition.LETTER, direction) != []


def test_a_short_issue_is_whole_in_its_mini_zine_and_padded_before_the_back() -> None:
    document = issue("en", [RawBlock("paragraph", {"text": "<p>Short.</p>"})], tagline="Tag")
    made = mini.compile_mini(document, mini.MINI_A4)
    assert (made.pdf.pages, made.size, made.left_out) == (3, mini.CEILING, ())
    sheet = imposition.mini(made.pdf.content, imposition.A4, "ltr")
    assert validation.check_mini(sheet, made.pdf.content, imposition.A4, "ltr") == []


def test_a_mini_zine_that_cannot_fit_says_what_to_cut() -> None:
    long = RawBlock("checklist", {"title": "All", "items": ["word " * 50] * 40}, "long")
    short = RawBlock("checklist", {"title": "Few", "items": ["word"]}, "short")
    with pytest.raises(EditionError) as caught:
        mini.compile_mini(issue("en", [short, long]), mini.MINI_LETTER)
    message, named, *_ = (str(problem) for problem in caught.value.problems)
    assert "8 fit" in message
    assert named.startswith("Block 2 (")
