"""The style sheets: logical properties, cascade layers, readable ink, nothing from elsewhere."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from cms.pages.static_files import StaticFilesStorage, without_indentation, without_remarks

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "cms/pages/static/site"
SHEETS = {path.name: without_remarks(path.read_text()) for path in sorted(FOLDER.glob("*.css"))}
SITE = SHEETS["site.css"]
# The admin's too.
ALL = {
    str(path.relative_to(ROOT)): without_remarks(path.read_text())
    for package in ("cms", "home", "chapters", "zine")
    for path in sorted((ROOT / package).rglob("*.css"))
}
# What browsers without layers get; it may use what is older than logical properties.
WITHOUT_LAYERS = "@supports not (color:revert-layer)"

PHYSICAL = re.compile(
    r"[{;](?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|left|right|top|bottom|(?:min-|max-)?(?:width|height)|float|clear"
    r"|border-(?:top|bottom)-(?:left|right)-radius)[\w-]*:|text-align:(?:left|right)"
)
DECLARATION = re.compile(r"(--[\w-]+):([^;}]+)")


@pytest.mark.parametrize("name", SHEETS)
def test_only_logical_properties(name: str) -> None:
    assert PHYSICAL.findall(SHEETS[name].replace(for_browsers_without_layers(), "")) == []


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


def for_browsers_without_layers() -> str:
    """The one block outside of layers, which only browsers that know none of them read."""
    found = re.search(rf"{re.escape(WITHOUT_LAYERS)}\{{(?:[^{{}}]*\{{[^{{}}]*\}})*\}}", SITE)
    assert found
    return found[0]


@pytest.mark.parametrize("name", sorted(SHEETS.keys() - {"print.css"}))
def test_every_rule_stands_in_a_layer(name: str) -> None:
    layers = "reset,tokens,base,layout,components,blocks"
    rules = [each for each in outermost(SHEETS[name]) if each != "@font-face"]
    assert (f"@layer {layers}" in rules) == (name == "site.css")
    if name == "site.css":
        rules.remove(WITHOUT_LAYERS)
    one_each = [f"@layer {layer}" for layer in layers.split(",")]
    assert set(rules) <= {f"@layer {layers}", *one_each}


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_comes_from_elsewhere(name: str) -> None:
    addresses = re.findall(r"url\(\"?([^\")]*)", SHEETS[name])
    assert all(address.startswith("../fonts/") for address in addresses)
    assert "@import" not in SHEETS[name]
    assert "!important" not in SHEETS[name]


# What Safari 15 to 18 knows under its own name only, or did until lately. The plain name is written
# after it, so that it counts where both are known.
PREFIXED = (
    "appearance",
    "backdrop-filter",
    "box-decoration-break",
    "hyphens",
    "initial-letter",
    "line-clamp",
    "mask",
    "mask-image",
    "mask-size",
    "print-color-adjust",
    "text-size-adjust",
    "user-select",
)
INNERMOST = re.compile(r"([^{};]*)\{([^{}]*)\}")
SPOKEN = re.compile(r'" / "')
NEEDS_A_LINE_OF_ITS_OWN = re.compile(r":has\(|::-webkit|::-moz")


def rules(css: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each rule: its selectors, and its declarations in order."""
    for selectors, body in INNERMOST.findall(css):
        pairs = (each.partition(":") for each in body.split(";") if each)
        yield selectors, [(name.strip(), value.strip()) for name, _colon, value in pairs]


def hidden_from_webkit(css: str) -> list[str]:
    """What a style sheet says in a form that some Safari from 15 on drops, without another form."""
    found: list[str] = []
    for selectors, declarations in rules(css):
        before: set[tuple[str, str]] = set()
        for name, value in declarations:
            needs = needed_before(name, value)
            if needs and not (needs & before):
                found.append(f"{selectors} {{ {name}: {value} }}")
            before.add((name, value))
        if "," in selectors and NEEDS_A_LINE_OF_ITS_OWN.search(selectors):
            found.append(selectors)
    return found


def needed_before(name: str, value: str) -> set[tuple[str, str]]:
    """The declarations one of which has to stand before this one; none if it may stand alone."""
    if name == "text-decoration" and " " in value:
        return {("text-decoration-line", "as a declaration of its own")}
    if name == "content" and SPOKEN.search(value):
        return {("content", SPOKEN.split(value)[0] + '"')}
    if name in ("overflow", "overflow-x", "overflow-y") and value == "clip":
        return {(name, "hidden")}
    return {(f"-webkit-{name}", value)} if name in PREFIXED else set()


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_said_in_a_form_that_webkit_drops(name: str) -> None:
    assert hidden_from_webkit(ALL[name]) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "a{text-decoration:underline .12em red}",
        "a{text-decoration:underline dotted;text-decoration-thickness:2px}",
        '@layer x{a::after{content:"/" / ""}}',
        '@layer x{a::after{content:"-";content:"/" / ""}}',
        "html{text-size-adjust:100%}",
        "html{text-size-adjust:100%;-webkit-text-size-adjust:100%}",
        "p{hyphens:auto}",
        "@media print{p{color:red;print-color-adjust:exact}}",
        "p{-webkit-user-select:text;user-select:none}",
        "ul{overflow-x:clip}",
        "a:target,sup:has(:target){color:red}",
    ],
)
def test_the_rule_against_such_forms_can_fail(wrong: str) -> None:
    assert len(hidden_from_webkit(wrong)) == 1


@pytest.mark.parametrize(
    "right",
    [
        "a{text-decoration:none}",
        "a{text-decoration-line:underline;text-decoration-thickness:2px}",
        'a::after{content:"/";content:"/" / ""}',
        'a::after{content:" <" attr(href) ">"}',
        "html{-webkit-text-size-adjust:100%;text-size-adjust:100%}",
        "ul{overflow-x:hidden;overflow-x:clip}",
        "sup:has(:target){color:red}",
    ],
)
def test_other_forms_are_left_alone(right: str) -> None:
    assert hidden_from_webkit(right) == []


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


def test_scripts_lose_lines_of_remarks_and_indentation() -> None:
    script = """"use strict";

// A remark.
{
  // Another one.
  const a = "// none", b = 1; // stays
    run(a);
}
"""
    assert without_indentation(script) == (
        '"use strict";\n{\nconst a = "// none", b = 1; // stays\nrun(a);\n}\n'
    )


def test_only_our_own_sheets_are_changed(tmp_path: Path) -> None:
    storage = StaticFilesStorage(location=tmp_path)
    for name in ("site/a.css", "other/a.css", "site/a.txt"):
        storage._save(name, ContentFile(b"/* remark */ a { b: c; }"))
    assert (tmp_path / "site/a.css").read_text() == "a{b:c}"
    assert (tmp_path / "other/a.css").read_text() == "/* remark */ a { b: c; }"
    assert (tmp_path / "site/a.txt").read_text() == "/* remark */ a { b: c; }"
