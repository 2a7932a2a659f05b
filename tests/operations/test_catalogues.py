"""Translations are compiled without gettext, and every configured language has its addresses."""

import gettext
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import get_language_from_path, get_language_info

from cms.operations.catalogues import compile_catalogues
from tools.catalogues import problems


def write(file: Path, *entries: polib.POEntry) -> Path:
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.extend(entries)
    file.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(file))
    return file


ROOT = Path(__file__).parents[2]
# What is filled into a sentence, by the form in which it is written.
FILLED_IN = {
    "python-format": re.compile(r"%\(\w+\)[sd]|%[sd]"),
    "python-brace-format": re.compile(r"\{\w+\}"),
}


@pytest.mark.parametrize("file", sorted(ROOT.glob("locale/*/*/django.po")), ids=str)
def test_a_translation_keeps_what_is_filled_in(file: Path) -> None:
    """Without it a sentence says less than it should; with another it breaks the page."""
    sentences = [
        (entry, form)
        for entry in polib.pofile(str(file))
        for flag, form in FILLED_IN.items()
        if flag in entry.flags and entry.msgstr
    ]
    assert len(sentences) > 100
    for entry, form in sentences:
        assert set(form.findall(entry.msgid)) == set(form.findall(entry.msgstr)), entry.msgid


def test_a_catalogue_is_compiled_once(tmp_path: Path) -> None:
    source = write(tmp_path / "es/LC_MESSAGES/django.po", polib.POEntry(msgid="Yes", msgstr="Sí"))
    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
    assert compile_catalogues(tmp_path) == []
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Yes") == "Sí"
    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]


@pytest.mark.parametrize("code", settings.SITE_LANGUAGES)
def test_every_language_has_addresses(code: str) -> None:
    assert get_language_from_path(f"/{code}/about/") == code


def test_yiddish_is_written_from_the_right() -> None:
    assert get_language_info("yi")["bidi"] is True
    assert "yi" in settings.LANGUAGES_BIDI


@pytest.mark.parametrize(
    ("committed", "sentence"),
    [
        ([], "not collected yet: 'Yes'; run `make messages`"),
        ([polib.POEntry(msgid="Yes")], "untranslated: 'Yes'"),
        ([polib.POEntry(msgid="Yes", msgstr="Sí", flags=["fuzzy"])], "fuzzy: 'Yes'"),
        (
            [polib.POEntry(msgid="Yes", msgstr="Sí"), polib.POEntry(msgid="No", msgstr="No")],
            "used no more: 'No'; run `make messages`",
        ),
        (
            [
                polib.POEntry(msgid="Yes", msgstr="Sí"),
                polib.POEntry(msgid="No", msgstr="No", obsolete=True),
            ],
            "obsolete: 'No'; delete it",
        ),
    ],
)
def test_an_incomplete_catalogue_is_described(
    tmp_path: Path, committed: list[polib.POEntry], sentence: str
) -> None:
    fresh = write(tmp_path / "fresh.po", polib.POEntry(msgid="Yes"))
    assert sentence in problems(write(tmp_path / "committed.po", *committed), fresh)


def test_a_complete_catalogue_has_no_problems(tmp_path: Path) -> None:
    fresh = write(tmp_path / "fresh.po", polib.POEntry(msgid="Yes"))
    committed = write(tmp_path / "committed.po", polib.POEntry(msgid="Yes", msgstr="Sí"))
    assert problems(committed, fresh) == []
