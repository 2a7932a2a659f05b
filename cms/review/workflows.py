"""Which steps a text goes through: one workflow for chapters, one for national pages and records.

Their names stand on the button that submits a page: “Submit to the chapter's leads, …”.
Pages in another language than the site's first go through workflows of their own, which another app
makes of these (``register_tasks_of_translations``).

A workflow that is not wanted any more is not deleted, which would delete its reviews, but
deactivated: reviews under way end as withdrawn, and every text is kept.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import override
from wagtail.models import (
    Locale,
    Page,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from cms.access.reconcile import Row, Table
from cms.access.territories import Territory

from .models import LeadReviewTask, StaffApprovalTask
from .models.reviewed import IN_TRANSLATION
from .subjects import record_models

type Tasks = tuple[type[Task], ...]

WORKFLOWS: dict[str, Tasks] = {
    "the chapter's leads, then national staff": (LeadReviewTask, StaffApprovalTask),
    "national staff": (StaffApprovalTask,),
}
CHAPTER_WORKFLOW, NATIONAL_WORKFLOW = WORKFLOWS

_of_translations: list[Callable[[Tasks], Tasks]] = []


def register_tasks_of_translations(steps: Callable[[Tasks], Tasks]) -> None:
    """Let another app say which steps a workflow's pages go through in other languages."""
    if steps not in _of_translations:
        _of_translations.append(steps)


def all_workflows() -> dict[str, Tasks]:
    """Every workflow by its workflow's name, those of translations included."""
    found = dict(WORKFLOWS)
    for change in _of_translations:
        found |= {name + IN_TRANSLATION: change(steps) for name, steps in WORKFLOWS.items()}
    return found


def review_workflows(territories: list[Territory]) -> Iterable[Table]:
    """The rows of review: tasks, workflows, and the pages at which each begins to hold."""
    yield _workflow_rows()
    workflows = {workflow.name: workflow for workflow in Workflow.objects.filter(active=True)}
    yield _page_rows(territories, workflows)
    yield _records(workflows)


def _workflow_rows() -> Table:
    existing: dict[Row, Callable[[], Any]] = {}
    for workflow in Workflow.objects.filter(active=True).prefetch_related("workflow_tasks__task"):
        in_order = sorted(workflow.workflow_tasks.all(), key=lambda step: step.sort_order or 0)
        names = [type(step.task.specific).__name__ for step in in_order if step.task.active]
        existing[workflow.name, *names] = workflow.deactivate
    wanted: dict[Row, Callable[[], Any]] = {
        (name, *(step.__name__ for step in steps)): _maker(name, steps)
        for name, steps in all_workflows().items()
    }
    return Table("review workflows", wanted, existing)


def name_in_the_database(task: type[Task]) -> str:
    """What a task's row is called, whoever's language it is made in."""
    with override("en"):
        return str(task._meta.verbose_name)


def _maker(name: str, steps: Tasks) -> Callable[[], Any]:
    def make() -> None:
        workflow = Workflow.objects.create(name=name, active=True)
        for position, step in enumerate(steps):
            task = step.objects.filter(active=True).first() or step.objects.create(
                name=name_in_the_database(step)
            )
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=position)

    return make


def _page_rows(territories: list[Territory], workflows: dict[str, Workflow]) -> Table:
    def attach(page_id: int, name: str) -> Callable[[], Any]:
        return lambda: WorkflowPage.objects.create(page_id=page_id, workflow=workflows[name])

    homes = Page.objects.filter(depth=2).values_list("pk", flat=True)
    places = dict.fromkeys(homes, NATIONAL_WORKFLOW)
    for territory in territories:
        # Where the rights of leads rest, nobody but staff could take a step.
        workflow = CHAPTER_WORKFLOW if territory.is_open else NATIONAL_WORKFLOW
        places |= dict.fromkeys(territory.page_ids, workflow)
    for page_id in _translations_among(places):
        places[page_id] += IN_TRANSLATION
    wanted: dict[Row, Callable[[], Any]] = {
        (f"page {page_id}", name): attach(page_id, name) for page_id, name in places.items()
    }
    existing: dict[Row, Callable[[], Any]] = {
        (f"page {row.page_id}", row.workflow.name): row.delete
        for row in WorkflowPage.objects.select_related("workflow")
    }
    return Table("pages under review", wanted, existing)


def _records(workflows: dict[str, Workflow]) -> Table:
    """Each kind of record starts the national workflow; ``get_workflow`` looks at its language."""

    def attach(model: type[Any]) -> Callable[[], Any]:
        kind = ContentType.objects.get_for_model(model)
        workflow = workflows[NATIONAL_WORKFLOW]
        return lambda: WorkflowContentType.objects.create(content_type=kind, workflow=workflow)

    wanted: dict[Row, Callable[[], Any]] = {
        (model._meta.label_lower, NATIONAL_WORKFLOW): attach(model) for model in record_models()
    }
    existing: dict[Row, Callable[[], Any]] = {
        (".".join(row.content_type.natural_key()), row.workflow.name): row.delete
        for row in WorkflowContentType.objects.select_related("content_type", "workflow")
    }
    return Table("records under review", wanted, existing)


def _translations_among(page_ids: Iterable[int]) -> Iterable[int]:
    """Those of the pages that are in another language than the site's first."""
    if not _of_translations:
        return ()
    first = Locale.objects.filter(language_code=settings.LANGUAGE_CODE)
    pages = Page.objects.filter(pk__in=list(page_ids)).exclude(locale__in=first)
    return pages.values_list("pk", flat=True)
