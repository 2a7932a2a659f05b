"""Views of contacts: a chapter's own are its people's, all of them staff's."""

from collections.abc import Callable
from typing import Any

from cms.contacts.models import Contact
from tests.access.role_table import R

from .cases import Case, Cell, Values, nothing

VIEWS = "wagtailsnippets_contacts_contact"
CHOOSERS = "wagtailsnippetchoosers_contacts_contact"


def form(cell: Cell) -> Values:
    """A form of a contact of Boston's, as a browser sends it."""
    return {
        "territory": str(cell.movement.chapters["boston"].translation_key),
        "name": "A helpline",
        "purpose": "hotline",
        "kind": "phone",
        "target": "617-555-0133",
        "time_zone": "America/New_York",
    }


def contact_in(cell: Cell) -> Contact:
    contact: Contact = cell.movement.contacts[cell.place.territory]
    return contact


def one(**more: Callable[[Contact], Any]) -> Callable[[Cell], Values]:
    """The number of the place's contact, and what ``more`` makes of it."""

    def arguments(cell: Cell) -> Values:
        contact = contact_in(cell)
        return {"pk": contact.pk, **{name: value(contact) for name, value in more.items()}}

    return arguments


def revision(contact: Contact) -> int:
    return int(contact.latest_revision_id or 0)


def step(**more: Any) -> Callable[[Cell], Values]:
    return lambda cell: one()(cell) | {"task_state_id": cell.movement.record_step.pk, **more}


def of_one(right: R, *names: str, **options: Any) -> list[Case]:
    """Views about a single contact, in each territory."""
    options = {"args": one(), **options}
    return [Case(f"{VIEWS}:{name}", right, scope="territory", **options) for name in names]


def of_all(space: str, right: R, *names: str, **options: Any) -> list[Case]:
    return [Case(f"{space}:{name}", right, scope="site", **options) for name in names]


CONTACT_CASES = [
    *of_all(VIEWS, R.CONTACTS, "list", "list_results"),
    *of_all(VIEWS, R.ADD_CONTACTS, "add", data=form),
    *of_all(VIEWS, R.ADD_CONTACTS, "preview_on_add"),
    *of_one(R.WRITE, "edit", data=form),
    *of_one(R.WRITE, "history", "history_results", "preview_on_edit", "workflow_history"),
    *of_one(R.WRITE, "revisions_view", args=one(revision_id=revision)),
    *of_one(R.WRITE, "revisions_revert", args=one(revision_id=revision), data=form),
    *of_one(
        R.WRITE,
        "revisions_compare",
        args=one(revision_id_a=lambda _c: "earliest", revision_id_b=lambda _c: "latest"),
    ),
    *of_one(R.LOCK, "lock", data=nothing, gets=False),
    *of_one(R.UNLOCK, "unlock", gets=False),
    *of_one(
        R.WRITE,
        "workflow_history_detail",
        args=lambda cell: (
            one()(cell) | {"workflow_state_id": cell.movement.record_step.workflow_state_id}
        ),
        exists=False,
    ),
    *of_one(R.WRITE, "confirm_workflow_cancellation", exists=False),
    *of_one(R.RECORDS, "usage"),
    *of_one(R.NOBODY, "delete", "unpublish", data=nothing),
    *of_one(R.NOBODY, "revisions_unschedule", args=one(revision_id=revision)),
    *of_one(
        R.NOBODY,
        "workflow_action",
        "collect_workflow_action_data",
        args=step(action_name="approve"),
        data=nothing,
    ),
    *of_one(
        R.NOBODY,
        "workflow_preview",
        args=lambda cell: one()(cell) | {"task_id": cell.movement.record_step.task_id},
    ),
    *of_all(CHOOSERS, R.ENTER, "choose", "choose_results"),
    *of_all(CHOOSERS, R.ENTER, "chosen", args=one()),
    *of_all(CHOOSERS, R.ENTER, "chosen_multiple", query=lambda cell: {"id": contact_in(cell).pk}),
    *of_all(CHOOSERS, R.NOBODY, "create", data=form),
    Case("contacts:checked", R.WRITE, one(), data=nothing, scope="territory"),
    Case("contacts:prose", R.CONTACTS, scope="site"),
]
