"""Views of the records that readers see: people, partners, the site's identity."""

from collections.abc import Callable
from typing import Any

from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.review.standing import read_digest
from home.models import Partner, Person, SiteIdentity
from tests.access.role_table import R

from .cases import Case, Cell, Values, every_view, fixed, nothing

MODELS: tuple[type[Any], ...] = (Person, Partner, SiteIdentity)


def forms(model: type[Any], site_id: int) -> Values:
    """A form of one kind of records, as a browser sends it."""
    words = {
        Person: {"name": "Somebody", "role": "A role", "order": "1", "is_active": "on"},
        Partner: {"name": "A partner", "description": "", "url": "", "consent_note": ""},
        SiteIdentity: {
            "site": site_id,
            "organization_name": "A name",
            "tagline": "A line.",
            "statement": "A statement.",
            "social_links": streamfield([]),
            "menu": streamfield([]),
            "footer": streamfield([]),
        },
    }
    return nested_form_data(words[model])


def of(model: type[Any], **more: Callable[[Any], Any]) -> Callable[[Cell], Values]:
    """The number of the first record of a kind, and what ``more`` makes of that record."""

    def arguments(_cell: Cell) -> Values:
        record = model.objects.order_by("pk")[0]
        return {"pk": record.pk, **{name: value(record) for name, value in more.items()}}

    return arguments


def revision(record: Any) -> int:
    return int(record.latest_revision_id)


def cases_of(model: type[Any]) -> list[Case]:
    """Every view of one kind of records."""
    space = f"home_{model._meta.model_name}"
    views, choosers = f"wagtailsnippets_{space}", f"wagtailsnippetchoosers_{space}"
    one, staff, writers = of(model), R.RECORDS, R.CHANGE_RECORDS

    def form(cell: Cell) -> Values:
        return forms(model, cell.movement.site.pk)

    def step(**more: Any) -> Callable[[Cell], Values]:
        return lambda cell: one(cell) | {"task_state_id": cell.movement.record_step.pk, **more}

    return [
        *every_view(views, "list", "list_results", right=writers),
        # A second identity in a language is refused.
        *every_view(views, "add", right=staff, data=None if model is SiteIdentity else form),
        *every_view(views, "edit", right=writers, args=one, data=form),
        *every_view(views, "usage", "history", "history_results", right=writers, args=one),
        *every_view(views, "preview_on_add", right=staff),
        *every_view(views, "preview_on_edit", right=writers, args=one),
        *every_view(views, "revisions_view", right=writers, args=of(model, revision_id=revision)),
        *every_view(
            views,
            "revisions_revert",
            right=writers,
            args=of(model, revision_id=revision),
            data=form,
        ),
        *every_view(
            views,
            "revisions_compare",
            right=writers,
            args=of(model, revision_id_a=lambda _r: "earliest", revision_id_b=lambda _r: "latest"),
        ),
        *every_view(views, "lock", right=staff, args=one, data=nothing, gets=False),
        *every_view(views, "unlock", right=staff, args=one, gets=False),
        *every_view(views, "workflow_history", right=writers, args=one),
        *every_view(
            views,
            "workflow_history_detail",
            right=writers,
            args=lambda cell: (
                one(cell) | {"workflow_state_id": cell.movement.record_step.workflow_state_id}
            ),
            exists=False,
        ),
        *every_view(views, "confirm_workflow_cancellation", right=writers, args=one, exists=False),
        *every_view(views, "delete", "unpublish", right=R.NOBODY, args=one, data=nothing),
        *every_view(
            views, "revisions_unschedule", right=R.NOBODY, args=of(model, revision_id=revision)
        ),
        *every_view(
            views,
            "workflow_action",
            "collect_workflow_action_data",
            right=R.NOBODY,
            args=step(action_name="approve"),
            data=nothing,
        ),
        *every_view(
            views,
            "workflow_preview",
            right=R.NOBODY,
            args=lambda cell: one(cell) | {"task_id": cell.movement.record_step.task_id},
        ),
        *every_view(choosers, "choose", "choose_results", right=writers),
        *every_view(choosers, "chosen", right=writers, args=one),
        *every_view(
            choosers, "chosen_multiple", right=writers, query=lambda cell: {"id": one(cell)["pk"]}
        ),
        *every_view(choosers, "create", right=R.NOBODY, data=form),
    ]


def step_of_record(cell: Cell) -> Values:
    return {"task_state_id": cell.movement.record_step.pk}


def approval(cell: Cell) -> Values:
    read = cell.movement.record_step.revision
    return {"decision": "approve", "revision": read.pk, "digest": read_digest(read)}


def named(model: type[Any]) -> Callable[[Cell], Values]:
    """How our own views name the first record of a kind."""
    meta = model._meta
    return lambda cell: {
        "app_label": meta.app_label,
        "model_name": str(meta.model_name),
        **of(model)(cell),
    }


RECORD_CASES = [
    *(case for model in MODELS for case in cases_of(model)),
    *every_view("review", "public_records", right=R.TAKE_DOWN),
    *every_view(
        "review",
        "take_down",
        right=R.ASK_OF_RECORDS,
        args=named(Person),
        data=fixed(action="ask"),
    ),
    *every_view(
        "review",
        "take_down",
        right=R.ASK_OF_RECORDS,
        args=named(Person),
        data=fixed(reason="Asked."),
        post_right=R.TAKE_DOWN,
        label="now",
    ),
    *every_view("review", "record_emergency", right=R.EMERGENCY, args=named(Person)),
    *every_view(
        "review",
        "record_look_again",
        right=R.CHANGE_RECORDS,
        args=named(Person),
        data=fixed(on="2040-01-01"),
    ),
    Case(
        "review:review",
        R.READ_RECORDS_IN_REVIEW,
        step_of_record,
        data=approval,
        post_right=R.REVIEW_TRANSLATIONS,
        scope="record",
        label="of a record",
    ),
    Case(
        "review:text",
        R.READ_RECORDS_IN_REVIEW,
        step_of_record,
        scope="record",
        label="of a record",
    ),
]
