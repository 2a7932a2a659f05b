"""Words in another language within an issue's text keep their language in every edition."""

import json

import pytest

from tests.factories import ZineIssuePageFactory
from zine.editions.blocks.paragraph import Paragraph
from zine.editions.document import model as d
from zine.editions.document.from_page import document_from_page
from zine.editions.epub.book import epub
from zine.editions.kinds.epub import check_epub
from zine.editions.kinds.screen import check_accessible_pdf
from zine.editions.pdf import compiler as pdf

from .test_epub import files_of

pytestmark = pytest.mark.django_db


def test_editions_say_the_language_of_foreign_words() -> None:
    sentence = "They call it <lang-he>תשובה</lang-he>, and <b><lang-es>nunca más</lang-es></b>."
    value = {"text": f"<p>{sentence}</p>", "footnotes": []}
    body = json.dumps([{"type": "paragraph", "id": "p", "value": value}])
    document = document_from_page(ZineIssuePageFactory(body=body), "1")
    [paragraph] = document.blocks
    assert isinstance(paragraph, Paragraph)
    [text] = paragraph.flow
    assert isinstance(text, d.Text)
    assert [run.to_data() for run in text.runs] == [
        {"text": "They call it "},
        {"text": "תשובה", "lang": "he"},
        {"text": ", and "},
        {"text": "nunca más", "lang": "es", "bold": True},
        {"text": "."},
    ]
    book = epub(document)
    assert check_epub(book) == []
    pages = b"".join(files_of(book).values()).decode(errors="replace")
    assert '<span lang="he" xml:lang="he" dir="rtl">תשובה</span>' in pages
    assert '<strong><span lang="es" xml:lang="es" dir="ltr">nunca más</span></strong>' in pages
    printed = pdf.compile_issue(document, pdf.A5, "screen")
    assert check_accessible_pdf(printed.content) == []
