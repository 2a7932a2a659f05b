"""Writes a PDF anew with what is needed to show its pages, and nothing about who made it.

What is kept is listed, not what goes: of the document its pages and layers, of a page its boxes
and its content. Bookmarks, tags, forms, notes, links, scripts, attachments and every kind of
metadata are left behind, in pictures within the pages too.
"""

import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "sandbox/workers"))
sys.path.insert(0, str(Path(__file__).parent))

from annotations import (  # type: ignore[import-not-found]
    is_only_xfa,
    paint,
)
from confinement import (  # type: ignore[import-not-found]
    answer,
    confined_request,
    refuse,
)
from encoded_pictures import (  # type: ignore[import-not-found]
    clean_jpeg,
    clean_jpeg_2000,
)

OF_A_PAGE = {
    *("/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit"),
    *("/Resources", "/Contents", "/Group"),
}
# Wherever they stand: who made it and when, what runs, what is attached, what lies elsewhere.
NOWHERE = {
    *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/OpenAction", "/JS", "/AF"),
    *("/EF", "/OPI", "/Alternates", "/Ref", "/Measure", "/PtData", "/StructParent"),
    *("/StructParents", "/Annots", "/AcroForm", "/ID"),
}
# In a stream these name a file outside the document.
OF_OTHER_FILES = {"/F", "/FFilter", "/FDecodeParms"}
MOST_OBJECTS = 300_000
END = b"%%EOF"
OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")
CLEANERS = {"/DCTDecode": clean_jpeg, "/JPXDecode": clean_jpeg_2000}


class Refusal(Exception):  # noqa: N818
    """The PDF is not taken; the first argument is the reason's name, the others say where."""


def main() -> None:
    request = confined_request()
    import pikepdf  # noqa: PLC0415 - only once the limits are in force

    try:
        answer(*sanitize(request))
    except pikepdf.PasswordError:
        refuse("encrypted")
    except pikepdf.PdfError as error:
        refuse("damaged", str(error))
    except Refusal as refusal:
        refuse(str(refusal.args[0]), json.dumps(refusal.args[1] if refusal.args[1:] else ""))


def sanitize(request: Any) -> tuple[dict[str, Any], list[bytes]]:
    """Return facts about the PDF and what was removed, and the clean PDF."""
    import pikepdf  # noqa: PLC0415

    with pikepdf.Pdf.open(io.BytesIO(_document()), suppress_warnings=True) as pdf:
        pages = list(pdf.pages) if _said(pdf) <= request["most_pages"] else []
        if not pages or len(pages) > request["most_pages"]:
            mended = "damaged" if pdf.get_warnings() else "empty"
            raise Refusal("pages" if _said(pdf) or pages else mended)
        removed = _survey(pdf, pages)
        if is_only_xfa(pdf, pages):
            raise Refusal("xfa")
        unpainted = paint(pdf, pages)
        if unpainted:
            raise Refusal("unpainted", unpainted)
        _keep_the_pages(pdf, pages)
        for page in pages:
            # A photograph that stands in the text of a page has notes as well.
            page.externalize_inline_images(min_size=0)
        for number, page in enumerate(pages, start=1):
            _check_measures(page, number, request)
        for thing in _reachable(pdf):
            _strip(pdf, thing, request)
        # A page that draws nothing may do without resources.
        told = [str(each) for each in pdf.get_warnings()]
        removed["mended"] = sum("Resources is missing" not in each for each in told)
        clean = _saved(pdf)
    with pikepdf.Pdf.open(io.BytesIO(clean), suppress_warnings=True) as again:
        if len(again.pages) != len(pages):
            raise Refusal("damaged", "Pages were lost.")
    return {"pages": len(pages), "removed": removed}, [clean]


def _document() -> bytes:
    """Return the file from its first sign to its last: mail and scanners put words around it."""
    content = Path("source.pdf").read_bytes()
    start, end = content.find(b"%PDF-"), content.rfind(END)
    # What was added to it later and broken off would take what it corrects with it.
    if start < 0 or end < start or OBJECT.search(content, end):
        raise Refusal("incomplete")
    return content[start : end + len(END)] + b"\n"


def _said(pdf: Any) -> int:
    """How many pages the document says it has: asked before they are counted."""
    import pikepdf  # noqa: PLC0415

    pages = pdf.Root.get("/Pages")
    said = pages.get("/Count") if isinstance(pages, pikepdf.Dictionary) else 0
    return said if isinstance(said, int) else 0


def _survey(pdf: Any, pages: list[Any]) -> dict[str, int]:
    """Count what will be missing, for the person who uploaded it."""
    import pikepdf  # noqa: PLC0415

    names = pdf.Root.get("/Names", {})
    notes = [page.obj.get("/Annots") for page in pages]
    return {
        "about": int("/Info" in pdf.trailer or "/Metadata" in pdf.Root),
        "scripts": sum(
            [
                "/JavaScript" in names,
                "/OpenAction" in pdf.Root,
                "/AA" in pdf.Root,
                *("/AA" in page.obj for page in pages),
            ]
        ),
        "attachments": int("/EmbeddedFiles" in names or "/AF" in pdf.Root),
        "notes": sum(len(each) for each in notes if isinstance(each, pikepdf.Array)),
        "tags": int("/StructTreeRoot" in pdf.Root),
    }


