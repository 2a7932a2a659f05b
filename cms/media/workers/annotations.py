"""Paints into a PDF's pages what readers see lying on them: text boxes, stamps, filled fields.

Afterwards they are part of the page, and what they were made of (who wrote them, when) can go.
"""

from collections.abc import Iterator
from typing import Any

# What stands for something else: a note's icon, a window, a link, a file. None of it is the page.
NOT_OF_THE_PAGE = {
    *("/Text", "/Popup", "/Link", "/FileAttachment", "/Sound", "/Movie", "/Screen"),
    *("/RichMedia", "/3D", "/PrinterMark", "/TrapNet", "/Projection"),
}
INVISIBLE, HIDDEN, NO_VIEW = 1, 2, 32
MOST_LEVELS = 64

type Unpainted = list[tuple[int, str]]


def paint(pdf: Any, pages: list[Any]) -> Unpainted:
    """Paint them; return what is seen and says not how: the number of its page, and its kind."""
    for page in pages:
        _keep_the_seen(page)
    _draw_fields(pdf, pages)
    pdf.flatten_annotations("screen")
    return [
        (number, str(each.get("/Subtype", "")))
        for number, page in enumerate(pages, start=1)
        for each in _annotations(page)
        if each.get("/Subtype") != "/Widget" or _value(each)
    ]


def is_only_xfa(pdf: Any, pages: list[Any]) -> bool:
    """Whether its pages are made by a program when it is opened, and say no more than to wait."""
    form = pdf.Root.get("/AcroForm")
    if form is None or "/XFA" not in form:
        return False
    fields = any(each.get("/Subtype") == "/Widget" for page in pages for each in _annotations(page))
    return bool(pdf.Root.get("/NeedsRendering", False)) or not fields


def _annotations(page: Any) -> Iterator[Any]:
    import pikepdf  # noqa: PLC0415

    found = page.obj.get("/Annots")
    if isinstance(found, pikepdf.Array):
        yield from (each for each in found if isinstance(each, pikepdf.Dictionary))


def _keep_the_seen(page: Any) -> None:
    from pikepdf import Array  # noqa: PLC0415

    seen = [each for each in _annotations(page) if _is_seen(each)]
    if "/Annots" in page.obj:
        page.obj.Annots = Array(seen)


def _is_seen(annotation: Any) -> bool:
    flags = annotation.get("/F", 0)
    hidden = isinstance(flags, int) and flags & (INVISIBLE | HIDDEN | NO_VIEW)
    return not hidden and str(annotation.get("/Subtype", "")) not in NOT_OF_THE_PAGE


def _draw_fields(pdf: Any, pages: list[Any]) -> None:
    """Give filled fields a look where they have none, or only an old one.

    It is made of Latin letters alone; others would become question marks. Those keep the look that
    they have.
    """
    form = pdf.Root.get("/AcroForm")
    if form is None:
        return
    outdated = bool(form.get("/NeedAppearances", False))
    fields = [each for page in pages for each in _annotations(page) if _value(each)]
    kept = [
        (each, each.get("/AP"))
        for each in fields
        if not ((outdated or "/AP" not in each) and _is_latin(_value(each)))
    ]
    for each in fields:
        # Else what is drawn anew is drawn into the old look.
        if "/AP" in each:
            del each["/AP"]
    form.NeedAppearances = True
    pdf.generate_appearance_streams()
    form.NeedAppearances = False
    for each, look in kept:
        if look is not None:
            each.AP = look
        elif "/AP" in each:
            del each["/AP"]


def _value(widget: Any) -> str:
    """What somebody has filled into a field, which may stand in one above."""
    import pikepdf  # noqa: PLC0415

    node = widget
    for _level in range(MOST_LEVELS):
        value = node.get("/V")
        if isinstance(value, (pikepdf.String, pikepdf.Name)):
            return "" if value == "/Off" else str(value)
        if isinstance(value, (pikepdf.Array, pikepdf.Stream, pikepdf.Dictionary)):
            return "…"
        node = node.get("/Parent")
        if not isinstance(node, pikepdf.Dictionary):
            break
    return ""


def _is_latin(text: str) -> bool:
    return all(ord(sign) < 256 for sign in text)
