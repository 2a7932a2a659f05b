"""The pages for the screen: a PDF that screen readers can read, PDF/UA-1."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import page as page_validation
import pikepdf
from django.utils.translation import gettext_lazy as _

from ..pdf import compiler
from ..pdf.page_images import Area, words_of
from .kind import Artifact, Kind, Sources, Use

RULES_NAMED = 5
# The largest PDF that a booklet of office paper can be folded from, and then some.
MOST_PAGES = 400

USE = Use(
    "screen",
    _("Read it on a screen"),
    _("The pages as they are printed, marked up for screen readers."),
)


@dataclass(frozen=True, kw_only=True)
class Screen(Kind):
    """The pages one by one, as large as the paper's."""

    use: Use | None = USE
    paper: compiler.Paper
    checks = ("PDF/UA-1", "page order")

    def make(self, sources: Sources) -> Artifact:
        pdf = sources.pages(self.paper, "screen")
        return Artifact(pdf.content, pdf.pages)

    def faults(self, artifact: Artifact, sources: Sources) -> Iterator[str]:  # noqa: ARG002
        yield from check_accessible_pdf(artifact.content)
        yield from check_pages(artifact.content, artifact.pages)


HALF_LETTER = Screen(
    name="screen-half-letter.pdf",
    label=_("PDF, half-letter pages"),
    paper=compiler.HALF_LETTER,
    essential=True,
)
A5 = Screen(name="screen-a5.pdf", label=_("PDF, A5 pages"), paper=compiler.A5)


def check_accessible_pdf(content: bytes) -> list[str]:
    """Judge a PDF against PDF/UA-1."""
    result = page_validation.validate_pdf_bytes(
        content, profile=page_validation.ValidationProfile.PDF_UA_1
    )
    if result.is_compliant:
        return []
    rules = sorted({failure.rule_id for failure in result.failures})
    return [f"The PDF breaks PDF/UA-1: {', '.join(rules[:RULES_NAMED])}."]


def check_pages(content: bytes, expected: int) -> list[str]:
    """Judge whether a PDF has the pages that it should have, and whether they are numbered so.

    Those between the covers are numbered 2, 3, 4, … in their order.
    """
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        count = len(pdf.pages)
        _, _, width, height = (float(edge) for edge in pdf.pages[0].mediabox)
    if count != expected:
        return [f"The PDF has {count} pages instead of {expected}."]
    if count > MOST_PAGES:
        return [f"The PDF has {count} pages; {MOST_PAGES} is the most."]
    foot = (0.0, 0.0, width, height * 0.08)
    inner = range(1, count - 1)
    found = words_of(content, [Area(index, foot) for index in inner])
    return [
        f"Page {index + 1} is not numbered so, but “{words.strip()}”."
        for index, words in zip(inner, found, strict=True)
        if words.split()[-1:] != [str(index + 1)]
    ]
