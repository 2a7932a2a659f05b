"""Whatever is replaced, edited, taken down and brought back: readers get what was approved.

Words, files, records and contacts, in every language, at every address that a reader ever had. The
moves go by random order through the pages of the admin (`tests/review/moves`), after a walk that is
written down; `make drill` takes twenty times as many.
"""

from collections import Counter
from typing import Any

import pytest

from tests import drills

from .conftest import Committing
from .flow import Flow
from .moves.machine import Moves

pytestmark = pytest.mark.django_db

EVERYTHING = (0, 0, True)
WALK: tuple[tuple[Any, ...], ...] = (
    # In a draft alone a file is replaced; once the text is in review it stays.
    ("write", "boston-editor", "page", EVERYTHING, 0, False),
    *(("replace", "boston-lead", kind, 0) for kind in ("picture", "document")),
    *(("submit", "boston-editor", "page"), ("read_a_text", 0)),
    *(("replace", "boston-lead", kind, 0) for kind in ("picture", "document")),
    ("approve_what_was_read", "boston-lead"),
    # The contact changes while a text that refers to it is read.
    ("read_a_text", 0),
    ("change_a_record", "boston-editor", "contact", True),
    ("approve_to_the_end", 1, 0),
    *(("approve_what_was_read", "approver"), ("try_to_approve", "boston-editor", 0)),
    *(("approve", 0, 0), ("replace", "boston-lead", "picture", 0)),
    *(("change_a_record", "staff", "person", True), ("approve", 0, 0)),
    *(("take_down", "boston-lead", "contact", "Asked."), ("submit", "boston-editor", "contact")),
    ("approve_to_the_end", 0, 0),
    # A picture goes from two languages, the page with the document, and comes back by a review.
    ("write", "boston-editor", "translation", EVERYTHING, 0, True),
    *(("approve_to_the_end", 0, 0), ("take_down_a_file", "boston-lead", "picture", 0, "Asked.")),
    # A review that is half way when its page goes is over.
    *(("write", "boston-editor", "page", EVERYTHING, 0, True), ("approve", 0, 0)),
    *(("take_down", "staff", "page", "Asked."), ("restore", "boston-editor", "page", 0, True)),
    *(("approve_to_the_end", 0, 0), ("take_down_a_file", "staff", "document", 0, "Asked.")),
    *(("begin_or_publish_a_set",), ("write", "boston-editor", "page", EVERYTHING, 0, True)),
    *(("approve_to_the_end", 0, 0), ("begin_or_publish_a_set",)),
    ("write", "boston-editor", "page", EVERYTHING, 0, True),
    ("send_back", "approver", 0, "withdraw"),
    *(("write", "boston-editor", "page", EVERYTHING, 3, True), ("approve_to_the_end", 0, 0)),
    ("go_on_later", 4),
    ("change_a_record", "staff", "identity", False),
    ("publish_in_emergency", "emergency", "identity"),
)  # fmt: skip
REACHED = {
    *("submitted", "approved", "published", "scheduled", "held", "emergency", "withdrawn"),
    *("taken-down", "file-taken-out", "kept a file in use", "replaced a file"),
    *("took down a picture", "took down a document", "approved what was read before"),
    *("refused what was read before", "asked to bring back", "wrote a contact", "wrote a person"),
}


def test_whatever_moves_readers_get_what_was_approved(
    flow: Flow, django_capture_on_commit_callbacks: Committing
) -> None:
    flow.join("boston-lead-2", "leads", "boston")
    flow.join("approver-2", "approvers")
    done = Counter[str]()
    values = {"flow": flow, "committing": django_capture_on_commit_callbacks, "done": done}
    machine = type("Everything", (Moves,), values)
    walk(machine())
    never = REACHED - {name for name, number in done.items() if number}
    assert not never, f"never reached: {never}; reached: {done}"
    drills.run(machine, programs=1, steps=25)


def walk(machine: Moves) -> None:
    """Go once where chance may not lead."""
    for name, *values in WALK:
        getattr(machine, name)(*values)
        machine.readers_get_what_was_approved()
        machine.what_waits_has_somebody_to_decide()
    machine.teardown()
