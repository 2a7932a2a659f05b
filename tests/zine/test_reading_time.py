"""How long a text takes to read: by words, in Chinese by characters, at no cost to the database."""

from typing import Any

import pytest

from tests.factories import ZineIssuePageFactory
from zine.web.reading_time import minutes_to_read

pytestmark = pytest.mark.django_db


def paragraph(text: str, *notes: str) -> tuple[str, Any]:
    return "paragraph", {"text": f"<p>{text}</p>", "footnotes": [f"<p>{n}</p>" for n in notes]}


def minutes(*body: tuple[str, Any]) -> int:
    return minutes_to_read(ZineIssuePageFactory(body=list(body)).body)


def test_an_empty_text_takes_a_minute() -> None:
    assert minutes() == 1


def test_words_count_and_markup_does_not() -> None:
    words = "word " * 400
    assert minutes(paragraph(words)) == 2
    assert minutes(paragraph(f"<b>{words}</b> &amp; <i>more</i>")) == 3
    assert minutes(paragraph("one<sup>1</sup>", words)) == 3


def test_chinese_is_counted_by_its_characters() -> None:
    assert minutes(paragraph("读" * 800)) == 2
    assert minutes(paragraph("读" * 800 + " word" * 200)) == 3


def test_what_machines_read_takes_no_time() -> None:
    heading = {"level": "2", "text": "Short", "anchor": "word-" * 300}
    assert minutes(("heading", heading)) == 1


def test_it_asks_the_database_nothing(django_assert_num_queries: Any) -> None:
    reference = ("principle_reference", {"principle": "principle-1"})
    children = list(ZineIssuePageFactory(body=[reference, paragraph("Two words")]).body)
    with django_assert_num_queries(0):
        assert minutes_to_read(children) == 1
