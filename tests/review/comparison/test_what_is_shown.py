"""What a reviewer reads of two texts: links, paragraphs, order, pictures, numbers, and how many."""

from typing import Any

import pytest
from django.utils.translation import override
from wagtail.images import get_image_model

from cms.review.comparison import compare
from home.models import HomePage, Principle, PrinciplesPage, StandardPage

from .shown import one, shown, text_with, words

pytestmark = pytest.mark.django_db


def paragraph(html: str, number: int = 1) -> dict[str, Any]:
    return block("paragraph", {"text": html, "footnotes": []}, number)


def block(kind: str, value: Any, number: int = 1) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": f"00000000-0000-4000-8000-{number:0>12}"}


def pages(before: list[Any], after: list[Any], language: str = "en") -> tuple[Any, Any]:
    return (
        text_with(StandardPage, language, body=before),
        text_with(StandardPage, language, body=after),
    )


def test_a_link_is_seen_when_a_word_beside_it_changed_too() -> None:
    seen = shown(
        *pages(
            [paragraph('<p>Join <a href="https://www.example.org/">us here</a> today.</p>')],
            [paragraph('<p>Join <a href="https://www.example.com/x">us here</a> now.</p>')],
        )
    )
    gone, new = seen.select("del"), seen.select("ins")
    assert "us here (link to https://www.example.org/)" in " ".join(map(words, gone))
    assert "us here (link to https://www.example.com/x)" in " ".join(map(words, new))
    assert "today" in words(gone[-1])
    assert "now" in words(new[-1])
    assert words(one(seen, ".comparison__summary")) == "1 link, 1 sentence changed"


def test_words_of_neighbouring_paragraphs_are_not_glued() -> None:
    seen = shown(
        *pages(
            [paragraph("<p>One.</p><p>Two.</p>")], [paragraph("<p>One.</p><p>Two and three.</p>")]
        )
    )
    first, second = seen.select(".comparison__words p")
    assert words(first) == "One."
    assert words(second).startswith("Two")


def test_a_text_of_which_no_word_stayed_is_shown_whole() -> None:
    texts = ("Come on, now.", "Stay here, friends.")
    seen = shown(*(text_with(StandardPage, summary=text) for text in texts))
    assert words(one(seen, "del")) == f"taken out: {texts[0]}"
    assert words(one(seen, "ins")) == f"put in: {texts[1]}"


def test_space_is_named_only_where_nothing_else_came_or_went() -> None:
    def named(before: str, after: str) -> int:
        texts = (text_with(StandardPage, summary=text) for text in (before, after))
        return len(shown(*texts).select(".comparison__note"))

    assert named("Call 617 555 0100 now.", "Call 617 555 0101 now.") == 0
    assert named("Call us now.", "Call  us now.") == 2


def test_a_block_is_known_by_its_first_words_where_they_did_not_change() -> None:
    def contacts(number: str) -> list[dict[str, Any]]:
        return [block("contacts", {"title": "", "contacts": [contact(number)]})]

    seen = shown(*pages(contacts("617 555 0100"), contacts("617 555 0101")))
    assert words(one(seen, ".comparison__block .comparison__block .comparison__gist")) == (
        "Hotline"
    )


def test_a_paragraph_that_was_split_says_so() -> None:
    seen = shown(
        *pages([paragraph("<p>One. Two.</p>")], [paragraph("<p>One. </p><ul><li>Two.</li></ul>")])
    )
    assert "entry of a list" in words(one(seen, "ins"))


def test_blocks_that_moved_say_from_where_to_where() -> None:
    three = [paragraph(f"<p>Words {number}.</p>", number) for number in (1, 2, 3)]
    seen = shown(*pages(three, [three[2], three[0], three[1]]))
    assert "moved from place 3 to 1" in words(seen)
    assert len(seen.select(".comparison__block")) == 1
    assert words(one(seen, ".comparison__summary")) == "1 place in the order changed"


def test_records_that_belong_to_a_page_are_followed_through_their_order() -> None:
    def principles(*numbers: int) -> Any:
        page = text_with(PrinciplesPage, title="Principles")
        page.principles = [
            Principle(pk=n, key=f"principle-{n}", statement=f"Statement {n}", sort_order=place)
            for place, n in enumerate(numbers)
        ]
        return page

    seen = words(shown(principles(1, 2, 3), principles(2, 3, 4)))
    assert "Principle, place 1: taken out" in seen
    assert "Principle, place 3: new" in seen
    assert "moved" not in seen


