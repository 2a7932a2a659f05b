"""Staff upload a PDF: what is kept of it, what it is said to be, and what is refused, and why."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from cms.media import pdfs as washing
from cms.media.fields import private_storage
from cms.sandbox import runner
from cms.sandbox.runner import Limits
from zine.facsimiles import examining, limits
from zine.facsimiles.messages import sentences
from zine.models import Facsimile

from . import pdfs
from .facsimiles import send

pytestmark = pytest.mark.django_db

MIB = 1024**2
ENDLESS = {"bomb", "forms_in_forms"}


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("chief"))
    return client


@pytest.fixture
def bounds(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> list[Limits]:
    """The limits that workers are started with; here, what runs for ever gets less."""
    used: list[Limits] = []
    name = request.node.callspec.params.get("name") if hasattr(request.node, "callspec") else ""
    seconds = 3 if name in ENDLESS else 60

    def bounded(worker: Any, request: Any, files: Any = None, given: Any = None) -> Any:
        used.append(given)
        return runner.run(worker, request, files, Limits(seconds=seconds, memory=given.memory))

    monkeypatch.setattr(washing, "run", bounded)
    monkeypatch.setattr(examining, "run", bounded)
    return used


def errors(told: dict[str, Any]) -> str:
    assert told["step"] == "reshow_creation_form"
    form = BeautifulSoup(told["htmlFragment"], "html.parser")
    return " ".join(each.get_text(" ", strip=True) for each in form.select(".error-message"))


def everything_in(content: bytes) -> bytes:
    """The bytes of a PDF with all of its streams unpacked."""
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        streams = [
            thing.read_raw_bytes()
            if "/DCTDecode" in str(thing.get("/Filter"))
            else thing.read_bytes()
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream)
        ]
        plain = io.BytesIO()
        pdf.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return b"".join([content, plain.getvalue(), *streams])


REASONS = {
    "encrypted": "This PDF is locked with a password.",
    "truncated": "This file is not a complete PDF.",
    "gutted": "This PDF is damaged or incomplete.",
    "many_pages": "It may have at most 300.",
    "giant_page": "A page of this PDF is too large or too small to be shown.",
    "tiny_page": "A page of this PDF is too large or too small to be shown.",
    "nested_objects": "This PDF is damaged or incomplete.",
    "nested_pages": "This PDF is damaged or incomplete.",
    "circular_pages": "This PDF is damaged or incomplete.",
    "bomb": "This PDF is too large or too complicated to be read.",
    "forms_in_forms": "This PDF is too large or too complicated to be read.",
    "huge_picture": "A picture in this PDF has too many pixels.",
    "no_pages": "This PDF has no pages.",
    "many_objects": "This PDF is too large or too complicated to be read.",
}


@pytest.mark.parametrize("name", pdfs.HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_within_bounds(
    staff: Client, bounds: list[Limits], name: str
) -> None:
    told = send(staff, pdfs.HOSTILE[name]())
    assert REASONS[name] in errors(told)
    assert not Facsimile.objects.exists()
    assert all(given in (washing.WASHING, limits.LOOKING) for given in bounds)


MEASURE = """
import os, resource, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
import django
django.setup()
from django.core.exceptions import ValidationError
from django.core.files.base import File
from cms.media.pdfs import clean_pdf
from zine.facsimiles.examining import examine
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        try:
            examine(clean_pdf(File(file)), "ltr")
        except ValidationError:
            pass
        else:
            sys.exit(f"{path} was taken")
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


def test_no_worker_has_more_memory_than_it_was_given(tmp_path: Path) -> None:
    """Measured from a small process, for a new one counts what its parent had when it began."""
    paths = []
    for name, make in pdfs.HOSTILE.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(make())
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, *map(str, paths)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(measured.stdout) <= washing.WASHING.memory


def test_the_bounds_are_short_and_small() -> None:
    for given in (washing.WASHING, limits.LOOKING):
        assert given.seconds <= 60
        assert given.processor_seconds <= 2
        assert given.memory <= 400 * MIB
    assert limits.DRAWING.seconds <= 60


def test_a_lie_about_the_number_of_pages_is_seen_through(
    staff: Client, bounds: list[Limits]
) -> None:
    assert "at most 300" in errors(send(staff, pdfs.many_pages(said=1)))


def test_what_is_no_pdf_is_refused(staff: Client) -> None:
    assert "not a complete PDF" in errors(send(staff, b"<script>alert(1)</script>"))


