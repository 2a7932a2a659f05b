"""Typeset pages: whole, in their language, readable by machine, closed to tricks."""

import dataclasses
import io
import re
import unicodedata
from collections import Counter

import pikepdf
import pypdfium2
import pytest

from zine.editions import fonts
from zine.editions.blocks.image import Image
from zine.editions.document import model as d
from zine.editions.document.bidi import without_isolates
from zine.editions.document.from_blocks import RawBlock
from zine.editions.kinds.screen import check_accessible_pdf, check_pages
from zine.editions.languages import LANGUAGES, language
from zine.editions.pdf import compiler as pdf
from zine.editions.pdf.page_images import Area, words_of
from zine.editions.problems import BlockPlace, EditionError
from zine.editions.words import grouped

from .issues import drawing, issue, sample_issue, starter_issue

# pdfium sees a gap, so a space, beside marks that are set apart from their letters: Arabic loses
# the few words by it that have a tanwin within.
RECOVERED = dict.fromkeys(LANGUAGES, 0.99) | {"ar": 0.95}
STARTER = ["en", "es", "ar"]


def text_of(compiled: pdf.Pdf) -> str:
    """Return a PDF's text as pdfium reads it, words divided at a line's end made whole."""
    text = "\n".join(words_of(compiled.content, [Area(page) for page in range(compiled.pages)]))
    return re.sub("[\x02\ufffe\u00ad](?:\r?\n)?", "", text.replace("\u200b", ""))


def words(text: str, script: str) -> Counter[str]:
    """Return the words of a text, or its characters where a script writes no spaces."""
    spelled = unicodedata.normalize("NFKD", without_isolates(text)).casefold()
    plain = "".join(sign for sign in spelled if unicodedata.category(sign) not in ("Mn", "Cf"))
    return Counter(re.findall(r"\w" if script == "chinese" else r"[^\W\d]+|\d+", plain))


def source_words(document: d.Document, script: str) -> Counter[str]:
    parts = [*d.printed(document.blocks), *(w for n in document.notes for w in d.printed(n.runs))]
    return sum((words(part, script) for part in parts), Counter())


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_is_accessible_and_its_words_come_back(code: str) -> None:
    document = sample_issue(code)
    compiled = pdf.compile_issue(document, pdf.HALF_LETTER, "screen")
    assert check_accessible_pdf(compiled.content) == []
    assert check_pages(compiled.content, compiled.pages) == []
    script = language(code).script
    wanted = source_words(document, script)
    found = words(text_of(compiled), script)
    assert (wanted & found).total() / wanted.total() >= RECOVERED[code]


@pytest.mark.parametrize("code", STARTER)
@pytest.mark.parametrize("paper", [pdf.HALF_LETTER, pdf.A5], ids=["half-letter", "a5"])
def test_the_starter_zine_is_accessible_and_its_words_come_back(
    code: str, paper: pdf.Paper
) -> None:
    document = starter_issue(code)
    compiled = pdf.compile_issue(document, paper, "screen")
    assert compiled.pages >= 20
    assert check_accessible_pdf(compiled.content) == []
    script = language(code).script
    wanted = source_words(document, script)
    found = words(text_of(compiled), script)
    assert (wanted & found).total() / wanted.total() >= RECOVERED[code]


@pytest.mark.parametrize("code", ["ar", "he", "yi"])
def test_phone_numbers_are_not_reversed(code: str) -> None:
    document = sample_issue(code)
    compiled = pdf.compile_issue(document, pdf.HALF_LETTER, "screen")
    text = text_of(compiled).replace("\u00a0", " ")
    parts = d.printed((document.blocks, tuple(note.runs for note in document.notes)))
    assert text.count("1-800-555-0142") == sum(part.count("1-800-555-0142") for part in parts) > 1
    assert "0142-555-800-1" not in text


@pytest.mark.parametrize("code", ["ar", "he", "yi"])
def test_phone_numbers_are_not_reversed_to_the_eye(code: str) -> None:
    compiled = pdf.compile_issue(sample_issue(code), pdf.HALF_LETTER, "screen")
    assert len(digit_positions(compiled.content, page=2, digits="18005550142")) == 11


def digit_positions(content: bytes, page: int, digits: str) -> list[float]:
    """Return how far from the left each digit of a number stands, in the number's order."""
    text = pypdfium2.PdfDocument(content)[page].get_textpage()
    signs = enumerate(text.get_text_range())
    boxes = [(*text.get_charbox(at)[:2], sign) for at, sign in signs if sign.isdigit()]
    for row in {round(bottom) for _, bottom, _ in boxes}:
        line = sorted((left, sign) for left, bottom, sign in boxes if abs(bottom - row) <= 1)
        start = "".join(sign for _, sign in line).find(digits)
        if start >= 0:
            return [left for left, _ in line[start : start + len(digits)]]
    return []


