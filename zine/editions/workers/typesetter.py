"""Compiles the templates in its directory with the document given as data."""

import io
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from confinement import answer, confined_request, refuse  # noqa: E402


def main() -> None:
    request = confined_request()
    import typst  # noqa: PLC0415 - only once the limits are in force

    try:
        if "fit" in request:
            _fit(request)
        else:
            pdf, warnings = _compile(request, {})
            answer({"pages": _pages(pdf), "warnings": warnings}, [pdf])
    except typst.TypstError as error:
        refuse(" ".join([error.message, *error.hints]), error.diagnostic)


def _compile(request: Any, inputs: dict[str, str]) -> tuple[bytes, list[str]]:
    import typst  # noqa: PLC0415

    compiler = typst.Compiler(
        input=request["template"],
        root=".",
        font_paths=typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=request["fonts"],
        ),
        sys_inputs={**request["inputs"], **inputs},
        package_path="/nonexistent",
        package_cache_path="/nonexistent",
    )
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards=request["standards"], timestamp=request["timestamp"]
    )
    return pdf, [warning.message for warning in warnings]


def _fit(request: Any) -> None:
    """Find the largest text size of ``sizes`` (ascending) at which the pages are few enough."""
    sizes, most = request["fit"]["sizes"], request["fit"]["pages"]
    best: tuple[float, bytes, int, list[str]] | None = None
    pages_at_least_size = 0
    low, high = 0, len(sizes) - 1
    # The smallest first: where that does not fit, nothing does.
    probe = 0
    while low <= high:
        pdf, warnings = _compile(request, {"size": str(sizes[probe])})
        pages = _pages(pdf)
        if probe == 0:
            pages_at_least_size = pages
        if pages <= most:
            best = (sizes[probe], pdf, pages, warnings)
            low = probe + 1
        else:
            high = probe - 1
        probe = (low + high) // 2
    if best is None:
        answer({"fits": False, "pages": pages_at_least_size})
        return
    size, pdf, pages, warnings = best
    answer({"fits": True, "size": size, "pages": pages, "warnings": warnings}, [pdf])


def _pages(pdf: bytes) -> int:
    import pikepdf  # noqa: PLC0415

    with pikepdf.Pdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


if __name__ == "__main__":
    main()
