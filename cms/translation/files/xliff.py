"""XLIFF files: 2.0, and 1.2 for the programs that know no other.

The tags of rich text stand in them as text, as they do in the desk's own editor and in PO files;
that each link is kept is checked when a file comes back. A file is written with one catalogue; what
comes back may hold several, for programs join files.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from .catalogue import Catalogue, Line, NotOurFile, clean

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
V2 = "urn:oasis:names:tc:xliff:document:2.0"
V12 = "urn:oasis:names:tc:xliff:document:1.2"
# What a segment is while nobody has said that its translation is right.
UNSURE = {"initial", "new", "needs-translation", "needs-review-translation"}


def write_xliff(catalogue: Catalogue) -> bytes:
    """The catalogue as XLIFF 2.0."""
    root = Element("xliff", xmlns=V2, version="2.0", srcLang=catalogue.source_language)
    root.set("trgLang", catalogue.language)
    file = SubElement(
        root, "file", id=catalogue.mark, original=clean(catalogue.address or catalogue.title)
    )
    _notes_in(SubElement(file, "notes"), catalogue.title, catalogue.address)
    for line in catalogue.lines:
        unit = SubElement(file, "unit", id=f"s{line.number}", name=clean(line.path))
        _notes_in(SubElement(unit, "notes"), catalogue.title, *line.notes)
        segment = SubElement(unit, "segment", state=_state(line, "initial"))
        _texts_in(segment, line, "initial", in_text=True)
    return _written(root)


def write_xliff_12(catalogue: Catalogue) -> bytes:
    """The catalogue as XLIFF 1.2."""
    root = Element("xliff", xmlns=V12, version="1.2")
    file = SubElement(root, "file", original=catalogue.mark, datatype="plaintext")
    file.set("source-language", catalogue.source_language)
    file.set("target-language", catalogue.language)
    _notes_in(SubElement(file, "header"), catalogue.title, catalogue.address)
    body = SubElement(file, "body")
    for line in catalogue.lines:
        unit = SubElement(body, "trans-unit", id=f"s{line.number}", resname=clean(line.path))
        unit.set(SPACE, "preserve")
        _texts_in(unit, line, "needs-review-translation")
        _notes_in(unit, catalogue.title, *line.notes)
    return _written(root)


def read_xliff(content: bytes) -> list[Catalogue]:
    """Read a file that was made here and people have written in. Raises NotOurFile.

    A document type is refused: nothing that we write has one, and entities are declared in it.
    """
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise NotOurFile(
            _("This file declares a document type, which no XLIFF file needs.")
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise NotOurFile(_("This is no XLIFF file, or it is damaged.")) from error
    readers = {f"{{{V2}}}xliff": _catalogues_2, f"{{{V12}}}xliff": _catalogues_12}
    if root.tag not in readers:
        raise NotOurFile(_("This is no XLIFF file. Versions 1.2 and 2 can be read."))
    catalogues = list(readers[root.tag](root))
    if not catalogues:
        raise NotOurFile(_("This file holds no translation."))
    return catalogues


def _catalogues_2(root: Element) -> Iterator[Catalogue]:
    for file in root.iter(f"{{{V2}}}file"):
        lines = [_line_2(unit) for unit in file.iter(f"{{{V2}}}unit")]
        yield Catalogue(mark=file.get("id", ""), language=root.get("trgLang", ""), lines=lines)


def _line_2(unit: Element) -> Line:
    """A unit, whose segments a program may have cut."""
    segments = unit.findall(f"{{{V2}}}segment")
    return Line(
        path=unit.get("name", ""),
        source=_joined(unit, f"{{{V2}}}source"),
        text=_joined(unit, f"{{{V2}}}target"),
        untouched=any(each.get("state", "initial") in UNSURE for each in segments),
    )


def _catalogues_12(root: Element) -> Iterator[Catalogue]:
    for file in root.iter(f"{{{V12}}}file"):
        lines = []
        for unit in file.iter(f"{{{V12}}}trans-unit"):
            target = unit.find(f"{{{V12}}}target")
            source = unit.find(f"{{{V12}}}source")
            state = target.get("state", "") if target is not None else ""
            lines.append(
                Line(
                    path=unit.get("resname", ""),
                    source=_text(source),
                    text=_text(target),
                    untouched=state in UNSURE,
                )
            )
        mark, language = file.get("original", ""), file.get("target-language", "")
        yield Catalogue(mark=mark, language=language, lines=lines)


def _joined(unit: Element, tag: str) -> str:
    parts = [part for part in unit if part.tag in {f"{{{V2}}}segment", f"{{{V2}}}ignorable"}]
    return "".join(_text(part.find(tag)) for part in parts)


def _text(element: Element | None) -> str:
    return "".join(element.itertext()) if element is not None else ""


def _notes_in(parent: Element, *texts: str) -> None:
    for text in texts:
        if text:
            SubElement(parent, "note").text = clean(text)


def _state(line: Line, unsure: str) -> str:
    return "translated" if line.text and not line.unsure else unsure


def _texts_in(parent: Element, line: Line, unsure: str, *, in_text: bool = False) -> None:
    """Source and target; ``in_text`` says where white space is declared to matter."""
    source = SubElement(parent, "source")
    source.text = clean(line.source)
    elements = [source]
    if line.text:
        target = SubElement(parent, "target")
        target.text = clean(line.text)
        elements.append(target)
        if not in_text:
            target.set("state", _state(line, unsure))
    for element in elements if in_text else ():
        element.set(SPACE, "preserve")


def _written(root: Element) -> bytes:
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8") + b"\n"
