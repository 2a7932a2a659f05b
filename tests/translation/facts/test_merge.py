"""Facts of a source into a text in another language: each row of the table, and any other edit."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from chapters.models import ChapterPage
from cms.translation.facts.changes import Change, Outcome, Pages, Why
from cms.translation.facts.merge import follow, strays
from home.models import ImpactPage, Partner
from tests.drills import TIMES

type Block = tuple[str, str, Any]


def page(*blocks: Block, **fields: Any) -> dict[str, Any]:
    body = [{"type": kind, "value": value, "id": key} for key, kind, value in blocks]
    return {"body": json.dumps(body), **fields}


def merged(before: Any, after: Any, target: Any, **more: Any) -> Outcome:
    return follow(ChapterPage, before, after, target, **more)


def body(outcome: Outcome) -> list[Any]:
    return list(json.loads(outcome.content["body"]))


def reasons(changes: list[Change]) -> list[str]:
    return [change.why for change in changes]


def text(html: str) -> Any:
    return {"text": html, "footnotes": []}


def heading(words: str, level: str = "2", anchor: str = "") -> Any:
    return {"level": level, "text": words, "anchor": anchor}


def picture(number: int, alt: str, *, decorative: bool = False) -> Any:
    values = {"image": number, "alt_text": alt, "decorative": decorative}
    return {"picture": values, "caption": "", "credit": ""}


def contact(key: str, name: str, number: str, note: str = "") -> Any:
    value = {"kind": "phone", "text": name, "target": number, "note": note}
    return {"type": "item", "id": key, "value": value}


def box(title: str, *contacts: Any) -> Block:
    return "box", "contacts", {"title": title, "contacts": list(contacts)}


def links(before: str, after: str, target: str, pages: Pages | None = None) -> Any:
    three = (page(("p", "paragraph", text(html))) for html in (before, after, target))
    outcome = merged(*three, pages=pages)
    return body(outcome)[0]["value"]["text"], reasons(outcome.marked)


def test_a_number_follows_and_no_word_changes() -> None:
    outcome = merged(
        page(box("If taken", contact("a", "Legal", "211"), contact("b", "Food", "311"))),
        page(box("If taken", contact("a", "Legal", "911"), contact("b", "Food", "311"))),
        page(box("Si te llevan", contact("a", "Abogada", "211"), contact("b", "Comida", "311"))),
    )
    found = body(outcome)[0]["value"]
    assert found["title"] == "Si te llevan"
    assert [each["value"]["target"] for each in found["contacts"]] == ["911", "311"]
    assert [each["value"]["text"] for each in found["contacts"]] == ["Abogada", "Comida"]
    assert [(each.path, each.old, each.new) for each in outcome.followed] == [
        ("body.box.contacts.a.target", "211", "911")
    ]


def test_a_number_that_changes_with_its_name_waits_for_a_person() -> None:
    before = page(box("", contact("a", "Legal", "211")))
    after = page(box("", contact("a", "Food", "911")))
    target = page(box("", contact("a", "Abogada", "211")))
    outcome = merged(before, after, target)
    assert (outcome.followed, reasons(outcome.marked)) == ([], [Why.WITH_WORDS])
    path = outcome.marked[0].path
    assert (outcome.marked[0].old, outcome.marked[0].new) == ("211", "911")
    confirmed = merged(before, after, target, confirmed=[path])
    assert body(confirmed)[0]["value"]["contacts"][0]["value"]["target"] == "911"
    # Nobody said that the number goes with the old name: a later number does not either.
    later = page(box("", contact("a", "Food", "912")))
    assert reasons(merged(after, later, target, undecided=[path]).marked) == [Why.WITH_WORDS]
    assert reasons(merged(after, later, target).followed) == [Why.FOLLOWED]


def test_an_own_value_stays_where_there_may_be_one() -> None:
    outcome = merged(
        {"join_url": "https://a.org/"}, {"join_url": "https://b.org/"}, {"join_url": "https://es/"}
    )
    assert outcome.content == {"join_url": "https://es/"}
    assert outcome.marked == [
        Change("join_url", Why.OWN_VALUE, "https://es/", "https://a.org/", "https://b.org/")
    ]
    # A state is the same everywhere, even where it had strayed.
    outcome = merged({"state": "active"}, {"state": "archived"}, {"state": "forming"})
    assert outcome.content == {"state": "archived"}


def test_what_the_source_did_not_change_stays() -> None:
    same = {"state": "active", "join_url": "https://a.org/", "title": "Boston"}
    target = {"state": "forming", "join_url": "https://es/", "title": "Bostón"}
    assert merged(same, same, target).content == target


def test_records_follow_too() -> None:
    before = {"name": "P", "description": "They help.", "url": "", "consent_on": "2026-01-01"}
    after = before | {"description": "They do.", "consent_on": None, "name": "Q"}
    target = before | {"description": "Ayudan."}
    outcome = follow(Partner, before, after, target)
    assert outcome.content == target | {"consent_on": None, "name": "Q"}


def test_child_records_by_their_key() -> None:
    def entry(key: str, words: str, date: str, order: int, text: str = "<p>x</p>") -> Any:
        return {
            "translation_key": key,
            "headline": words,
            "date": date,
            "sort_order": order,
            "text": text,
        }

    link = '<p><a href="https://a.org/">x</a></p>'
    outcome = follow(
        ImpactPage,
        {"entries": [entry("a", "One", "2019-06-01", 0, link), entry("b", "Two", "2020-01-01", 1)]},
        {
            "entries": [
                entry("b", "Two", "2020-01-01", 0),
                entry("a", "One", "2019-07-01", 1, link.replace("a.org", "b.org")),
                entry("c", "Three", "2021-01-01", 2),
            ]
        },
        {"entries": [entry("a", "Uno", "2019-06-01", 0, link), entry("b", "Dos", "2020-01-01", 1)]},
    )
    assert outcome.content["entries"] == [
        entry("a", "Uno", "2019-07-01", 1, link.replace("a.org", "b.org")),
        entry("b", "Dos", "2020-01-01", 0),
    ]
    assert [(each.path, each.why) for each in outcome.marked] == [("entries.c", Why.NEW)]
    assert "entries.a.date" in {each.path for each in outcome.followed}


def test_the_order_of_blocks_follows() -> None:
    three = [("1", "heading", heading("One")), ("2", "heading", heading("Two"))]
    three.append(("3", "heading", heading("Three")))
    spanish = [("1", "heading", heading("Uno")), ("2", "heading", heading("Dos"))]
    spanish.append(("3", "heading", heading("Tres")))
    outcome = merged(page(*three), page(*three[::-1]), page(*spanish))
    assert [each["value"]["text"] for each in body(outcome)] == ["Tres", "Dos", "Uno"]
    # The translation lacks one, and has one that the source has no more.
    own = ("9", "heading", heading("Propio"))
    outcome = merged(page(*three), page(*three[::-1]), page(spanish[0], own, spanish[2]))
    assert [each["value"]["text"] for each in body(outcome)] == ["Tres", "Uno", "Propio"]


def test_blocks_with_words_are_the_desks() -> None:
    rule, one = ("r", "chapter_list", None), ("1", "heading", heading("One"))
    uno, new = ("1", "heading", heading("Uno")), ("2", "heading", heading("Two"))
    outcome = merged(page(one, rule), page(new, one), page(uno, rule))
    assert [each["id"] for each in body(outcome)] == ["1"]
    assert [(each.path, each.why) for each in outcome.marked] == [("body.2", Why.NEW)]
    outcome = merged(page(one), page(rule), page(uno))
    assert [each["id"] for each in body(outcome)] == ["r", "1"]
    assert reasons(outcome.marked) == [Why.GONE]


def test_pictures() -> None:
    def image(number: int, alt: str) -> Any:
        return page(("i", "image", picture(number, alt)))

    covered = merged(image(1, "A cat"), image(2, "A cat"), image(1, "Un gato"))
    assert body(covered)[0]["value"] == picture(2, "Un gato")
    other = merged(image(1, "A cat"), image(2, "A dog"), image(1, "Un gato"))
    assert (other.followed, reasons(other.marked)) == ([], [Why.WITH_WORDS])
    path = "body.i.picture.image"
    ticked = merged(image(1, "A cat"), image(2, "A dog"), image(1, "Un gato"), confirmed={path})
    assert body(ticked)[0]["value"] == picture(2, "Un gato")


def test_items_that_have_no_numbers_are_told() -> None:
    def listed(*items: str) -> Any:
        return page(("c", "checklist", {"title": "", "items": list(items)}))

    outcome = merged(listed("a", "b"), listed("b", "a"), listed("x", "y"))
    assert reasons(outcome.marked) == [Why.AMBIGUOUS]
    assert outcome.content == listed("x", "y")


def test_links_follow_whatever_the_order_of_the_words() -> None:
    one = '<p>See <a href="https://a.org/">the list</a> and <a href="https://c.org/">a map</a>.</p>'
    two = one.replace("a.org", "b.org")
    t = '<p><a href="https://c.org/">El mapa</a> y <a href="https://a.org/">la lista</a>.</p>'
    assert links(one, two, t) == (t.replace("a.org", "b.org"), [])
    assert links(one, two.replace("See", "Read"), t) == (t.replace("a.org", "b.org"), [])
    # Draft.js numbers the blocks of a text in the admin.
    assert links(one, two.replace("<p>", '<p data-block-key="x">'), t)[1] == []
    own = t.replace("a.org", "es.a.org")
    assert links(one, two, own) == (own, [Why.OWN_VALUE])
    assert links(one, two.replace("the list", "our shop"), t) == (t, [Why.WITH_WORDS])
    quoted = two.replace("b.org/", "b.org/?a=1&amp;b=2")
    assert links(one, quoted, t) == (t.replace("a.org/", "b.org/?a=1&amp;b=2"), [])


def test_the_same_address_twice_goes_by_its_place() -> None:
    b = '<p><a href="https://a.org/">x</a> <a href="https://a.org/">y</a></p>'
    a = '<p><a href="https://a.org/">x</a> <a href="https://b.org/">y</a></p>'
    assert links(b, a, b.replace("y<", "z<")) == (a.replace("y<", "z<"), [])
    # Words moved as well, and it cannot be told which of the two is meant.
    turned = a.replace("<p>", "<p>Now ")
    assert links(b, turned, b) == (b, [Why.AMBIGUOUS])


def test_a_page_of_the_site_is_the_languages_own() -> None:
    pages = Pages({"5": "five", "15": "five", "6": "six"}, {"five": 15, "six": 16})
    b = '<p><a id="5" linktype="page">x</a></p>'
    a, t = b.replace('"5"', '"6"'), b.replace('"5"', '"15"').replace(">x<", ">y<")
    assert links(b, a, t, pages) == ('<p><a id="16" linktype="page">y</a></p>', [])
    button = {"text": "Go", "page": 5, "address": ""}
    three = (
        page(("c", "call_to_action", button | more))
        for more in ({}, {"page": 6}, {"page": 15, "text": "Ve"})
    )
    outcome = merged(*three, pages=pages)
    assert body(outcome)[0]["value"] == {"text": "Ve", "page": 16, "address": ""}
    # Without a version in the language it is the source's.
    nowhere = Pages({"5": "five", "15": "five", "6": "six"}, {"five": 15})
    assert links(b, a, t, nowhere)[0] == '<p><a id="6" linktype="page">y</a></p>'


def test_strays_are_found_without_a_before() -> None:
    source = page(
        ("1", "heading", heading("One", anchor="one")),
        ("p", "paragraph", text('<p><a href="https://a.org/">x</a></p>')),
        state="active",
        join_url="https://a.org/",
    )
    target = page(
        ("p", "paragraph", text('<p><a href="https://b.org/">y</a></p>')),
        ("1", "heading", heading("Uno", anchor="uno")),
        ("9", "heading", heading("Propio")),
        state="forming",
        join_url="https://es/",
    )
    outcome = strays(ChapterPage, source, target)
    assert {each.path for each in outcome.followed} == {"state", "body", "body.1.anchor"}
    assert {each.path for each in outcome.marked} == {"join_url", "body.p.text"}
    assert [each["id"] for each in body(outcome)] == ["1", "9", "p"]
    assert strays(ChapterPage, source, outcome.content).followed == []
    assert strays(ChapterPage, source, source).marked == []


# --- Any edit ---

WORDS = st.text("abcdefgh ", min_size=1, max_size=8).filter(lambda each: each.strip())
ADDRESSES = st.sampled_from([f"https://{name}.org/" for name in "abcd"])
NUMBERS = st.sampled_from(["211", "311", "911"])
RICH = st.lists(st.tuples(WORDS, ADDRESSES), max_size=3).map(
    lambda parts: "<p>t " + " ".join(f'<a href="{to}">{words}</a>' for words, to in parts) + "</p>"
)
CONTACTS = st.lists(st.tuples(WORDS, NUMBERS), min_size=1, max_size=3).map(
    lambda rows: [contact(f"c{index}", *row) for index, row in enumerate(rows)]
)
VALUES = st.one_of(
    st.tuples(st.just("heading"), st.builds(heading, WORDS, st.sampled_from("234"))),
    st.tuples(st.just("paragraph"), RICH.map(text)),
    st.tuples(st.just("image"), st.builds(picture, st.integers(1, 3), WORDS)),
    st.tuples(st.just("contacts"), CONTACTS.map(lambda rows: {"title": "t", "contacts": rows})),
    st.tuples(st.just("chapter_list"), st.none()),
)
CONTENTS = st.builds(
    lambda blocks, state, join: page(
        *((f"{key}-{value[0]}", *value) for key, value in blocks),
        state=state,
        join_url=join,
        title="t",
    ),
    st.lists(st.tuples(st.integers(0, 6), VALUES), max_size=6, unique_by=lambda each: each[0]),
    st.sampled_from(["active", "paused"]),
    ADDRESSES,
)
LENGTH = settings(max_examples=150 * TIMES, deadline=None)


def words_of(content: Any) -> dict[str, str]:
    """Everything that translators wrote, by its place."""
    found = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, list):
            for item in value:
                walk(item["value"], f"{path}.{item['id']}")
        elif isinstance(value, dict):
            for name, each in value.items():
                if name in {"text", "title", "alt_text", "caption", "credit", "note"}:
                    found[f"{path}.{name}"] = without_targets(each)
                else:
                    walk(each, f"{path}.{name}")

    walk(json.loads(content["body"]), "body")
    return found | {"title": content["title"]}


def without_targets(value: str) -> str:
    return "".join(
        part.partition('"')[2] if index else part
        for index, part in enumerate(value.split('href="'))
    )


def in_spanish(content: Any) -> Any:
    """A translation of a content: other words, the same facts."""
    blocks = json.loads(content["body"])

    def walk(value: Any) -> Any:
        if isinstance(value, list):
            return [item | {"value": walk(item["value"])} for item in value]
        if isinstance(value, dict):
            return {name: walk_named(name, each) for name, each in value.items()}
        return value

    def walk_named(name: str, value: Any) -> Any:
        if name == "text" and isinstance(value, str) and value.startswith("<p>"):
            return value.replace("<p>", "<p>es ").replace('/">', '/">es ')
        return f"es {value}" if name in {"text", "alt_text", "title"} else walk(value)

    return content | {"body": json.dumps(walk(blocks)), "title": "es"}


@LENGTH
@given(before=CONTENTS, after=CONTENTS, target=CONTENTS)
def test_words_never_change_and_twice_is_once(before: Any, after: Any, target: Any) -> None:
    kept = copy.deepcopy((before, after, target))
    outcome = merged(before, after, target)
    assert (before, after, target) == kept
    was, now = words_of(target), words_of(outcome.content)
    assert now.items() <= was.items()
    # What went had nothing to read in it; so nothing that was written went.
    assert {path for path in was.keys() - now.keys() if was[path].strip("<>/p ")} == set()
    again = merged(before, after, outcome.content)
    assert again.content == outcome.content
    assert again.followed == []


@LENGTH
@given(before=CONTENTS, after=CONTENTS)
def test_a_translation_without_values_of_its_own_is_told_or_has_all(
    before: Any, after: Any
) -> None:
    """Whatever the edit: each fact that differs from the source afterwards is marked.

    But for links of a text whose words changed: translators see those.
    """
    outcome = merged(before, after, in_spanish(before))
    marked = {change.path for change in outcome.marked}
    assert reasons(outcome.marked).count(Why.OWN_VALUE) == 0
    left = strays(ChapterPage, after, outcome.content)
    was, now = words_of(before), words_of(after)
    for change in [*left.followed, *left.marked]:
        told = any(change.path.startswith(path) or path.startswith(change.path) for path in marked)
        assert told or was.get(change.path) != now.get(change.path)


@LENGTH
@given(content=CONTENTS, target=CONTENTS)
def test_nothing_changed_nothing_follows(content: Any, target: Any) -> None:
    outcome = merged(content, copy.deepcopy(content), target)
    assert (outcome.content, outcome.followed, outcome.marked) == (target, [], [])


@pytest.mark.parametrize("value", [None, ""])
def test_an_empty_stream_is_no_reason_to_fail(value: Any) -> None:
    full = page(("1", "chapter_list", None))
    assert merged({"body": value}, full, {"body": value}).followed
    assert merged(full, {"body": value}, full).followed
