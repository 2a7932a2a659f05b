"""Comparing texts: how alike they are, what one has lost of the other, what a machine may have."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.translation.checks.markup import faults, warnings
from cms.translation.machinery.address import problem_with, translation_server
from cms.translation.machinery.protection import Protected, protect
from cms.translation.memory.similarity import similarity, telling_words, words_of
from cms.translation.segments.listing import differences
from cms.translation.segments.places import place_of
from home.models import AboutPage, PrinciplesPage


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [
        ("<b>We</b> march", "<b>We</b> march", 100),
        ("<b>We</b> march", "We march", 99),
        ("We march", "WE MARCH", 99),
        ("We march &amp; sing", "We march sing", 99),
        ("We march today", "We march", 80),
        ("We", "They", 0),
        ("", "They", 0),
    ],
)
def test_how_alike_two_texts_are(one: str, other: str, percent: int) -> None:
    """Only the very same text is the same; tags and case count for less than words."""
    assert similarity(one, other) == percent
    assert similarity(other, one) == percent


def test_only_the_beginning_of_long_texts_is_compared() -> None:
    same = "word " * 300
    assert similarity(same + "one", same + "another") == 99
    assert similarity("word " * 299 + "one", "word " * 299 + "another") < 100
    # 299 of 300 words are the same: 2 * 299 / 600.
    assert similarity("word " * 299 + "one", "word " * 299 + "another") == 99


def test_telling_words_are_the_longer_half_and_one_more() -> None:
    assert words_of("<b>We&nbsp;all</b> March") == ["we", "all", "march"]
    assert telling_words(["a", "bb", "ccc", "dddd"]) == {"dddd", "ccc", "bb"}
    assert telling_words(["a", "bb", "ccc"]) == {"ccc", "bb"}
    assert telling_words(["bb", "aa", "aa"]) == {"aa", "bb"}
    assert telling_words(["b", "a", "c", "d"]) == {"a", "b", "c"}, "by the alphabet where as long"
    assert telling_words([]) == set()
    assert telling_words(["x" * 41]) == {"x" * 40}


def test_the_way_from_one_text_to_another() -> None:
    assert list(differences("we march at noon", "we march at dawn together")) == [
        ("same", "we march at"),
        ("gone", "noon"),
        ("new", "dawn together"),
    ]
    assert list(differences("we march", "we")) == [("same", "we"), ("gone", "march")]
    assert list(differences("we", "we march")) == [("same", "we"), ("new", "march")]
    assert list(differences("we", "we")) == [("same", "we")]
    assert list(differences("", "")) == []


LINK = '<a id="a1">here</a>'


@pytest.mark.parametrize(
    ("source", "text", "lost"),
    [
        (f"Read {LINK}", f"Lee {LINK}", []),
        (f"Read {LINK}", "Lee aqui", ['<a id="a1">']),
        ("Read", f"Lee {LINK}", []),
        ("A<sup>1</sup> b<sup>2</sup>", "A<sup> 2 </sup> b<sup>1</sup>", []),
        ("A<sup>1</sup> b<sup>2</sup>", "A<sup>1</sup>", ["<sup>2</sup>"]),
        ("A<sup>1</sup> b<sup>1</sup>", "A<sup>1</sup>", ["<sup>1</sup>"]),
        ("Dear %(name)s", "Hola", ["%(name)s"]),
        ("Dear %(name)s", "Hola %(name)s", []),
        ("%(a)s %(a)s", "%(a)s", ["%(a)s"]),
        ("{name} and {{ name }}", "{name}", ["{{ name }}"]),
        ("See https://example.org/a.", "Mira", ["https://example.org/a"]),
        ("Write to us@example.org.", "Escribe", ["us@example.org"]),
        ("Write to us@example.org", "Escribe a us@example.org, ya", []),
        ("5 &lt; 6", "5", []),
    ],
)
def test_what_a_translation_has_lost(source: str, text: str, lost: list[str]) -> None:
    said = list(faults(source, text))
    assert len(said) == len(lost)
    for sentence, what in zip(said, lost, strict=True):
        assert sentence.endswith(f": {what}")


@pytest.mark.parametrize("tag", ["b", "strong", "i", "em", "br", "code"])
def test_emphasis_that_is_gone_is_worth_a_look(tag: str) -> None:
    source = f"<{tag}>word" if tag == "br" else f"<{tag}>word</{tag}>"
    (said,) = warnings(source, "palabra")
    assert f"<{'b' if tag == 'strong' else 'i' if tag == 'em' else tag}>" in said
    assert list(warnings(source, source)) == []
    assert list(warnings("word", source)) == []
    alike = {"b": "strong", "strong": "b", "i": "em", "em": "i"}.get(tag)
    if alike:
        assert list(warnings(source, f"<{alike}>palabra</{alike}>")) == []


OWN = ("127.0.0.1", "machine.example.org")


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("", ""),
        ("http://127.0.0.1:5000", ""),
        ("https://machine.example.org/api/", ""),
        ("ftp://127.0.0.1", "look like"),
        ("//127.0.0.1", "look like"),
        ("http://", "look like"),
        ("http://127.0.0.1:port", "look like"),
        ("http://[", "look like"),
        ("http://user@127.0.0.1", "plain address"),
        ("http://:secret@127.0.0.1", "plain address"),
        ("http://127.0.0.1/?key=1", "plain address"),
        ("http://127.0.0.1/#key", "plain address"),
        ("http://elsewhere.example.org", "does not allow"),
        ("http://localhost", "does not allow"),
    ],
)
def test_where_texts_may_be_sent(address: str, wrong: str) -> None:
    problem = problem_with(address, OWN)
    assert bool(problem) is bool(wrong)
    assert wrong in problem
    if wrong:
        with pytest.raises(ImproperlyConfigured, match=wrong):
            translation_server(address, OWN)
    else:
        assert translation_server(address, OWN) == address.rstrip("/")


class OneTerm:
    """A glossary of one term, which may be called something, or anything."""

    def __init__(self, term: str, *wanted: str) -> None:
        self.term, self.wanted = term, wanted

    def pieces(self, text: str) -> list[tuple[str, "OneTerm | None"]]:
        before, found, after = text.partition(self.term)
        return [(before, None), (found, self if found else None), (after, None)]


def test_terms_are_kept_out_of_a_machines_hands() -> None:
    term = OneTerm("mutual aid", "ayuda <mutua>", "apoyo mutuo")
    kept = protect('<a id="mutual aid">We</a> give mutual aid', term)
    assert kept.text == '<a id="mutual aid">We</a> give QX0XQ'
    assert kept.wordings == ("ayuda &lt;mutua&gt;",)
    assert kept.restored("Damos QX0XQ") == "Damos ayuda &lt;mutua&gt;"
    assert kept.restored("Damos qx0xq") == "Damos ayuda &lt;mutua&gt;"
    for useless in ("Damos", "QX0XQ QX0XQ", "QX1XQ", "QX0XQ QX1XQ"):
        assert kept.restored(useless) is None
    assert protect("We give mutual aid", OneTerm("mutual aid")).text == "We give mutual aid"
    assert protect("QX1XQ mutual aid", term) == Protected("QX1XQ mutual aid")
    two = protect("mutual aid<br>mutual aid", term)
    assert two.text == "QX0XQ<br>QX1XQ"
    assert two.restored("QX1XQ, QX0XQ") == "ayuda &lt;mutua&gt;, ayuda &lt;mutua&gt;"
    assert Protected("", ()).restored("Nada") == "Nada"


@pytest.mark.parametrize(
    ("model", "path", "label", "rich", "limit", "one_line"),
    [
        (AboutPage, "title", "Title", False, 255, True),
        (AboutPage, "body.heading.text", "Body › Heading › Text", False, 200, True),
        (AboutPage, "body.paragraph.text", "Body › Paragraph › Text", True, None, False),
        (PrinciplesPage, "principles.statement", "Principle › Statement", False, 200, True),
        (PrinciplesPage, "principles.explanation", "Principle › Explanation", True, None, False),
        (AboutPage, "gone", "Gone", False, None, False),
        (AboutPage, "body.gone.text", "Body.gone.text", False, None, False),
        (AboutPage, "body.heading.text.more", "Body.heading.text.more", False, None, False),
    ],
)
def test_where_a_segment_stands(
    model: type, path: str, label: str, rich: bool, limit: int | None, one_line: bool
) -> None:
    place = place_of(model, path)
    assert (place.label, place.is_rich, place.limit, place.is_one_line) == (
        label,
        rich,
        limit,
        one_line,
    )
