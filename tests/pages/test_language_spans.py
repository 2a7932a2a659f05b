"""Words in another language inside a text: marked in the editor, told to readers."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail_localize.strings import extract_strings, restore_strings

from cms.pages.blocks.text import INLINE_FEATURES, PARAGRAPH_FEATURES
from cms.pages.language_spans import FEATURES, with_languages
from home.models import StandardPage
from tests.trees import SmallSite, add

SENTENCE = "They call it <lang-he>תשובה</lang-he>, and <lang-es>nunca más</lang-es>."


@pytest.mark.django_db
def test_readers_are_told_the_language_and_the_direction(site: SmallSite) -> None:
    value = {"text": f"<p>{SENTENCE}</p>", "footnotes": []}
    page = StandardPage(title="A word", slug="word", body=[{"type": "paragraph", "value": value}])
    add(site["en", "home"], page)
    soup = BeautifulSoup(Client().get(page.url).content, "html.parser")
    marked = soup.select("main p span[lang]")
    assert [(each["lang"], each["dir"], each.get_text()) for each in marked] == [
        ("he", "rtl", "תשובה"),
        ("es", "ltr", "nunca más"),
    ]
    assert "lang-he" not in str(soup)


@pytest.mark.parametrize("feature", FEATURES)
def test_the_editor_keeps_what_is_marked(feature: str) -> None:
    assert feature in INLINE_FEATURES
    source = f'<p data-block-key="a1">One <{feature}>word</{feature}> of it.</p>'
    converter = ContentstateConverter(PARAGRAPH_FEATURES)
    assert converter.to_database_format(converter.from_database_format(source)) == source


def test_translators_get_the_sentence_whole() -> None:
    template, strings = extract_strings(f"<p>{SENTENCE}</p><p>More.</p>")
    assert [string.data for string, _attributes in strings] == [SENTENCE, "More."]
    assert restore_strings(template, strings) == f"<p>{SENTENCE}</p><p>More.</p>"


def test_a_language_that_the_site_no_longer_has_keeps_its_mark() -> None:
    assert with_languages("<lang-pl>nigdy</lang-pl>") == '<span lang="pl">nigdy</span>'


def test_nothing_else_is_taken_for_a_mark() -> None:
    text = '<lang-he onclick="x">a</lang> &lt;lang-he&gt; <b>lang-he</b>'
    assert with_languages(text) == text
