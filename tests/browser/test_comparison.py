"""What changed in a text, looked at: on a phone and a desk, light and dark, in two directions."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from .conftest import OwnSite
from .visits import Visitor

# Where a number is drawn: its first digits left of its last ones, whatever stands around it.
READS_RIGHT = """(element) => {
  const text = element.firstChild, range = document.createRange();
  const place = (from, to) => {
    range.setStart(text, from);
    range.setEnd(text, to);
    return range.getBoundingClientRect().left;
  };
  return place(0, 3) < place(8, 12);
}"""


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_comparison_is_read_on_every_screen(
    own_site: OwnSite, browser: Browser, tmp_path: Path, code: str
) -> None:
    told = tmp_path / "pages.json"
    own_site.carry_out(f"from tests.browser.prepare_comparison import tell; tell({str(told)!r})")
    pages = json.loads(told.read_text())
    for scheme in ("light", "dark"):
        with Visitor.at(own_site.address, browser, color_scheme=scheme) as visitor:
            visitor.sign_in(f"compares-{code}")
            for language, page in pages.items():
                for width in (360, 1280):
                    look(visitor, page, width, f"{code}-{language}-{scheme}")


def look(visitor: Visitor, page: int, width: int, name: str) -> None:
    visitor.go(f"/admin/pages/{page}/revisions/compare/live...latest/", width=width)
    comparison = visitor.page.locator(".comparison")
    numbers = comparison.locator("bdi", has_text="617 555 010")
    assert numbers.count() == 4
    assert all(number.evaluate(READS_RIGHT) for number in numbers.all())
    pictures = comparison.locator("figure img")
    expect(pictures).to_have_count(2)
    for picture in pictures.all():
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    visitor.keep_picture(f"comparison-{name}-{width}")
    assert visitor.overflow() == [], name
    assert visitor.barriers(".comparison") == [], name
    assert visitor.complaints == [], name
