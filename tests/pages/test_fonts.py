"""The typefaces are built from packages, the same each time, and hold what pages are set in."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont

from cms.pages.fonts import FACES, Face, build, code_points, cut
from cms.pages.languages import LANGUAGES
from cms.pages.static_files import without_remarks

STYLE_SHEET = Path(__file__).parents[2] / "cms/pages/static/site/site.css"
SAMPLES = {
    "anton-latin": "Never Again Action, ¿dónde? ção “1–2”…",
    "serif-latin": "Français, português, español, kreyòl: œuvre €5",
    "serif-latin-extended": "ạảấậầẩẫăằắặđơờớợưừứựỹ",
    "serif-italic-latin": "Nunca más",
    "amiri-arabic": "لن يتكرّر أبدًا 1-844 (ICE) «نعم»",
    "cairo-arabic": "المبادئ ٣ 2024",
    "heebo-hebrew": "לעולם לא עוד",
    "frank-ruhl-hebrew": "קיינמאָל מער, ייִדיש",
}


def face(name: str) -> Face:
    return next(face for face in FACES if face.name == name)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_face_holds_the_letters_of_its_script(built_fonts: Path, name: str) -> None:
    font = TTFont(built_fonts / f"{name}.woff2")
    assert font.flavor == "woff2"
    missing = {letter for letter in SAMPLES[name] if ord(letter) not in font.getBestCmap()}
    assert missing - {" "} == set()


def test_weights_stay_variable_where_pages_need_them(built_fonts: Path) -> None:
    def axes(name: str) -> dict[str, tuple[float, float]]:
        font = TTFont(built_fonts / f"{name}.woff2")
        return {axis.axisTag: (axis.minValue, axis.maxValue) for axis in font["fvar"].axes}

    assert axes("serif-latin") == {"wght": (400, 700)}
    assert axes("cairo-arabic") == {"wght": (400, 900)}


def test_arabic_keeps_its_shaping(built_fonts: Path) -> None:
    features = TTFont(built_fonts / "amiri-arabic.woff2")["GSUB"].table.FeatureList.FeatureRecord
    assert {"init", "medi", "fina"} <= {record.FeatureTag for record in features}


def test_the_same_source_gives_the_same_bytes() -> None:
    first = cut(face("heebo-hebrew"))
    assert first == cut(face("heebo-hebrew"))
    assert TTFont(io.BytesIO(first)).flavor == "woff2"


def test_what_is_up_to_date_is_not_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cms.pages.fonts.FACES", (face("heebo-hebrew"),))
    assert [path.name for path in build(tmp_path)] == ["heebo-hebrew.woff2"]
    assert build(tmp_path) == []
    (tmp_path / "heebo-hebrew.woff2").unlink()
    assert len(build(tmp_path)) == 1


def test_a_changed_recipe_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.pages.fonts.FACES", (face("heebo-hebrew"),))
    build(tmp_path)
    monkeypatch.setattr("cms.pages.fonts.FACES", (face("frank-ruhl-hebrew"),))
    assert [path.name for path in build(tmp_path)] == ["frank-ruhl-hebrew.woff2"]


def test_the_command_says_what_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("cms.pages.fonts.FACES", (face("heebo-hebrew"),))
    call_command("build_fonts", folder=tmp_path)
    assert "heebo-hebrew.woff2: " in capsys.readouterr().out
    call_command("build_fonts", folder=tmp_path)
    assert capsys.readouterr().out == "The fonts are up to date.\n"


def test_the_style_sheet_asks_for_the_faces_that_are_built() -> None:
    asked = re.findall(r'url\("\.\./fonts/([\w-]+)\.woff2"\)', STYLE_SHEET.read_text())
    assert sorted(asked) == sorted(face.name for face in FACES)


@pytest.mark.parametrize("name", ["anton-latin", "serif-latin", "serif-italic-latin"])
def test_browsers_fetch_a_face_only_for_letters_that_it_has(built_fonts: Path, name: str) -> None:
    for part in (name, f"{name}-extended"):
        rule = re.search(rf"fonts/{part}\.woff2[^}}]*", without_remarks(STYLE_SHEET.read_text()))
        assert rule is not None
        ranges = re.search(r"unicode-range:([^;}]*)", rule.group(0))
        assert ranges is not None
        asked = set(code_points(ranges.group(1).replace("U+", "").replace(",", " ")))
        unused = set(code_points(face(part).letters)) - asked
        # Arrows, which are left to the reader's own faces.
        assert {chr(point) for point in unused} <= set("ʼ←↑→↓−∕№")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_loads_the_faces_of_its_script_first(code: str) -> None:
    html = render_to_string("components/fonts.html", {"language": code})
    files = re.findall(r"fonts/[a-z-]+-(arabic|hebrew|latin)\.woff2", html)
    script = LANGUAGES[code].script
    assert files == ([] if script == "chinese" else [script, script])
