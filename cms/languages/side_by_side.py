"""A page in two languages side by side, section by section: for learning, teaching, checking.

`/en/principles/with/ar/` is the page at `/en/principles/` beside its Arabic. Each language stays
marked as what it is; search engines are sent to the page in one language.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from cms.media.pictures import fetch_renditions, images_of, streams_of
from cms.pages.addresses import absolute
from cms.pages.footnotes import Footnotes
from cms.pages.models import BasePage
from cms.pages.outline import Outline

from .alternates import Alternate, reader_languages
from .missing import pages_at
from .names import Language
from .sections import Pair, Section, in_parts, paired, sections_of

# As in the zine: light enough for an old phone, though each block is there twice.
BLOCKS_IN_A_PART = 24


@dataclass
class Side:
    """One of the two languages: its page, and what its blocks ask of the text that they are in."""

    language: Language
    page: BasePage
    address: str
    outline: Outline
    footnotes: Footnotes


@require_safe
def side_by_side(request: HttpRequest, path: str, other: str, part: str | int = 1) -> HttpResponse:
    """Serve a part of the page at ``path`` in the address's language and in another.

    Raises Http404 unless readers can have it in both.
    """
    first, second = _both(request, path, other)
    pairs = paired(sections_of(first.page), sections_of(second.page))
    parts = in_parts(pairs, BLOCKS_IN_A_PART)
    part = int(part)
    if part > len(parts):
        raise Http404
    before = [pair for each in parts[: part - 1] for pair in each]
    first.footnotes.before = _notes(pair.first for pair in before)
    second.footnotes.before = _notes(pair.second for pair in before)
    context = {
        "title": _("%(title)s in two languages") % {"title": first.page.title},
        "sides": (first, second),
        "rows": [_row(pair, first, second) for pair in parts[part - 1]],
        "canonical": absolute(request, first.address),
        "here": f"{first.address}with/{other}/",
        "turned": f"{second.address}with/{first.language.code}/",
        "part": part,
        "previous": part - 1 if part > 1 else None,
        "next": part + 1 if part < len(parts) else None,
        "number_of_parts": len(parts),
        "language_choices": reader_languages(request, first.page).choices,
    }
    return render(request, "languages/side_by_side/page.html", context)


def _both(request: HttpRequest, path: str, other: str) -> tuple[Side, Side]:
    code = get_language() or ""
    languages = reader_languages(request)
    found = (pages_at(request, path) if path else languages.homes).get(code)
    if found is None or other == code:
        raise Http404
    alternates = reader_languages(request, found.page).alternates
    if other not in alternates or code not in alternates:
        raise Http404
    first, second = _side(alternates[code]), _side(alternates[other])
    fetch_renditions([*images_of(first.page), *images_of(second.page)])
    return first, second


def _side(alternate: Alternate) -> Side:
    page, code = alternate.page.specific, alternate.language.code
    outline = Outline(streams_of(page), prefix=f"{code}-")
    return Side(alternate.language, page, alternate.address, outline, Footnotes(prefix=f"{code}-"))


def _row(pair: Pair, first: Side, second: Side) -> list[tuple[Side, Section | None]]:
    return [(first, pair.first), (second, pair.second)]


def _notes(sections: Any) -> int:
    """How many footnotes stand in some sections."""
    return sum(
        len(block.value["footnotes"])
        for section in sections
        if section is not None
        for block in section.blocks
        if block.block_type == "paragraph"
    )
