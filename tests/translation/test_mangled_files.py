"""However a file is mangled on its way, it is read, or refused with a sentence; nothing else."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings, strategies as st

from cms.translation.files.archive import _files
from cms.translation.files.catalogue import Catalogue, Line, NotOurFile
from cms.translation.files.formats import FORMATS, read_file
from tests import drills

CATALOGUE = Catalogue(
    mark="2c8f4a0e-0000-4000-8000-000000000001",
    language="ar",
    source_language="en",
    title="About “us” & <them>",
    address="https://example.org/en/about/",
    lines=[
        Line("title", "About us", "من نحن", number=1, label="Title", limit=255),
        Line("body.1'", 'Read <a id="a1">this</a>\nnow', "", number=2, label="Body › Text"),
        Line("body.2", 'A \\ and a " and a \t', "ب", unsure=True, number=3, label="Body"),
    ],
)
WRITTEN = {key: kind.write(CATALOGUE) for key, kind in FORMATS.items()}


def a_zip() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as bundle:
        for key, content in WRITTEN.items():
            bundle.writestr(f"{key}.txt", content)
    return output.getvalue()


ZIP = a_zip()
PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [b'"', b"msgstr[9]", b"msgid_plural", b"#~", b"<!DOCTYPE x>", b"&x;", b"]]>", b"\\"]
    ),
)
CHANGES = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 40), PIECES), min_size=1, max_size=6
)


def mangled(content: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for place, gone, piece in changes:
        start = place % (len(content) + 1)
        content = content[:start] + piece + content[start + gone :]
    return content


def is_read_or_refused(read: Callable[[bytes], object], content: bytes) -> None:
    """Any exception but NotOurFile fails the test."""
    sentence = "It was read."
    try:
        read(content)
    except NotOurFile as reason:
        sentence = str(reason)
    assert sentence.endswith(".")


@pytest.mark.parametrize("key", sorted(FORMATS))
def test_what_is_written_is_read(key: str) -> None:
    (catalogue,) = read_file(WRITTEN[key])
    assert (catalogue.mark, catalogue.language) == (CATALOGUE.mark, "ar")
    assert [line.key for line in catalogue.lines] == [line.key for line in CATALOGUE.lines]
    assert [line.text for line in catalogue.lines] == ["من نحن", "", "ب"]
    assert catalogue.lines[2].unsure or catalogue.lines[2].untouched


@pytest.mark.parametrize("key", sorted(FORMATS))
@given(changes=CHANGES)
@settings(max_examples=150 * drills.TIMES, deadline=None)
def test_a_mangled_file(key: str, changes: list[tuple[int, int, bytes]]) -> None:
    is_read_or_refused(read_file, mangled(WRITTEN[key], changes))


@given(content=st.binary(max_size=300))
@example(b"\xff\xfe<\x00")
@example(b"<")
@example(b"<?xml version='1.0' encoding='klingon'?><x/>")
@example(b"<?xml version='1.0' encoding='utf-16'?><x/>")
@settings(max_examples=150 * drills.TIMES, deadline=None)
def test_anything_at_all(content: bytes) -> None:
    is_read_or_refused(read_file, content)


@given(changes=CHANGES)
@settings(max_examples=150 * drills.TIMES, deadline=None)
def test_a_mangled_zip(changes: list[tuple[int, int, bytes]]) -> None:
    is_read_or_refused(_files, mangled(ZIP, changes))
