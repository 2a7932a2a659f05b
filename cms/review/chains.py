"""Which steps a page goes through: one chain for chapters, one for national pages.

Their names stand on the button that submits a page: “Submit to the chapter's leads, …”.
Pages in another language than the site's first go through chains of their own, which another app
makes of these (``register_steps_of_translations``).

A chain that is not wanted any more is not deleted, which would delete its reviews, but
deactivated: reviews under way end as withdrawn, and every text is kept.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page, Task, Workflow, WorkflowPage, WorkflowTask

from cms.access.reconcile import Row, Table
from cms.access.territories import Territory

from .models import LeadReviewTask, StaffApprovalTask

type Steps = tuple[type[Task], ...]

CHAINS: dict[str, Steps] = {
    "the chapter's leads, then national staff": (LeadReviewTask, StaffApprovalTask),
    "national staff": (StaffApprovalTask,),
}
CHAPTER_CHAIN, NATIONAL_CHAIN = CHAINS
IN_TRANSLATION = " in translation"

_of_translations: list[Callable[[Steps], Steps]] = []


def register_steps_of_translations(steps: Callable[[Steps], Steps]) -> None:
    """Let another app say which steps a chain's pages go through in other languages."""
    if steps not in _of_translations:
        _of_translations.append(steps)


def chains() -> dict[str, Steps]:
    """Every chain by its workflow's name, those of translations included."""
    found = dict(CHAINS)
    for change in _of_translations:
        found |= {name + IN_TRANSLATION: change(steps) for name, steps in CHAINS.items()}
    return found


def review_chains(territories: list[Territory]) -> Iterable[Table]:
    """The rows of review: tasks, workflows, and the pages at which each begins to hold."""
    yield _workflows()
    workflows = {workflow.name: workflow for workflow in Workflow.objects.filter(active=True)}
    yield _pages(territories, workflows)


def _workflows() -> Table:
    existing: dict[Row, Callable[[], Any]] = {}
    for workflow in Workflow.objects.filter(active=True).prefetch_related("workflow_tasks__task"):
        in_order = sorted(workflow.workflow_tasks.all(), key=lambda step: step.sort_order or 0)
        names = [type(step.task.specific).__name__ for step in in_order if step.task.active]
        existing[workflow.name, *names] = workflow.deactivate
    wanted: dict[Row, Callable[[], Any]] = {
        (name, *(step.__name__ for step in steps)): _maker(name, steps)
        for name, steps in chains().items()
    }
    return Table("review chains", wanted, existing)


def _maker(name: str, steps: Steps) -> Callable[[], Any]:
    def make() -> None:
        workflow = Workflow.objects.create(name=name, active=True)
        for position, step in enumerate(steps):
            task = step.objects.filter(active=True).first() or step.objects.create(
                name=str(step._meta.verbose_name)
            )
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=position)

    return make


def _pages(territories: list[Territory], workflows: dict[str, Workflow]) -> Table:
    def attach(page_id: int, name: str) -> Callable[[], Any]:
        return lambda: WorkflowPage.objects.create(page_id=page_id, workflow=workflows[name])

    homes = Page.objects.filter(depth=2).values_list("pk", flat=True)
    places = dict.fromkeys(homes, NATIONAL_CHAIN)
    for territory in territories:
        places |= dict.fromkeys(territory.page_ids, CHAPTER_CHAIN)
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


def _translations_among(page_ids: Iterable[int]) -> Iterable[int]:
    """Those of the pages that are in another language than the site's first."""
    if not _of_translations:
        return ()
    first = Locale.objects.filter(language_code=settings.LANGUAGE_CODE)
    pages = Page.objects.filter(pk__in=list(page_ids)).exclude(locale__in=first)
    return pages.values_list("pk", flat=True)
