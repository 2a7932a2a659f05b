"""``check_translations`` lists what is missing, unsure or unread in the interface's words."""

from io import StringIO
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import CommandError, call_command

from .test_catalogues import write

WORDS = ("Yes", "No")


def entry(word: str, text: str, **values: Any) -> polib.POEntry:
    return polib.POEntry(msgid=word, msgstr=text, **values)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [("en", "English"), ("es", "Spanish"), ("ar", "Arabic"), ("pt-br", "P")]
    for code in ("es", "ar"):
        of(tmp_path, code, *(entry(word, f"{code} {word}") for word in WORDS))
    return tmp_path


def of(folder: Path, code: str, *entries: polib.POEntry) -> None:
    write(folder / code / "LC_MESSAGES" / "django.po", *entries)


def told(*arguments: str) -> list[str]:
    output = StringIO()
    call_command("check_translations", *arguments, stdout=output)
    return output.getvalue().splitlines()


def test_complete_catalogues_pass(folder: Path) -> None:
    of(folder, "pt_BR", *(entry(word, word, tcomment="machine draft") for word in WORDS))
    assert told() == [
        "es: 2 words, 0 missing, 0 fuzzy, 0 unreviewed",
        "ar: 2 words, 0 missing, 0 fuzzy, 0 unreviewed",
        "pt-br: 2 words, 0 missing, 0 fuzzy, 2 unreviewed",
        "  unreviewed: 'No'",
        "  unreviewed: 'Yes'",
    ]
    assert told("pt-br", "--brief") == ["pt-br: 2 words, 0 missing, 0 fuzzy, 2 unreviewed"]


def test_a_language_without_a_catalogue_misses_everything(folder: Path) -> None:
    assert told("pt-br")[0] == "pt-br: 2 words, 2 missing, 0 fuzzy, 0 unreviewed"


@pytest.mark.parametrize(
    ("bad", "line"),
    [
        (entry("Yes", ""), "  missing: 'Yes'"),
        (entry("Yes", "Sí", flags=["fuzzy"]), "  fuzzy: 'Yes'"),
        (entry("Yes", "Sí", tcomment="Machine draft, please read"), "  unreviewed: 'Yes'"),
        (entry("Yes", "Sí", obsolete=True), "  missing: 'Yes'"),
        (
            polib.POEntry(msgid="Yes", msgid_plural="Yeses", msgstr_plural={0: "Sí", 1: ""}),
            "  missing: 'Yes'",
        ),
    ],
)
@pytest.mark.parametrize("code", ["es", "ar"])
def test_an_incomplete_shipped_language_fails(
    folder: Path, code: str, bad: polib.POEntry, line: str
) -> None:
    of(folder, code, bad, entry("No", "No"))
    output = StringIO()
    with pytest.raises(CommandError, match="not complete and read") as error:
        call_command("check_translations", stdout=output)
    assert error.value.returncode == 1
    assert line in output.getvalue().splitlines()


def test_an_unknown_language_is_named(folder: Path) -> None:
    with pytest.raises(CommandError, match="SITE_LANGUAGES: xx"):
        told("xx")