def test_pictures_stand_side_by_side_with_their_descriptions(referred_to: None) -> None:
    first, other = get_image_model().objects.order_by("-pk")[:2]

    def page(image: Any, alt: str) -> Any:
        value = {"image": image.pk, "alt_text": alt, "decorative": False}
        return text_with(HomePage, hero=[block("picture", value)])

    seen = shown(page(first, "A march"), page(other, "A vigil"))
    before, after = seen.select("figure")
    assert before["class"] == ["deletion"]
    assert after["class"] == ["addition"]
    assert words(before.figcaption) == f"Before: {first.title}"
    assert words(after.figcaption) == f"After: {other.title}"
    assert one(before, "img")["src"] != one(after, "img")["src"]
    assert "march" in words(one(seen, "del:-soup-contains(march)"))
    assert "vigil" in words(one(seen, "ins:-soup-contains(vigil)"))
    summary = words(one(seen, ".comparison__summary"))
    assert summary == "1 picture, 1 description of a picture changed"


def test_a_picture_stands_beside_its_new_description(referred_to: None) -> None:
    image = get_image_model().objects.latest("pk")

    def page(alt: str) -> Any:
        value = {"image": image.pk, "alt_text": alt, "decorative": False}
        return text_with(HomePage, hero=[block("picture", value)])

    (figure,) = shown(page("A march"), page("A vigil")).select("figure")
    assert words(figure) == f"Unchanged: {image.title}"


def test_what_was_deleted_since_is_not_taken_for_the_same(referred_to: None) -> None:
    def page(number: int) -> Any:
        value = {"image": number, "alt_text": "A march", "decorative": False}
        return text_with(HomePage, hero=[block("picture", value)])

    assert "Something differs that no word can show" in words(shown(page(9001), page(9002)))


def test_a_number_in_arabic_stays_whole_and_in_its_order() -> None:
    seen = shown(
        *pages(
            [paragraph("<p>اتصلوا بالرقم 617 555 0100 الآن.</p>")],
            [paragraph("<p>اتصلوا بالرقم 617 555 0101 الآن.</p>")],
            "ar",
        )
    )
    told = one(seen, ".comparison__words")
    assert (told["lang"], told["dir"]) == ("ar", "rtl")
    assert words(one(seen, "del bdi[dir=ltr]")) == "617 555 0100"
    assert words(one(seen, "ins bdi[dir=ltr]")) == "617 555 0101"
    assert words(one(seen, ".comparison__summary")) == "1 number changed"
    # Struck through, a space beside a number reads as a dash of it.
    assert all(mark.get_text().strip() for mark in seen.select("del, ins"))


def test_what_stands_between_is_said_in_the_language_of_the_reviewer() -> None:
    before, after = pages([paragraph("<p>كلمة</p>")], [paragraph("<p>كلام</p>")], "ar")
    with override("es"):
        notes = shown(before, after).select(".w-sr-only")
    assert notes
    assert {note["lang"] for note in notes} == {"es"}


def test_a_summary_counts_each_thing_once() -> None:
    before = [
        paragraph("<p>Call 617 555 0100 or 988. Come early. Stay long.</p>"),
        block("contacts", {"title": "", "contacts": [contact("617 555 0100")]}, 2),
        block("page_break", None, 3),
    ]
    after = [
        paragraph("<p>Call 617 555 0101 or 988. Come late. Stay on.</p>"),
        block("contacts", {"title": "", "contacts": [contact("617 555 0101")]}, 2),
        paragraph('<p>More <a href="https://www.example.org/">there</a>.</p>', 4),
    ]
    before.pop()
    told = compare(*pages(before, after)).summary
    assert told == "2 numbers, 1 link, 3 sentences changed"


def contact(number: str) -> dict[str, Any]:
    value = {"kind": "phone", "text": "Hotline", "target": number, "note": ""}
    return block("item", value, 7)


def test_all_of_a_new_text_is_new() -> None:
    page = text_with(StandardPage, title="March", summary="Come. Bring water.")
    seen = shown(None, page)
    assert words(one(seen, ".comparison__summary")).startswith("All of it is new: ")
    assert "Come. Bring water." in words(seen)
    assert not seen.select("del")


def test_texts_that_are_the_same_are_called_the_same() -> None:
    seen = shown(*pages([paragraph("<p>One.</p>", 1)], [paragraph("<p>One.</p>", 2)]))
    assert words(seen) == "The text is the same as what readers see now."


def test_arabic_has_a_form_for_each_number() -> None:
    """Zero never is; the other five are one, two, three to ten, to ninety-nine, a hundred."""

    def summary(count: int) -> str:
        sentences = " ".join(f"a{n} b." for n in range(count))
        texts = (text_with(StandardPage, summary=text) for text in ("", sentences))
        return compare(*texts).summary

    with override("ar"):
        told = [summary(count) for count in (1, 2, 3, 11, 100)]
    assert len({"".join(sign for sign in each if not sign.isdecimal()) for each in told}) == 5
