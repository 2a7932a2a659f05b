"""What the status table makes of its numbers, and what files make of their lines; no database."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from cms.translation.files.archive import _leads_elsewhere
from cms.translation.files.catalogue import Catalogue, Line, clean, key_of
from cms.translation.files.formats import is_zip, read_file
from cms.translation.files.imports import MOST_NAMED, Report
from cms.translation.files.xliff import read_xliff, write_xliff, write_xliff_12
from cms.translation.stats.table import STATES, Cell, Row, _sorted

DAY = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "missing"),
        ({"stands": True}, "alone"),
        ({"stands": True, "is_live": True, "stale_since": DAY}, "alone"),
        ({"translation": 1, "total": 2, "human": 1}, "started"),
        ({"translation": 1, "total": 2, "human": 1, "machine": 1}, "started"),
        ({"translation": 1, "total": 2, "human": 2}, "ready"),
        ({"translation": 1, "total": 2, "human": 1, "is_live": True}, "published"),
        ({"translation": 1, "is_live": True, "stale_since": DAY}, "stale"),
        ({"translation": 1, "stale_since": DAY, "waits_for": "review"}, "review"),
    ],
)
def test_the_state_of_a_cell_is_the_most_pressing(values: dict[str, Any], state: str) -> None:
    cell = Cell("es", **values)
    assert cell.state == state
    assert cell.state_name == str(STATES[state])


def test_only_what_is_complete_is_a_hundred() -> None:
    cell = Cell("es", total=3, human=1, machine=1, reviewed=1)
    assert cell.missing == 1
    assert cell.percent == 33
    assert cell.percents == {"human": 33, "machine": 33, "missing": 33, "reviewed": 33}
    assert Cell("es", total=1000, human=999).percent == 99
    assert Cell("es", total=2, human=2).percent == 100
    assert Cell("es", total=1, human=0).percent == 0
    assert Cell("es").percent == 0, "of nothing, nothing is written"


def row(title: str, chapter: str = "", kind: str = "Page", **cells: dict[str, Any]) -> Row:
    found = {code: Cell(code, **cells.get(code, {})) for code in ("es", "ar")}
    return Row(1, title, kind, "/", path=title, chapter=chapter, cells=found)


def test_the_table_is_sorted_by_any_column() -> None:
    rows = [
        row("beta", "Chicago", es={"asked": 2, "total": 4, "human": 1, "waits_since": DAY}),
        row("Alpha", "boston", ar={"asked": 3, "total": 4, "human": 4}),
        row("gamma", "", "Partner", es={"asked": 1, "total": 4, "human": 1, "is_live": True}),
    ]

    def titles(sort: str, *codes: str) -> str:
        return " ".join(each.title[0] for each in _sorted(rows, sort, list(codes or ("es", "ar"))))

    assert titles("") == titles("nonsense") == titles("-nonsense") == titles("fr") == "b A g"
    assert (titles("title"), titles("-title")) == ("A b g", "g b A")
    assert (titles("kind"), titles("-kind")) == ("A b g", "g b A")
    assert (titles("chapter"), titles("-chapter")) == ("g A b", "b A g")
    assert (titles("asked"), titles("-asked")) == ("g b A", "A b g")
    assert titles("-asked", "es") == "b g A"
    assert titles("waits") == "b A g", "what does not wait comes last"
    assert titles("waits", "ar") == "b A g"
    assert (titles("es"), titles("-es")) == ("A b g", "g b A")
    assert titles("ar", "es") == "b A g", "a language that is not shown is no column"
    later = row("delta", ar={"waits_since": DAY.replace(day=2)}, es={"waits_since": DAY})
    both = [row("eta", ar={"waits_since": DAY.replace(day=2)}), later]
    assert [each.title for each in _sorted(both, "waits", ["es", "ar"])] == ["delta", "eta"]
    assert rows[0].asked(["es"]) == 2
    assert rows[0].asked(["ar"]) == 0
    assert rows[0].asked([]) == 0


@pytest.mark.parametrize(
    ("name", "elsewhere"),
    [
        ("a.po", False),
        ("folder/a.po", False),
        ("..a/b..po", False),
        ("/a.po", True),
        ("../a.po", True),
        ("a/../../b.po", True),
        ("a\\..\\b.po", True),
        ("\\a.po", True),
        ("C:\\a.po", True),
        ("C:a.po", True),
    ],
)
def test_names_that_lead_out_of_a_zip(name: str, elsewhere: bool) -> None:
    assert _leads_elsewhere(name) is elsewhere


def test_what_a_line_is_found_by() -> None:
    assert clean("a\x00b\x0bc\ufffe\uffffd \t\n\r") == "abcd \t\n\r"
    assert key_of("body", " a \n b\x00 ") == ("body", "a b") == Line("body", "a b", "").key
    assert list(Line("p", "s", "t", label="Body").notes) == ["Body"]
    label, limit = Line("p", "s", "t", label="Body", limit=20).notes
    assert (label, "20" in limit) == ("Body", True)


def test_a_report_names_the_first_hundred() -> None:
    report = Report("A page")
    for number in range(MOST_NAMED + 2):
        report.leave_out(f"{number} " + "x" * 100, "It does not fit.")
    assert MOST_NAMED == len(report.left_out) == 100
    assert report.not_named == 2
    assert len(report.left_out[0][0]) == 80


def test_which_kind_a_file_is() -> None:
    assert is_zip(b"PK\x03\x04more")
    assert not is_zip(b"PK\x03\x05")
    for content, sentence in (
        (b"x" * (2 * 1024 * 1024 + 1), "2 MB"),
        (b"PK\x03\x04more", "zip"),
        (b"  \n<html/>", "XLIFF"),
        (b"\xef\xbb\xbf<html/>", "XLIFF"),
        ("<html/>".encode("utf-16"), "XLIFF"),
    ):
        with pytest.raises(Exception, match=sentence):
            read_file(content)


@pytest.mark.parametrize("write", [write_xliff, write_xliff_12])
def test_xliff_says_what_is_unsure(write: Any) -> None:
    """A line without a text is none; a program that changes no state has changed nothing."""
    lines = [
        Line("a", "One <b>two</b>", "Uno <b>dos</b>", number=1, label="Body"),
        Line("b", "Three", "Tres", unsure=True, number=2, limit=9),
        Line("c", "Four", "", number=3),
    ]
    mark = str(uuid4())
    content = write(Catalogue(mark, "es", "en", "A page", "https://example.org/", lines))
    (found,) = read_xliff(content)
    assert (found.mark, found.language) == (mark, "es")
    assert [(line.path, line.source, line.text) for line in found.lines] == [
        ("a", "One <b>two</b>", "Uno <b>dos</b>"),
        ("b", "Three", "Tres"),
        ("c", "Four", ""),
    ]
    assert [line.untouched for line in found.lines[:2]] == [False, True]
    written = content.decode()
    assert written.count("At most 9 characters.") == 1
    assert written.count(">A page<") >= 3
    assert ">Body<" in written
    assert 'xml:space="preserve"' in written
    assert written.count("<target") == 2
    assert read_file(content) == [found]
