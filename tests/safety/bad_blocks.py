"""Streams as no editor writes them: what a migration or a hand at the database may leave there."""

import json
from typing import Any

from django.db.models import Model, TextField
from django.db.models.functions import Cast

GOOD = "<p>%s</p>"
LONE = "\ud83d"
HUGE = 10**30


def block(kind: Any, value: Any, **more: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": None} | more


def paragraph(words: str) -> dict[str, Any]:
    return block("paragraph", {"text": GOOD % words, "footnotes": []}, id=f"id-{words}")


# One block each that cannot be read, by what is wrong with it.
BLOCKS: dict[str, Any] = {
    "a number": 7,
    "nothing": None,
    "a word": "paragraph",
    "a list": ["paragraph", {"text": "x"}],
    "an empty object": {},
    "no value": {"type": "heading", "id": "1"},
    "no type": {"value": {"text": "x"}, "id": "1"},
    "a type that is a list": block(["heading"], {"text": "x"}),
    "a type that is an object": block({}, {}),
    "a type of old": block("carousel", {"slides": [1, 2]}),
    "an id that is an object": block("heading", {"text": "x"}, id={}),
    "a number for a struct": block("heading", 7),
    "nothing for a struct": block("heading", None),
    "a list for words": block("heading", {"level": "2", "text": ["x"], "anchor": ""}),
    "an object for words": block("pull_quote", {"quotation": {"a": 1}}),
    "a level that is none": block("heading", {"level": "h2", "text": "x", "anchor": ""}),
    "a level that is an object": block("heading", {"level": {}, "text": "x"}),
    "a number for rich text": block("paragraph", {"text": 7, "footnotes": []}),
    "an object for footnotes": block("paragraph", {"text": GOOD % "x", "footnotes": {"a": 1}}),
    "nothing for a list": block("checklist", {"title": "x", "items": None}),
    "a number for a list": block("facts", {"facts": 7}),
    "items that are words": block("facts", {"facts": ["x", "y"]}),
    "items without a value": block("numbered_points", {"points": [{"type": "item", "id": "x"}]}),
    "an item's id that is a list": block(
        "checklist", {"title": "", "items": [{"type": "item", "id": [], "value": "x"}]}
    ),
    "a word for a picture": block("image", {"picture": {"image": "first"}}),
    "a list for a picture": block("image", {"picture": [1]}),
    "a picture below nought": block("image", {"picture": {"image": -1}}),
    "a page's number that is huge": block("call_to_action", {"text": "x", "page": HUGE}),
    "a page's number that is an object": block("call_to_action", {"text": "x", "page": {"id": 1}}),
    "a truth for a document": block("download", {"document": True, "text": "x"}),
    "a kind that is none": block("callout", {"kind": "loud", "title": "", "text": GOOD % "x"}),
    "a contact that is a word": block("contacts", {"title": "", "contacts": [{"contact": "x"}]}),
    "a principle that is a list": block("principle_reference", {"principle": ["principle-1"]}),
}
# What no PostgreSQL keeps in JSON, and SQLite does.
ODD_WORDS: dict[str, Any] = {
    "half a character": block("heading", {"level": "2", "text": LONE, "anchor": ""}),
    "no character": block("heading", {"level": "2", "text": "a\0b", "anchor": ""}),
}
# Everything of a stream is something else.
STREAMS: dict[str, Any] = {
    "an object": {"a": {"type": "paragraph"}},
    "a number": 7,
    "a truth": True,
    "words": "Once upon a time",
    "numbers": [1, 2, 3],
    "lists": [["heading", {"text": "x"}], ["paragraph", "x"]],
    "nothing in a list": [None],
    "deep": json.loads("[" * 400 + "]" * 400),
}


def spoil(thing: Model, name: str, stored: Any) -> None:
    """Put this into a stream of a page or record and of its drafts, past every form."""
    type(thing)._default_manager.filter(pk=thing.pk).update(**{name: stored})
    for revision in thing.revisions.all():  # type: ignore[attr-defined]
        revision.content[name] = json.dumps(stored)
        revision.save(update_fields=["content"])


def stored_in(thing: Model, name: str) -> Any:
    """What the database has in a stream, past all that reads it."""
    rows = type(thing)._default_manager.filter(pk=thing.pk)
    found = rows.annotate(as_it_is=Cast(name, TextField())).values_list("as_it_is", flat=True)
    return json.loads(found.get())
