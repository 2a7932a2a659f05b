"""XLIFF, and a language's files in one zip: out, and back in; nothing harmful comes in."""

import io
import zipfile
from typing import Any

import polib
import pytest
from defusedxml.ElementTree import fromstring
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from cms.translation.files import archive, imports
from cms.translation.files.xliff import V2, V12

from .world import World

pytestmark = pytest.mark.django_db


def download(world: World, kind: str, name: str = "about", code: str = "ar") -> str:
    address = reverse("translation:download", args=[world.translation(name, code).pk])
    response = world.client(f"{code}-translator").get(f"{address}?format={kind}")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment;")
    return response.content.decode()


def upload(world: World, content: bytes | str, name: str = "about", code: str = "ar") -> Any:
    content = content.encode() if isinstance(content, str) else content
    address = reverse("translation:upload", args=[world.translation(name, code).pk])
    file = SimpleUploadedFile("a.xlf", content)
    return world.client(f"{code}-translator").post(address, {"file": file})


def bundle(world: World, who: str, code: str, kind: str = "po") -> dict[str, bytes]:
    address = reverse("translation:archive", args=[code])
    response = world.client(who).get(f"{address}?format={kind}")
    assert response.status_code == 200
    with zipfile.ZipFile(io.BytesIO(response.content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def zipped(files: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", kind) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return output.getvalue()


def send(world: World, who: str, code: str, content: bytes) -> Any:
    file = SimpleUploadedFile("a.zip", content)
    return world.client(who).post(reverse("translation:files", args=[code]), {"file": file})


def everything_kept() -> list[tuple[int, str, str]]:
    rows = StringTranslation.objects.order_by("pk")
    return list(rows.values_list("pk", "data", "translation_type"))


def translated(content: str, source: str, target: str) -> str:
    """The XLIFF file as a program leaves it after somebody translated one segment."""
    start, found, rest = content.partition(f"{source}</source>")
    assert found
    return f"{start}{found}<target>{target}</target>{rest}"


@pytest.mark.parametrize("kind", ["xliff", "xliff12"])
def test_xliff_there_and_back(world: World, kind: str) -> None:
    content = download(world, kind)
    for context in ("About us", "/en/about/", "At most 255", "Title"):
        assert context in content
    changed = translated(content, "Where we began", "كيف بدأنا")
    response = upload(world, changed)
    assert response.status_code == 200
    assert "1 passage was kept" in response.text
    kept = StringTranslation.objects.get(data="كيف بدأنا", locale__language_code="ar")
    assert kept.last_translated_by == world.users["ar-translator"]
    assert "كيف بدأنا" in download(world, kind)
    assert "1 was so already" in upload(world, changed).text


def test_xliff_says_its_languages(world: World) -> None:
    two, one = fromstring(download(world, "xliff")), fromstring(download(world, "xliff12"))
    assert (two.tag, two.get("srcLang"), two.get("trgLang")) == (f"{{{V2}}}xliff", "en", "ar")
    file = one.find(f"{{{V12}}}file")
    assert file is not None
    assert file.get("target-language") == "ar"


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
FOREIGN = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declared", [ENTITY, FOREIGN])
def test_entities_are_refused(world: World, declared: str) -> None:
    before = everything_kept()
    content = download(world, "xliff").replace("?>", f"?>{declared}", 1)
    response = upload(world, content.replace("Where we began<", "Where we began &a;<"))
    assert response.status_code == 422
    assert "document type" in response.text
    assert everything_kept() == before


@pytest.mark.parametrize("kind", ["xliff", "xliff12"])
def test_bad_xliff_changes_nothing(world: World, kind: str) -> None:
    before = everything_kept()
    good = translated(download(world, kind), "Where we began", "كيف بدأنا")
    other = str(world.translation("boston", "ar").uuid)
    for content, reason in {
        good[: len(good) // 2]: "damaged",
        good.replace(str(world.translation("about", "ar").uuid), other): "another translation",
        good.replace('"ar"', '"es"'): "in another language (es)",
        good.replace("xliff:document", "nothing:document"): "no XLIFF file",
        good.replace("UTF-8", "klingon"): "damaged",
        "<html>": "damaged",
    }.items():
        response = upload(world, content)
        assert response.status_code == 422, reason
        assert reason in response.text
    latin = upload(world, good.encode().replace("كيف".encode(), b"a\xf1o"))
    assert latin.status_code == 422
    assert everything_kept() == before
    utf16 = upload(world, good.replace("UTF-8", "UTF-16").encode("utf-16"))
    assert utf16.status_code == 200
    assert "1 passage was kept" in utf16.text


def test_a_passage_that_is_gone_is_named(world: World) -> None:
    content = translated(download(world, "xliff"), "Where we began", "كيف بدأنا")
    response = upload(world, content.replace("Where we began<", "Where it all began<"))
    assert "does not have this passage any more" in response.text
    assert not StringTranslation.objects.filter(data="كيف بدأنا").exists()


@pytest.mark.parametrize("kind", ["po", "xliff", "xliff12"])
def test_a_language_there_and_back(world: World, kind: str) -> None:
    files = bundle(world, "ar-translator", "ar", kind)
    assert len(files) == len(world.readable())
    assert all(name.isascii() and "/" not in name for name in files)
    name = next(name for name in files if "about-us" in name)
    text = files[name].decode()
    if kind == "po":
        file = polib.pofile("#\n" + text)
        entry = file.find("Where we began")
        assert entry is not None
        entry.msgstr = "كيف بدأنا"
        text = str(file)
    else:
        text = translated(text, "Where we began", "كيف بدأنا")
    files[name] = text.encode()
    files["__MACOSX/._junk"] = b"junk"
    files["letter.docx"] = b"PK\x03\x04 nothing of ours"
    response = send(world, "ar-translator", "ar", zipped(files))
    assert response.status_code == 200
    assert "1 passage was kept" in response.text
    assert "letter.docx" in response.text
    assert "junk" not in response.text
    assert StringTranslation.objects.filter(data="كيف بدأنا").count() == 1


def test_one_file_is_taken_where_the_zip_is(world: World) -> None:
    content = translated(download(world, "xliff"), "Where we began", "كيف بدأنا")
    response = send(world, "ar-translator", "ar", content.encode())
    assert "1 passage was kept" in response.text


def test_nobody_writes_through_a_zip_what_is_not_theirs(world: World) -> None:
    files = bundle(world, "staff", "ar", "xliff")
    files = {
        name: translated(content.decode(), "Where we began", "كيف بدأنا").encode()
        for name, content in files.items()
        if "about-us" in name
    }
    before = everything_kept()
    for who, code, reason in (
        ("staff", "ar", "not yours to write"),
        ("coordinator", "ar", "not yours to write"),
        ("es-translator", "es", "no translation into this language"),
    ):
        response = send(world, who, code, zipped(files))
        assert response.status_code == 200
        assert reason in response.text
    for who in ("es-translator", "boston-lead", "newcomer"):
        assert send(world, who, "ar", zipped(files)).status_code in {302, 403}
        address = reverse("translation:archive", args=["ar"])
        assert world.client(who).get(address).status_code in {302, 403}
    assert everything_kept() == before
    world.write_all("ar-translator", "about", "ar", "ar5")
    world.submit("ar-translator", "about", "ar")
    before = everything_kept()
    assert "in review" in send(world, "ar-translator", "ar", zipped(files)).text
    assert everything_kept() == before


def lying_zip(files: dict[str, bytes]) -> bytes:
    """A zip that says of its files that they hold ten bytes each."""
    content = bytearray(zipped(files))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as made:
        for size in {each.file_size for each in made.infolist()}:
            written = size.to_bytes(4, "little")
            content = bytearray(bytes(content).replace(written, (10).to_bytes(4, "little")))
    return bytes(content)


def harmful() -> dict[str, tuple[bytes, str]]:
    bomb = {f"{number}.po": b"\0" * (2 * 1024 * 1024) for number in range(40)}
    good = {"a.po": b'msgid "a"\n'}
    locked = bytearray(zipped(good))
    for start in (locked.index(b"PK\x03\x04") + 6, locked.index(b"PK\x01\x02") + 8):
        locked[start] |= 1
    return {
        "a bomb": (zipped(bomb), "more than 60 MB"),
        "a lying bomb": (lying_zip({"a.po": b"x" * 1_234_567}), "damaged"),
        "too many": (zipped({f"{n}.po": b"" for n in range(1001)}), "more than 1000"),
        "a way up": (zipped({"../../etc/cron.d/x.po": b""}), "leads out"),
        "a way up, backwards": (zipped({"..\\x.po": b""}), "leads out"),
        "from the root": (zipped({"/etc/passwd.po": b""}), "leads out"),
        "a drive": (zipped({"C:\\x.po": b""}), "leads out"),
        "packed in an unusual way": (zipped(good, zipfile.ZIP_LZMA), "unusual"),
        "locked": (bytes(locked), "password"),
        "cut off": (zipped(good)[:-10], "damaged"),
        "too large": (b"PK\x03\x04" + b"x" * (20 * 1024 * 1024), "larger than 20 MB"),
        "no zip": (b"PK\x03\x04", "damaged"),
    }


@pytest.mark.parametrize("kind", sorted(harmful()))
def test_a_harmful_zip_changes_nothing(world: World, kind: str) -> None:
    before = everything_kept()
    content, reason = harmful()[kind]
    response = send(world, "ar-translator", "ar", content)
    assert response.status_code == 422
    assert reason in response.text
    assert everything_kept() == before


def test_what_is_too_much_for_once_is_taken_the_next_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "AT_ONCE", 2)
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    content = download(world, "xliff")
    for source in ("Where we began", "Where we go", "About us"):
        content = content.replace(f"{source}</source>", f"{source}</source><target>ن</target>")
    first = send(world, "ar-translator", "ar", content.encode()).text
    assert "2 passages were kept" in first
    assert "1 more was too much for once" in first
    second = send(world, "ar-translator", "ar", content.encode()).text
    assert "1 passage was kept" in second
    assert "2 were so already" in second


def test_a_bundle_costs_few_queries_a_page(world: World) -> None:
    client, address = world.client("coordinator"), reverse("translation:archive", args=["ar"])
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    assert len(found) <= 30 + 6 * len(world.readable())


def test_who_sees_a_language_sees_its_files(world: World) -> None:
    for who, code, wanted in (
        ("ar-translator", "ar", 200),
        ("staff", "ar", 200),
        ("es-translator", "ar", 403),
        ("boston-lead", "ar", 403),
        ("ar-translator", "xx", 404),
    ):
        address = reverse("translation:files", args=[code])
        headers = {"X-Requested-With": "XMLHttpRequest"}
        assert world.client(who).get(address, headers=headers).status_code == wanted, (who, code)
    assert "Upload" not in world.client("staff").get(reverse("translation:files", args=["ar"])).text
