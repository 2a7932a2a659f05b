"""What reads from left to right stays whole in right-to-left text."""

import pytest
from django.utils import translation
from wagtail.rich_text import RichText

from cms.pages.bidi import isolate, isolate_html


def shown(text: str) -> str:
    return text.replace("\u2066", "[").replace("\u2069", "]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("اتصل 1-844-555-0142 الآن", "اتصل [1-844-555-0142] الآن"),
        ("اتصل +1 (617) 555-0142.", "اتصل [+1 (617) 555-0142]."),
        ("وسم #JewsAgainstICE.", "وسم [#JewsAgainstICE]."),
        ("قل: “I do not consent.” ثم", "قل: [“I do not consent.”] ثم"),
        ("إدارة الهجرة (ICE) اليوم", "إدارة الهجرة [(ICE)] اليوم"),
        ("انظر https://example.org/a/b.", "انظر [https://example.org/a/b]."),
        ("من 2019 إلى 2024، 36 شخصًا", "من 2019 إلى 2024، 36 شخصًا"),
        ("في 2019 كانوا 40", "في 2019 كانوا 40"),
        ("(انظر ICE هنا)", "(انظر ICE هنا)"),
    ],
)
def test_runs_are_isolated(text: str, expected: str) -> None:
    assert shown(isolate(text)) == expected


def test_tags_and_their_attributes_are_left_alone() -> None:
    html = '<p>اتصل <a href="tel:1-844-555-0142" title="(ICE)">1-844-555-0142</a></p>'
    assert shown(isolate_html(html)) == html.replace(">1-844-555-0142<", ">[1-844-555-0142]<")


@pytest.mark.parametrize(("language", "isolated"), [("ar", True), ("he", True), ("en", False)])
def test_rich_text_is_isolated_where_the_language_needs_it(language: str, isolated: bool) -> None:
    with translation.override(language):
        html = str(RichText("<p>1-844-555-0142</p>"))
    assert html == ("<p>\u20661-844-555-0142\u2069</p>" if isolated else "<p>1-844-555-0142</p>")
