"""Reads pages as browsers do, for tests of what is in them."""

from typing import Any

from bs4 import BeautifulSoup, Tag


def parse(response: Any) -> BeautifulSoup:
    """Return the document of a response."""
    return BeautifulSoup(response.content, "html.parser")


def one(element: Tag, selector: str) -> Tag:
    """Return the first element that matches; fail where there is none."""
    found = element.select_one(selector)
    assert found is not None, f"there is no {selector}"
    return found


def attribute(element: Tag, name: str) -> str:
    """Return the value of an attribute; fail where there is none."""
    return str(element[name])
