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

REACHED = set(Decision.Kind) - {Decision.Kind.REFUSED, Decision.Kind.TAKEN_DOWN}
ACTS = {
    *("wrote", "autosaved", "wrote during review", "approved", "asked for changes", "withdrew"),
    *("took over", "published in an emergency", "left", "gave trust", "withdrew trust"),
    *("began a set", "published a set", "took out of a set", "started again"),
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
    *(("trust", True), SENT, ("approve", 0), ("trust", False)),
    *(("leave_or_come_back", "boston-lead"), ("leave_or_come_back", "boston-lead-2")),
    *(SENT, ("withdraw", "boston-editor"), ("leave_or_come_back", "boston-lead")),
    *(("write", "boston-editor", 0), ("publish_in_emergency", "emergency", "Now.")),
)


# Of a record: it has one step, which national approvers take, and no chapter to trust.
REACHED_OF_A_RECORD = set(Decision.Kind) - {Decision.Kind.REFUSED, Decision.Kind.SKIPPED}
ACTS_OF_A_RECORD = ACTS - {"left", "gave trust", "withdrew trust"} | {"took down"}
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
    *(("take_down", "staff", "Asked."), ("take_down", "approver", "Asked.")),
    *(SENT, ("withdraw", "boston-editor"), SENT, ("approve", 0)),
    *(("write", "boston-editor", 0), ("publish_in_emergency", "emergency", "Now.")),
)
