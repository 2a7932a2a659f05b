"""Volunteers' PDFs: nothing of who made them is kept, and nothing that readers see is lost."""

import io

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client

from cms.media.models import Document
from cms.media.pdfs import clean_pdf

from . import dirty_pdfs
from .dirty_files import PDF, SECRET
from .dirty_pdfs import DIRT, NEW_NUMBER, dirty, everything_in, with_field, with_note
from .doors import DOCUMENT_DOORS, DOCUMENT_FORMS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]

RUNS = (b"/JS", b"/Launch", b"/SubmitForm", b"/OpenAction", b"/AA", b"/EmbeddedFile")


def washed(content: bytes) -> bytes:
    return bytes(clean_pdf(ContentFile(content, name="any.pdf")).read())


def words(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return " ".join(str(page.get_textpage().get_text_range()) for page in pdf)


def refused(content: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        washed(content)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize("kind", DIRT)
def test_the_dirt_is_there_and_goes(kind: str) -> None:
    content = dirty(kind)
    assert SECRET in everything_in(content)
    clean = everything_in(washed(content))
    assert SECRET not in clean
    assert not [name for name in RUNS if name in clean]
    assert "The old number" in words(washed(content))


@pytest.mark.parametrize("door", DOCUMENT_DOORS)
def test_no_door_leaves_it_in(staff: Client, door: str) -> None:
    DOCUMENT_DOORS[door](staff, dirty(*DIRT), "a.pdf")
    kept = everything_in(Document.objects.get().file.read())
    assert SECRET not in kept
    assert not [name for name in RUNS if name in kept]


@pytest.mark.parametrize(
    "kind",
    ["FreeText", "Stamp", "Highlight", "Underline", "StrikeOut", "Ink", "Square", "Line", "Caret"],
)
def test_what_lies_on_a_page_becomes_part_of_it(kind: str) -> None:
    content = with_note(kind)
    assert NEW_NUMBER not in words(content)
    kept = washed(content)
    assert NEW_NUMBER in words(kept)
    assert SECRET not in everything_in(kept)
    assert b"/Annot" not in everything_in(kept)


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (with_field("617 555 0101", drawn="617 555 0101"), "617 555 0101"),
        (with_field("617 555 0101"), "617 555 0101"),
        (with_field("617 555 0101", drawn="an old look", outdated=True), "617 555 0101"),
        (with_field("مرحبا", drawn="its own look"), "its own look"),
    ],
    ids=["drawn", "not drawn", "outdated", "Arabic"],
)
def test_a_filled_field_becomes_part_of_its_page(content: bytes, seen: str) -> None:
    kept = washed(content)
    assert seen in words(kept)
    assert "???" not in words(kept)
    assert b"/AcroForm" not in everything_in(kept)


def test_what_is_hidden_is_not_brought_up() -> None:
    assert NEW_NUMBER not in words(washed(with_note("FreeText", F=2)))
    assert NEW_NUMBER not in words(washed(with_note("FreeText", F=32)))


def test_what_says_not_how_it_looks_is_named(staff: Client) -> None:
    said = refused(with_note("FreeText", words=None))
    assert "would be lost: a text box on page 1." in said
    assert "a filled field on page 1" in refused(with_field("مرحبا"))
    for door in DOCUMENT_FORMS.values():
        answer = door(staff, with_note("Stamp", words=None), "a.pdf")
        assert answer is not None
        assert "a stamp on page 1" in answer.content.decode()


def test_an_empty_field_is_no_loss() -> None:
    assert "The old number" in words(washed(with_field("")))


def test_a_form_that_says_to_wait_is_refused_with_a_sentence() -> None:
    assert "other programs show as “Please wait”" in refused(dirty_pdfs.xfa())


@pytest.mark.parametrize(
    ("before", "behind"),
    [(b"From: somebody\r\n\r\n", b""), (b"", b"\n" + bytes(3000)), (b"MZ\0", b"<script></script>")],
)
def test_bytes_around_a_pdf_are_left_behind(before: bytes, behind: bytes) -> None:
    kept = washed(before + dirty() + behind)
    assert kept.startswith(b"%PDF-")
    assert kept.rstrip().endswith(b"%%EOF")
    assert b"script" not in kept
    assert "The old number" in words(kept)


def test_a_correction_that_was_broken_off_is_not_left_out() -> None:
    content = dirty()
    assert "not a complete PDF" in refused(content + b"\n9 0 obj\n<</A 1>>\nendobj\nxr")


def test_size_and_digest_are_those_of_the_kept_file() -> None:
    document = Document.objects.create(title="A flyer", file=ContentFile(PDF, name="x.pdf"))
    kept = document.file.read()
    assert document.file_size == len(kept)
    assert document.file_hash
    assert io.BytesIO(kept).read(5) == b"%PDF-"
