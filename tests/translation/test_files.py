"""PO files: out, and back in; a bad one changes nothing it should not, and is never a 500."""

from typing import Any

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from .world import World

pytestmark = pytest.mark.django_db


def download(world: World, name: str = "about", code: str = "es") -> polib.POFile:
    address = reverse("translation:download", args=[world.translation(name, code).pk])
    response = world.client(f"{code}-translator").get(address)
    assert response.status_code == 200
    return polib.pofile("#\n" + response.content.decode())


def upload(world: World, content: bytes | polib.POFile, code: str = "es") -> Any:
    if isinstance(content, polib.POFile):
        content = str(content).encode()
    address = reverse("translation:upload", args=[world.translation("about", code).pk])
    file = SimpleUploadedFile("translation.po", content, "text/x-po")
    return world.client(f"{code}-translator").post(address, {"file": file})


def everything_kept() -> list[tuple[int, str, str]]:
    rows = StringTranslation.objects.order_by("pk")
    return list(rows.values_list("pk", "data", "translation_type"))


def test_there_and_back(world: World) -> None:
    file = download(world, code="ar")
    assert len(file) == len(world.segments("about"))
    assert file[0].msgctxt == "title"
    assert "255" in file[0].comment
    for entry in file:
        entry.msgstr = f"ملف {entry.msgid}"
    response = upload(world, file, "ar")
    assert response.status_code == 200
    assert f"{len(file)} passages were kept" in response.text
    assert all(entry.msgstr.startswith("ملف") for entry in download(world, code="ar"))
    again = upload(world, file, "ar")
    assert f"{len(file)} were so already" in again.text


def damaged() -> dict[str, bytes]:
    return {
        "empty": b"",
        "no header": b'msgctxt "title"\nmsgid "About us"\nmsgstr "X"\n',
        "not UTF-8": 'msgid "a"\nmsgstr "ñ"\n'.encode("latin-1"),
        "UTF-16": 'msgid "a"\nmsgstr "b"\n'.encode("utf-16"),
        "no PO": b"%PDF-1.7 nothing of the kind",
        "a path": b"/etc/passwd",
        "cut off": b'msgid "',
        "too large": b"# " + b"x" * (2 * 1024 * 1024),
        "nulls": b"\x00" * 500,
        "headers only": b'msgid ""\nmsgstr "X-WagtailLocalize-TranslationID: nonsense\\n"\n',
    }


@pytest.mark.parametrize("kind", sorted(damaged()))
def test_a_file_that_is_none_changes_nothing(world: World, kind: str) -> None:
    before = everything_kept()
    response = upload(world, damaged()[kind])
    assert response.status_code == 422
    assert "messages" in response.text
    assert everything_kept() == before


def test_a_file_of_another_translation_changes_nothing(world: World) -> None:
    before = everything_kept()
    for other in (download(world, "boston"), download(world, "about", "ar")):
        response = upload(world, other)
        assert response.status_code == 422
        assert "of another translation" in response.text
    assert everything_kept() == before


def test_every_string_that_does_not_fit_is_named(world: World) -> None:
    file = download(world)
    by_context = {entry.msgctxt: entry for entry in file}
    file.append(polib.POEntry(msgctxt="title", msgid="Words that are gone", msgstr="Y"))
    file.append(polib.POEntry(msgctxt="body", msgid="Old words", msgstr="Z", obsolete=True))
    by_context["title"].msgstr = "x" * 300
    summary = by_context["summary"]
    summary.msgstr, summary.flags = "Quizás", ["fuzzy"]
    linked = next(entry for entry in file if "<a id=" in entry.msgid)
    linked.msgstr = "<script>1</script>"
    good = next(entry for entry in file if entry.msgid == "Where we go")
    good.msgstr = "Adónde vamos"
    response = upload(world, file)
    assert response.status_code == 200
    for reason in ("At most 255", "any more", "fuzzy", "script", "2 passages were kept"):
        assert reason in response.text, reason
    rows = StringTranslation.objects.filter(locale__language_code="es")
    assert rows.filter(data="Adónde vamos", has_error=False).exists()
    assert not rows.filter(data__in=["Quizás", "x" * 300, "Y", "Z"]).exists()


def test_without_a_file_there_is_a_sentence(world: World) -> None:
    address = reverse("translation:upload", args=[world.translation("about", "es").pk])
    response = world.client("es-translator").post(address)
    assert response.status_code == 422
    assert "Please choose a file" in response.text


def test_a_file_with_thousands_of_foreign_strings_has_a_short_report(world: World) -> None:
    file = download(world)
    for number in range(5000):
        file.append(polib.POEntry(msgctxt="title", msgid=f"Gone {number}", msgstr="Y"))
    response = upload(world, file)
    assert response.status_code == 200
    assert "And 4900 more" in response.text
    assert "Gone 99" in response.text
    assert "Gone 100" not in response.text
