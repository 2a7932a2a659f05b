"""The style sheets: logical properties, cascade layers, readable ink, nothing from elsewhere."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from cms.pages.static_files import StaticFilesStorage, without_remarks

FOLDER = Path(__file__).parents[2] / "cms/pages/static/site"
SHEETS = {path.name: without_remarks(path.read_text()) for path in sorted(FOLDER.glob("*.css"))}
SITE = SHEETS["site.css"]

PHYSICAL = re.compile(
    r"[{;](?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|left|right|top|bottom|(?:min-|max-)?(?:width|height)|float|clear"
    r"|border-(?:top|bottom)-(?:left|right)-radius)[\w-]*:|text-align:(?:left|right)"
)
DECLARATION = re.compile(r"(--[\w-]+):([^;}]+)")


@pytest.mark.parametrize("name", SHEETS)
def test_only_logical_properties(name: str) -> None:
    assert PHYSICAL.findall(SHEETS[name]) == []


def test_the_rule_against_physical_properties_can_fail() -> None:
    for wrong in ("a{margin-left:1px}", "a{color:red;width:2px}", "a{x:y;text-align:left}"):
        assert PHYSICAL.search(wrong)
    assert not PHYSICAL.search("@media (min-width:62em){a{border-block-start:0;inline-size:1px}}")


def outermost(css: str) -> list[str]:
    """What stands before the braces at the outermost level, and statements that have none."""
    depth, found = 0, [""]
    for sign in css:
        if depth == 0 and sign in "{;":
            found.append("")
        elif depth == 0:
            found[-1] += sign
        depth += {"{": 1, "}": -1}.get(sign, 0)
    assert depth == 0
    return [each for each in (text.strip("}") for text in found) if each]


@pytest.mark.parametrize("name", sorted(SHEETS.keys() - {"print.css"}))
def test_every_rule_stands_in_a_layer(name: str) -> None:
    layers = "reset,tokens,base,layout,components,blocks"
    rules = [each for each in outermost(SHEETS[name]) if each != "@font-face"]
    assert (f"@layer {layers}" in rules) == (name == "site.css")
    one_each = [f"@layer {layer}" for layer in layers.split(",")]
    assert set(rules) <= {f"@layer {layers}", *one_each}


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_comes_from_elsewhere(name: str) -> None:
    addresses = re.findall(r"url\(\"?([^\")]*)", SHEETS[name])
    assert all(address.startswith("../fonts/") for address in addresses)
    assert "@import" not in SHEETS[name]
    assert "!important" not in SHEETS[name]


def tokens(css: str) -> dict[str, str]:
    return {name: value.strip() for name, value in DECLARATION.findall(css)}


def schemes() -> dict[str, dict[str, str]]:
    light, dark = SITE.split("@media (prefers-color-scheme:dark)", 1)
    day = tokens(re.search(r":root\{color-scheme[^}]*\}", light)[0])  # type: ignore[index]
    night = tokens(re.search(r":root\{[^}]*\}", dark)[0])  # type: ignore[index]
    return {"light": day, "dark": day | night}


def luminance(color: str) -> float:
    channels = [int(color.lstrip("#")[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


# What is read: the text and its ground, and the least contrast between them. Running text
# reaches AAA, what accompanies it AA; the bright ink is for large type and shapes.
READ = [
    ("--ink", "--paper", 7),
    ("--ink", "--tint", 7),
    ("--on-slab", "--slab", 7),
    ("--on-ink", "--ink", 7),
    ("--faded", "--paper", 7),
    ("--riso-text", "--paper", 4.5),
    ("--riso-text", "--tint", 4.5),
    ("--riso", "--paper", 3),
    ("--riso", "--slab", 3),
]


@pytest.mark.parametrize(("pair", "scheme"), list(product(READ, ["light", "dark"])))
def test_ink_can_be_read(pair: tuple[str, str, float], scheme: str) -> None:
    text, ground, least = pair
    colors = schemes()[scheme]
    assert contrast(colors[text], colors[ground]) >= least


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_can_be_read_on_the_bright_one(scheme: str) -> None:
    assert contrast("#17162b", schemes()[scheme]["--riso"]) >= 4.5


def test_remarks_are_taken_out_and_nothing_else() -> None:
    css = """/* a
      remark */
    .a > .b ,
    .c :hover { color : red;
      content: "· " / ""; }
    @media (min-width: 2em) { .d { margin: calc(1px + 2px); } }
    """
    assert without_remarks(css) == (
        '.a>.b,.c :hover{color :red;content:"· " / ""}'
        "@media (min-width:2em){.d{margin:calc(1px + 2px)}}"
    )


def test_only_our_own_sheets_are_changed(tmp_path: Path) -> None:
    storage = StaticFilesStorage(location=tmp_path)
    for name in ("site/a.css", "other/a.css", "site/a.txt"):
        storage._save(name, ContentFile(b"/* remark */ a { b: c; }"))
    assert (tmp_path / "site/a.css").read_text() == "a{b:c}"
    assert (tmp_path / "other/a.css").read_text() == "/* remark */ a { b: c; }"
    assert (tmp_path / "site/a.txt").read_text() == "/* remark */ a { b: c; }"
