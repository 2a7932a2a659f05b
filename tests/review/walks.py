"""Who acts in the state machine of review, the walks that go first, and what each has to reach."""

from typing import Any

from hypothesis import strategies as st

from cms.review.models import Decision

WRITERS = ("boston-editor", "boston-lead", "boston-lead-2", "staff", "approver")
# Who can take a step, and those who would like to.
REVIEWERS = ("boston-lead", "boston-lead-2", "approver", "approver-2", "staff")
PEOPLE = (*REVIEWERS, "boston-editor", "chicago-lead", "emergency", "superuser")
writers, people = st.sampled_from(WRITERS), st.sampled_from(PEOPLE)
numbers, dates = st.integers(0, 9), st.sampled_from([0, 3])

# Who takes down: staff, and the chapter's leads what is the chapter's.
TAKERS_DOWN_OF_A_RECORD = ("staff", "approver", "approver-2", "superuser")
TAKERS_DOWN = (*TAKERS_DOWN_OF_A_RECORD, "boston-lead", "boston-lead-2")

# No picture stands in these texts (tests/review/test_taking_files_down.py).
REACHED = set(Decision.Kind) - {Decision.Kind.REFUSED, Decision.Kind.FILE_TAKEN_OUT}
ACTS = {
    *("wrote", "autosaved", "wrote during review", "approved", "asked for changes", "withdrew"),
    *("took over", "published in an emergency", "left", "gave trust", "withdrew trust"),
    *("began a set", "published a set", "took out of a set", "started again"),
    *("took down", "asked to bring back"),
}

SENT = ("write_and_submit", "boston-editor", 0)
WALK: tuple[tuple[Any, ...], ...] = (
    *(SENT, ("approve_what_was_read_before", 0), ("try_to_approve", "boston-editor")),
    *(("ask_for_changes", 0, "Not yet."), ("write", "boston-editor", 0)),
    *(("autosave", "boston-editor"), ("submit", "boston-editor"), ("approve", 0)),
    *(("write_during_review", "staff", False), ("start_again_later", 7)),
    *(("wait_and_take_over", "staff", 1), ("try_to_approve", "staff")),
    *(("write_and_submit", "boston-editor", 3), ("approve", 0), ("approve", 0)),
    ("start_again_later", 4),
    *(("begin_a_set",), SENT, ("approve", 0), ("approve", 0), ("publish_the_set",)),
    *(("begin_a_set",), ("take_out_of_the_set",)),
    *(SENT, ("approve", 0), ("take_down", "chicago-lead", "Asked.")),
    *(("take_down", "boston-lead", "Asked."), ("ask_to_bring_back", "boston-editor")),
    *(("approve", 0), ("approve", 0)),
    *(("trust", True), SENT, ("approve", 0), ("trust", False)),
    *(("leave_or_come_back", "boston-lead"), ("leave_or_come_back", "boston-lead-2")),
    *(SENT, ("withdraw", "boston-editor"), ("leave_or_come_back", "boston-lead")),
    *(("write", "boston-editor", 0), ("publish_in_emergency", "emergency", "Now.")),
)


# Of a record: it has one step, which national approvers take, and no chapter to trust.
REACHED_OF_A_RECORD = REACHED - {Decision.Kind.SKIPPED}
ACTS_OF_A_RECORD = ACTS - {"left", "gave trust", "withdrew trust"}
WALK_OF_A_RECORD: tuple[tuple[Any, ...], ...] = (
    *(SENT, ("approve_what_was_read_before", 0), ("try_to_approve", "boston-editor")),
    *(("ask_for_changes", 0, "Not yet."), ("write", "boston-editor", 0)),
    *(("autosave", "boston-editor"), ("submit", "boston-editor")),
    *(("write_during_review", "staff", False), ("start_again_later", 7)),
    *(("try_to_approve", "staff"), ("approve", 0)),
    *(("write_and_submit", "boston-editor", 3), ("approve", 0), ("start_again_later", 4)),
    *(SENT, ("wait_and_take_over", "staff", 6), ("try_to_approve", "staff")),
    *(("begin_a_set",), SENT, ("approve", 0), ("publish_the_set",)),
    *(("begin_a_set",), ("take_out_of_the_set",)),
    *(SENT, ("take_down", "boston-lead", "Asked."), ("take_down", "staff", "Asked.")),
    *(("ask_to_bring_back", "boston-editor"), ("approve", 0)),
    *(SENT, ("withdraw", "boston-editor"), SENT, ("approve", 0)),
    *(("write", "boston-editor", 0), ("publish_in_emergency", "emergency", "Now.")),
)


def walk(machine: Any) -> None:
    """Go once where chance may not lead: every rule takes effect, every decision is reached."""
    for name, *values in machine.walk:
        getattr(machine, name)(*values)
        machine.readers_get_an_approved_text_or_the_one_before()
        machine.what_is_down_comes_back_by_a_new_approval()
        machine.nothing_is_stuck()
    machine.teardown()
