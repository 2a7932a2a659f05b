"""XHTML built as a tree, so that nothing an author types can be markup."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"

type Child = ET.Element | str


def element(tag: str, *children: Child, **attributes: str) -> ET.Element:
    """Return an element; ``epub_type`` becomes ``epub:type``, ``class_`` ``class``."""
    made = ET.Element(tag, {_name(name): value for name, value in attributes.items()})
    append(made, *children)
    return made


def append(parent: ET.Element, *children: Child) -> None:
    for child in children:
        if isinstance(child, ET.Element):
            parent.append(child)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + child
        else:
            parent.text = (parent.text or "") + child


def broken_lines(text: str) -> Iterator[Child]:
    """Yield a text with its line breaks."""
    for index, line in enumerate(text.split("\n")):
        if index:
            yield element("br")
        yield line


def told(words: str, **attributes: str) -> Iterator[ET.Element]:
    """Yield a paragraph; nothing if there are no words."""
    if words:
        yield element("p", words, **attributes)


def strong_title(words: str) -> Iterator[ET.Element]:
    """Yield the title of a box; nothing if it has none."""
    if words:
        yield element("p", element("strong", words))


def serialized(root: ET.Element, doctype: str = "") -> bytes:
    """Return a document as XML in UTF-8."""
    body = ET.tostring(root, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{doctype}{body}\n'.encode()


def page(tag: str, direction: str, title: str, *children: Child) -> bytes:
    """Return an XHTML page in a language (BCP 47 tag) and direction."""
    languages = {"lang": tag, "xml:lang": tag, "dir": direction}
    root = ET.Element("html", {"xmlns": XHTML, "xmlns:epub": OPS, **languages})
    style = element("link", rel="stylesheet", type="text/css", href="style.css")
    root.append(element("head", element("title", title), style))
    root.append(element("body", *children))
    return serialized(root, "<!DOCTYPE html>\n")


def _name(name: str) -> str:
    if name.startswith("epub_"):
        return f"epub:{name[5:]}"
    return name.rstrip("_").replace("_", "-")