def test_the_document_says_what_it_is() -> None:
    document = sample_issue("ar")
    compiled = pdf.compile_issue(document, pdf.A5, "screen")
    with pikepdf.Pdf.open(io.BytesIO(compiled.content)) as opened:
        assert str(opened.Root.Lang).startswith("ar")
        assert str(opened.docinfo["/Title"]) == document.imprint.title
        assert str(opened.docinfo["/Author"]) == document.imprint.publisher
        assert document.digest in str(opened.docinfo["/Keywords"])
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert opened.Root.ViewerPreferences.Direction == "/R2L"
        page = [float(edge) for edge in opened.pages[0].mediabox]
        outline = opened.open_outline()
        assert "/Outlines" in opened.Root, outline
    assert page[2:] == [pytest.approx(pdf.A5.width, abs=0.1), pytest.approx(pdf.A5.height, abs=0.1)]


def test_the_last_page_tells_how_to_check_the_copy() -> None:
    document = sample_issue("en")
    compiled = pdf.compile_issue(document, pdf.HALF_LETTER, "screen")
    (last,) = words_of(compiled.content, [Area(compiled.pages - 1)])
    assert grouped(document.digest) in last
    assert "example.org/en/zine/7" in last.replace("\r\n", "").replace("\u200b", "")


def test_compiling_twice_gives_the_same_bytes() -> None:
    first, second = (
        pdf.compile_issue(sample_issue("yi"), pdf.HALF_LETTER, "screen").content for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        '#include "/etc/passwd" #import "@preview/cetz:0.1.0"',
        "$ x $ #while true {} *bold* _it_ `raw` <label> @cite \\ // comment",
        '"); #panic("x") //',
    ],
)
def test_what_an_author_types_is_inert(text: str) -> None:
    document = issue("en", [RawBlock("pull_quote", {"quotation": text})], title=text)
    compiled = pdf.compile_issue(document, pdf.HALF_LETTER, "screen")
    squeezed = re.sub(r"\s", "", text_of(compiled))
    assert re.sub(r"\s", "", text) in squeezed


def test_a_missing_glyph_names_the_character_and_the_block() -> None:
    document = issue(
        "en",
        [
            RawBlock("heading", {"level": "2", "text": "Fine ✊"}),
            RawBlock("checklist", {"items": ["good", "bad \U00012000"]}, "id-2"),
        ],
    )
    (problem,) = fonts.missing_glyphs(document)
    assert problem.place == BlockPlace(2, "checklist", "id-2")
    assert "𒀀" in problem.message
    assert "CUNEIFORM SIGN A" in problem.message
    with pytest.raises(EditionError):
        pdf.compile_issue(document, pdf.HALF_LETTER, "screen")


def test_emoji_are_printed_in_one_ink() -> None:
    document = issue("en", [RawBlock("pull_quote", {"quotation": "✊ 🕊️ 👩🏽‍🌾 ☎ 🏳️‍🌈 ❤️ 🔥"})])
    assert fonts.missing_glyphs(document) == []
    compiled = pdf.compile_issue(document, pdf.HALF_LETTER, "screen")
    assert check_accessible_pdf(compiled.content) == []


def test_the_typesetter_refuses_a_picture_without_description() -> None:
    """The second line of defence: no document like this one can be read from a page."""
    document = issue("en", [], {"a.png": drawing("a")})
    place = BlockPlace(1, "image")
    bare = dataclasses.replace(document, blocks=(Image(place, d.Picture("a.png", "")),))
    with pytest.raises(EditionError, match="alt"):
        pdf.compile_issue(bare, pdf.HALF_LETTER, "screen")


def test_the_gate_refuses_a_pdf_that_is_not_tagged() -> None:
    compiled = pdf.compile_issue(sample_issue("en"), pdf.HALF_LETTER, "screen")
    with pikepdf.Pdf.open(io.BytesIO(compiled.content)) as opened:
        del opened.Root.StructTreeRoot
        output = io.BytesIO()
        opened.save(output)
    assert check_accessible_pdf(output.getvalue()) != []


def test_long_words_and_addresses_find_places_to_break() -> None:
    data = {
        "text": "See https://example.org/a/b and " + "x" * 30,
        "href": "https://example.org/a/b",
        "phone": "+1 (617) 555-0100",
    }
    broken = pdf.breakable(data)
    assert broken["href"] == data["href"]
    assert "\u200b" in broken["text"]
    assert "\u00ad" in broken["text"]
    assert broken["phone"] == "+1\u00a0(617)\u00a0555-0100"