def _keep_the_pages(pdf: Any, pages: list[Any]) -> None:
    from pikepdf import Dictionary, Name  # noqa: PLC0415

    root = Dictionary(Type=Name.Catalog, Pages=pdf.Root.Pages)
    if "/OCProperties" in pdf.Root:
        root.OCProperties = _layers(pdf.Root.OCProperties)
    for key in list(pdf.Root.keys()):
        del pdf.Root[key]
    for key, value in root.items():
        pdf.Root[key] = value
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for page in pages:
        # What stands higher up in the tree of pages holds for the page.
        for key in ("/MediaBox", "/CropBox", "/Rotate", "/Resources"):
            value = _inherited(page.obj, key)
            if value is not None:
                page.obj[key] = value
        for key in set(page.obj.keys()) - OF_A_PAGE:
            del page.obj[key]


def _inherited(node: Any, key: str) -> Any:
    for _level in range(64):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    raise Refusal("complicated", "page tree")


def _layers(found: Any) -> Any:
    """Which layers are hidden stays; what they are called goes."""
    from pikepdf import Array, Dictionary, Name, String  # noqa: PLC0415

    groups = found.get("/OCGs", Array())
    for group in groups:
        for key in set(group.keys()) - {"/Type"}:
            del group[key]
        group.Type, group.Name = Name.OCG, String("-")
    default = found.get("/D", Dictionary())
    kept = {k: default[k] for k in ("/BaseState", "/ON", "/OFF") if k in default}
    return Dictionary(OCGs=groups, D=Dictionary(kept))


def _check_measures(page: Any, number: int, request: Any) -> None:
    try:
        left, bottom, right, top = (float(edge) for edge in page.cropbox)
        unit = float(page.obj.get("/UserUnit", 1))
    except (TypeError, ValueError) as error:
        raise Refusal("measures", number) from error
    sides = (abs(right - left) * unit, abs(top - bottom) * unit)
    # Written so that what is no number fails as well.
    if not (min(sides) >= request["shortest_side"] and max(sides) <= request["longest_side"]):
        raise Refusal("measures", number)


def _reachable(pdf: Any) -> Iterator[Any]:
    """Yield every dictionary and stream that the saved document will hold, once each."""
    import pikepdf  # noqa: PLC0415

    seen: set[tuple[int, int]] = set()
    waiting = [pdf.Root]
    count = 0
    while waiting:
        thing = waiting.pop()
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        count += 1
        if count > MOST_OBJECTS:
            raise Refusal("complicated", "objects")
        if isinstance(thing, pikepdf.Array):
            values = list(thing)
        else:
            yield thing
            values = [thing[key] for key in thing.keys()]  # noqa: SIM118 - no mapping of Python's
        waiting.extend(value for value in values if _holds(value))


def _holds(value: Any) -> bool:
    import pikepdf  # noqa: PLC0415

    return isinstance(value, (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream))


def _strip(pdf: Any, thing: Any, request: Any) -> None:
    import pikepdf  # noqa: PLC0415

    unwanted = NOWHERE | OF_OTHER_FILES if isinstance(thing, pikepdf.Stream) else NOWHERE
    for key in unwanted.intersection(thing.keys()):
        del thing[key]
    if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
        _clean_picture(pdf, thing, request)
    elif isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
        pikepdf.Page(thing).externalize_inline_images(min_size=0)


def _clean_picture(pdf: Any, picture: Any, request: Any) -> None:
    import pikepdf  # noqa: PLC0415

    try:
        pixels = int(picture.get("/Width", 0)) * int(picture.get("/Height", 0))
    except (TypeError, ValueError) as error:
        raise Refusal("damaged", "a picture without measures") from error
    if pixels > request["most_pixels"]:
        raise Refusal("pixels", pixels)
    filters = picture.get("/Filter")
    chain = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    last = str(chain[-1]) if chain and chain[-1] is not None else ""
    if last not in CLEANERS:
        return
    data = picture.read_raw_bytes()
    if len(chain) > 1:
        inner = pdf.make_stream(data)
        inner.Filter = pikepdf.Array(chain[:-1])
        data = inner.read_bytes()
    cleaned = CLEANERS[last](data)
    if cleaned is None:
        raise Refusal("damaged", "a picture that is none")
    picture.write(cleaned, filter=pikepdf.Name(last))


def _saved(pdf: Any) -> bytes:
    import pikepdf  # noqa: PLC0415

    output = io.BytesIO()
    if "/Size" not in pdf.trailer:
        # Where the source has none the writer writes none, and nobody can read what it wrote.
        pdf.trailer["/Size"] = len(pdf.objects) + 1
    pdf.save(
        output,
        deterministic_id=True,
        encryption=False,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        # What is packed stays packed: unpacking is for whoever draws it, and has its own limits.
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return output.getvalue()


if __name__ == "__main__":
    main()
