"""Compiles the templates in its directory with the document given as data."""

import bisect
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3] / "cms/sandbox/workers"))

from confinement import (  # type: ignore[import-not-found]
    answer,
    confined_request,
    refuse,
)

# Typst writes this object plainly; a library that reads PDFs takes longer to load than to compile.
PAGE_COUNT = re.compile(rb"/Type\s*/Pages\s*/Count\s+(\d+)")


def main() -> None:
    request = confined_request()
    import typst  # noqa: PLC0415 - only once the limits are in force

    try:
        if "fit" in request:
            _fit(request)
        else:
            pdf, warnings = _compile(request, {"document": request["documents"][0]})
            answer({"pages": _pages(pdf), "warnings": warnings}, [pdf])
    except typst.TypstError as error:
        refuse(" ".join([error.message, *error.hints]), error.diagnostic)


def _compile(request: Any, inputs: dict[str, str]) -> tuple[bytes, list[str]]:
    import typst  # noqa: PLC0415

    compiler = typst.Compiler(
        input=request["template"],
        root=".",
        font_paths=_fonts(tuple(request["fonts"])),
        sys_inputs=inputs,
        package_path="/nonexistent",
        package_cache_path="/nonexistent",
    )
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards=request["standards"], timestamp=request["timestamp"]
    )
    if not isinstance(pdf, bytes):
        raise TypeError("One PDF is one piece of bytes.")
    return pdf, [warning.message for warning in warnings]


@cache
def _fonts(directories: tuple[str, ...]) -> Any:
    import typst  # noqa: PLC0415

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=list(directories),
    )


def _fit(request: Any) -> None:
    """Compile the first document that fits the pages, at the largest size at which it does.

    Documents get shorter and sizes larger from first to last, so both are found by bisection.
    """
    documents, sizes, most = request["documents"], request["fit"]["sizes"], request["fit"]["pages"]

    @cache
    def compiled(document: int, size: int) -> tuple[bytes, list[str], int]:
        inputs = {"document": documents[document], "size": str(sizes[size])}
        pdf, warnings = _compile(request, inputs)
        return pdf, warnings, _pages(pdf)

    last = len(documents) - 1
    shortest = compiled(last, 0)[2]
    if shortest > most:
        answer({"fits": False, "pages": shortest})
        return
    document = _first(last, lambda index: compiled(index, 0)[2] <= most)
    too_large = _first(len(sizes), lambda index: compiled(document, index)[2] > most)
    pdf, warnings, pages = compiled(document, too_large - 1)
    found = {"document": document, "size": sizes[too_large - 1]}
    answer({"fits": True, "pages": pages, "warnings": warnings, **found}, [pdf])


def _first(end: int, holds: Callable[[int], bool]) -> int:
    """Return the first index below ``end`` for which ``holds``, else ``end``."""
    return bisect.bisect_left(range(end), True, key=holds)


def _pages(pdf: bytes) -> int:
    return max(int(count) for count in PAGE_COUNT.findall(pdf))


if __name__ == "__main__":
    main()
