"""A document as PDF, compiled by Typst: for the screen (PDF/UA-1) and for the printer."""

import datetime
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from cms.pages.languages import Script
from cms.sandbox.runner import Answer, Limits, WorkerError, run

from .. import fonts
from ..blocks import BLOCK_CLASSES, template_of
from ..document.bidi import PHONE
from ..document.hebrew_points import composed
from ..document.model import Document, canonical
from ..languages import language
from ..problems import EditionError, Problem
from ..words import LICENCES, labels_of, printed_code
from .text_layer import legible

logger = logging.getLogger(__name__)

TEMPLATES = Path(__file__).with_name("templates")
POINTS_PER_INCH = 72.0
POINTS_PER_MM = 72 / 25.4

type Medium = Literal["screen", "print"]


@dataclass(frozen=True)
class Paper:
    """A page's size in points."""

    width: float
    height: float


HALF_LETTER = Paper(5.5 * POINTS_PER_INCH, 8.5 * POINTS_PER_INCH)
A5 = Paper(148.5 * POINTS_PER_MM, 210 * POINTS_PER_MM)

UA_1 = "ua-1"
LIMITS = Limits(seconds=60)
TYPESETTER = Path(__file__).parents[1] / "workers/typesetter.py"

# Leading in ems. A script's letters fill their line more or less than Latin's do: the scales make
# them look the same size, not measure it.
_SCRIPTS: Mapping[Script, dict[str, float]] = {
    "latin": {
        "text_scale": 1.0,
        "leading": 0.62,
        "display_scale": 1.0,
        "plain_scale": 1.0,
        "title_leading": 0.15,
    },
    "arabic": {
        "text_scale": 1.26,
        "leading": 0.72,
        "display_scale": 0.86,
        "plain_scale": 1.0,
        "title_leading": 0.3,
    },
    "hebrew": {
        "text_scale": 1.07,
        "leading": 0.66,
        "display_scale": 0.94,
        "plain_scale": 1.04,
        "title_leading": 0.2,
    },
    "chinese": {
        "text_scale": 0.96,
        "leading": 0.78,
        "display_scale": 0.88,
        "plain_scale": 1.0,
        "title_leading": 0.22,
    },
}
# Type in points, measures in inches, `tallest` and `tagline` as factors.
ISSUE_STYLE = {
    "unit": 9.7,
    "inside": 0.68,
    "outside": 0.52,
    "rule": 4.5,
    "cover_rule": 7,
    "strip": 11,
    "heading": 25.0,
    "quote": 16.5,
    "figure": 27.0,
    "cover_title": 82,
    "cover_margin": 0.38,
    "cover_gap": 0.13,
    "title_height": 2.3,
    "tagline": 1.32,
    "summary": 1.16,
    "room": 1.6,
    "tallest": 0.62,
    "whole_issue": False,
}


@dataclass(frozen=True)
class Pdf:
    """A PDF's bytes and how many pages they are."""

    content: bytes
    pages: int


def compile_issue(document: Document, paper: Paper, medium: Medium, limits: Limits = LIMITS) -> Pdf:
    """Return the whole issue as a PDF; for the screen it conforms to PDF/UA-1.

    Raises EditionError for what the editor must mend, WorkerError for what the machine must.
    """
    style = style_of(document, paper, medium, ISSUE_STYLE)
    standards = [UA_1] if medium == "screen" else []
    answer = typeset([document], "issue.typ", style, standards, limits=limits)
    return finished(document, answer)


def finished(document: Document, answer: Answer) -> Pdf:
    """Return the PDF that the typesetter gave, its text layer mended where the script asks."""
    content = answer.parts[0]
    if document.direction == "rtl":
        content = legible(content)
    return Pdf(content, answer.facts["pages"])


