"""The typefaces of the site, cut down to what its pages are set in.

Each face is one small file for one script, so that a reader's browser fetches only the scripts
that the page is written in (``unicode-range`` in ``site.css`` says which). The sources come from
packages; nothing is fetched from anywhere.
"""

import hashlib
import importlib
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# Shaping and kerning; no small capitals, swashes or stylistic sets.
FEATURES = (
    *("ccmp", "locl", "rlig", "calt", "liga", "kern", "mark", "mkmk"),
    *("init", "medi", "fina", "isol"),
)

LATIN = (
    "0000-00FF 0131 0152-0153 02BC 02C6 02DA 02DC 2000-200B 2010-2027 202F-205E 20AC 2116 2122 "
    "2190-2193 2212 2215"
)
# French, Portuguese, Haitian Creole and Spanish do without; Vietnamese needs it.
LATIN_EXTENDED = (
    "0100-0130 0132-0151 0154-017F 0192 01A0-01A1 01AF-01B0 0300-0301 0303-0304 0308-0309 "
    "0323 0329 1E9E 1EA0-1EF9 20AB"
)
# With ASCII: digits and the odd Latin word of an Arabic text are set in the same face.
ARABIC = (
    "0020-007E 00A0 00AB 00B7 00BB 060C 061B 061F 0621-063A 0640-0652 0660-066C 0670-0671 067E "
    "0686 06A4 06A9 06AF 06CC 200C-200F 2013-2014 2018-201D 2026 2066-2069"
)
HEBREW = "0020-007E 00A0 0591-05C7 05D0-05EA 05EF-05F4 200C-200F 2013-2014 2018-201D 20AA FB1D-FB4F"


@dataclass(frozen=True)
class Face:
    """One file: which font it is cut from, its letters, and what is left of its axes."""

    name: str
    package: str
    source: str
    letters: str
    axes: dict[str, int | tuple[int, int]] = field(default_factory=dict)

    def source_file(self) -> Path:
        root: Path = importlib.import_module(self.package).ROOT
        return root / "files" / self.source


SERIF = ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf")
SERIF_ITALIC = ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf")
ANTON = ("fontpkg_anton", "Anton-Regular.ttf")
UPRIGHT: dict[str, int | tuple[int, int]] = {"opsz": 14, "wght": (400, 700)}
ITALIC: dict[str, int | tuple[int, int]] = {"opsz": 14, "wght": 400}

FACES = (
    Face("anton-latin", *ANTON, LATIN),
    Face("anton-latin-extended", *ANTON, LATIN_EXTENDED),
    Face("serif-latin", *SERIF, LATIN, UPRIGHT),
    Face("serif-latin-extended", *SERIF, LATIN_EXTENDED, UPRIGHT),
    Face("serif-italic-latin", *SERIF_ITALIC, LATIN, ITALIC),
    Face("serif-italic-latin-extended", *SERIF_ITALIC, LATIN_EXTENDED, ITALIC),
    Face(
        "cairo-arabic",
        "fontpkg_cairo",
        "Cairo[slnt,wght].ttf",
        ARABIC,
        {"slnt": 0, "wght": (400, 900)},
    ),
    Face("amiri-arabic", "fontpkg_amiri", "Amiri-Regular.ttf", ARABIC),
    Face("heebo-hebrew", "fontpkg_heebo", "Heebo[wght].ttf", HEBREW, {"wght": 900}),
    Face(
        "frank-ruhl-hebrew",
        "fontpkg_frank_ruhl_libre",
        "FrankRuhlLibre[wght].ttf",
        HEBREW,
        {"wght": (400, 700)},
    ),
)


def code_points(letters: str) -> Iterator[int]:
    """The code points of ranges written like ``0041-005A 00E9``."""
    for part in letters.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def cut(face: Face) -> bytes:
    """Return the face as WOFF2. The same source and the same face give the same bytes."""
    options = subset.Options()
    options.layout_features = list(FEATURES)
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    font = TTFont(face.source_file(), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points(face.letters))
    subsetter.subset(font)
    if face.axes:
        instancer.instantiateVariableFont(font, face.axes, inplace=True)
    output = io.BytesIO()
    font.flavor = "woff2"
    font.save(output)
    return output.getvalue()


def recipe() -> str:
    """A digest of everything that the files depend on."""
    digest = hashlib.sha256(fontTools.version.encode())
    for face in FACES:
        digest.update(json.dumps(asdict(face)).encode())
        digest.update(face.source_file().read_bytes())
    digest.update("".join(FEATURES).encode())
    return digest.hexdigest()


def build(folder: Path) -> list[Path]:
    """Write every face into ``folder``; return what was written, nothing if all is up to date."""
    folder.mkdir(parents=True, exist_ok=True)
    made_by = folder / ".recipe"
    wanted = {folder / f"{face.name}.woff2": face for face in FACES}
    current = recipe()
    if made_by.exists() and made_by.read_text() == current and all(map(Path.exists, wanted)):
        return []
    for path, face in wanted.items():
        path.write_bytes(cut(face))
    made_by.write_text(current)
    return list(wanted)