def test_nothing_of_who_made_it_is_kept(staff: Client) -> None:
    dirty = pdfs.talkative()
    assert pdfs.SECRET.encode() in everything_in(dirty)
    send(staff, dirty)
    facsimile = Facsimile.objects.get()
    clean = facsimile.content()
    assert pdfs.SECRET.encode() not in everything_in(clean)
    assert pdfs.SECRET.encode("utf-16-be") not in everything_in(clean)
    with pikepdf.Pdf.open(io.BytesIO(clean)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/OCProperties"}
        assert "/Info" not in pdf.trailer
        assert not pdf.attachments
        # What was hidden stays hidden.
        assert len(pdf.Root.OCProperties.D.OFF) == 1
        for page in pdf.pages:
            assert set(page.obj.keys()) <= {
                *("/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Rotate"),
            }
    said = " ".join(sentences(facsimile))
    for thing in ("title, author and dates", "scripts", "attached files", "links, notes"):
        assert thing in said
    assert "ola-nordmann" not in f"{facsimile.file.name} {facsimile.title}"


def test_photographs_lose_what_cameras_note(staff: Client) -> None:
    dirty = pdfs.scanned(2)
    assert pdfs.SECRET.encode() in dirty
    send(staff, dirty)
    clean = Facsimile.objects.get().content()
    assert pdfs.SECRET.encode() not in clean
    assert b"Exif" not in clean


def test_an_import_is_cleaned_like_an_upload() -> None:
    """The field cleans, whichever door a file comes through."""
    facsimile = Facsimile(title="Imported", file=ContentFile(pdfs.talkative(), name="by-ola.pdf"))
    assert pdfs.SECRET.encode() not in everything_in(facsimile.file.read())
    with pytest.raises(ValidationError, match="password"):
        Facsimile(title="Imported", file=ContentFile(pdfs.encrypted(), name="x.pdf"))


def test_it_is_kept_where_no_address_leads(staff: Client) -> None:
    send(staff, pdfs.numbered(1))
    name = str(Facsimile.objects.get().file.name)
    assert private_storage().exists(name)
    assert Client().get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (pdfs.numbered(3), ["digital: its text can be read", "It has 3 single pages."]),
        (pdfs.scanned(2), ["is scanned: its pages are pictures without text", "2 single pages"]),
        (pdfs.booklet(8), ["imposed as a booklet", "4 sides of paper", "its 8 pages"]),
        (pdfs.booklet(8, "rtl"), ["imposed as a booklet", "It is read from right to left."]),
        (pdfs.spreads(6), ["facing pages side by side", "6 pages"]),
        (pdfs.mini(), ["a sheet to be folded into a mini zine", "8 pages"]),
        (pdfs.scanned(2, (792, 612)), ["no page numbers say in which order"]),
    ],
    ids=["digital", "scanned", "booklet", "booklet-rtl", "spreads", "mini", "unsure"],
)
def test_what_it_was_taken_for_is_said(staff: Client, content: bytes, said: list[str]) -> None:
    told = send(staff, content)
    assert told["step"] == "chosen"
    words = " ".join(sentences(Facsimile.objects.get()))
    for sentence in said:
        assert sentence in words


def test_a_wrong_word_about_its_pages_is_refused_beside_the_field(staff: Client) -> None:
    told = send(staff, pdfs.numbered(3), layout="booklet")
    form = BeautifulSoup(told["htmlFragment"], "html.parser")
    (message,) = form.select("[data-contentpath=layout] .error-message")
    assert "0 of its 3 pages are wider than high" in message.get_text()
    (message,) = BeautifulSoup(
        send(staff, pdfs.numbered(3), language="ar")["htmlFragment"], "html.parser"
    ).select("[data-contentpath=language] .error-message")
    assert "check its language" in message.get_text()


def test_the_window_offers_what_was_uploaded_before(staff: Client) -> None:
    send(staff, pdfs.numbered(1), title="Winter zine")
    told = staff.get(reverse("facsimile_chooser:choose")).json()
    assert "Winter zine" in told["html"]
    assert 'enctype="multipart/form-data"' in told["html"]
    assert "words under black bars" in told["html"]


def test_reading_a_pdf_keeps_nobody_else_from_saving() -> None:
    from django.urls import resolve  # noqa: PLC0415

    view = resolve(reverse("facsimile_chooser:create")).func
    assert "default" in getattr(view, "_non_atomic_requests", ())