def typeset(
    documents: Sequence[Document],
    template: str,
    style: Mapping[str, Any],
    standards: list[str],
    fit: Mapping[str, Any] | None = None,
    limits: Limits = LIMITS,
) -> Answer:
    """Run the typesetter; with ``fit`` on the first of the documents that fits.

    The first document's pictures serve them all. Raises EditionError when the content is refused.
    """
    files = _templates()
    files |= {asset.name: asset.content for asset in documents[0].assets.values()}
    names = [f"document-{index}.json" for index in range(len(documents))]
    for name, document in zip(names, documents, strict=True):
        files[name] = canonical(breakable(document.to_json()))
    files["style.json"] = canonical(style)
    request: dict[str, Any] = {
        "template": template,
        "documents": names,
        "fonts": sorted({str(path.parent) for path in fonts.files()}),
        "standards": standards,
        "timestamp": _timestamp(documents[0]),
    }
    if fit is not None:
        request["fit"] = fit
    try:
        return run(TYPESETTER, request, files, limits)
    except WorkerError as error:
        if not error.content:
            raise
        logger.exception("Refused: %s %s", documents[0].imprint.address, error.detail)
        problem = Problem("refused_by_typesetter", None, {"reason": str(error)})
        raise EditionError([problem]) from error


def style_of(
    document: Document, paper: Paper, medium: Medium, measures: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the templates need to know beside the document."""
    spoken = language(document.language)
    labels = labels_of(document)
    licence = LICENCES[document.imprint.licence]
    return {
        **_SCRIPTS[spoken.script],
        **measures,
        "medium": medium,
        "width": paper.width,
        "height": paper.height,
        "script": spoken.script,
        "lang": spoken.lang,
        "region": spoken.region,
        "hyphenated": spoken.hyphenated,
        # Without hyphenation a narrow column of Latin script is better left ragged.
        "justified": spoken.hyphenated or spoken.script != "latin",
        "fonts": fonts.families(spoken.script),
        "labels": labels,
        "language_name": spoken.own_name,
        "licence": {
            "name": licence.name,
            "address": licence.address,
            "explained": labels[licence.label],
        },
        "digest": printed_code(document.digest, document.revision),
    }


_LONG_WORD = re.compile(r"[^\W\d_]{24,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\w[\w-]*(?:\.[\w-]+)+/\S*|\S+@\S+")
_AFTER = re.compile(r"([/?&=._-])(?=[^\s/])")
_EVERY_TEN = re.compile(r"(\w{10})(?=\w{4})")
_ADDRESSES = {"href", "source", "address", "asset", "assets", "anchor", "id"}


def breakable(value: Any) -> Any:
    """Return JSON data with places to break in addresses and long words, none in telephones.

    Points stand in one sign with their letter.
    """
    if isinstance(value, dict):
        return {k: v if k in _ADDRESSES else breakable(v) for k, v in value.items()}
    if isinstance(value, list):
        return [breakable(item) for item in value]
    if isinstance(value, str):
        return _breakable_text(value)
    return value


# The forms of a mini zine are the same texts many times over.
@lru_cache(maxsize=4096)
def _breakable_text(text: str) -> str:
    text = composed(text)
    text = PHONE.sub(lambda match: match.group(0).replace(" ", "\u00a0"), text)
    text = _ADDRESS.sub(lambda match: _AFTER.sub("\\1\u200b", match.group(0)), text)
    return _LONG_WORD.sub(lambda match: _hyphens(match.group(0)), text)


def _hyphens(word: str) -> str:
    # Arabic letters join: a hyphen between them would be a mistake, not a break.
    latin = all(ord(letter) < 0x590 for letter in word)
    return _EVERY_TEN.sub("\\1\u00ad", word) if latin else word


def _templates() -> dict[str, bytes]:
    """The templates: those of PDFs, and one for each kind of block, named after it."""
    files = {path.name: path.read_bytes() for path in TEMPLATES.glob("*.typ")}
    blocks = {f"block-{kind}.typ": template_of(kind) for kind in BLOCK_CLASSES}
    return files | {name: path.read_bytes() for name, path in blocks.items()}


def _timestamp(document: Document) -> int:
    day = datetime.date.fromisoformat(document.imprint.published_on)
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())
