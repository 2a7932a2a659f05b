"""Workflows and steps on Wagtail's own screens, by their names in the language in use.

Their rows have names in one language, which the reports and filters of Wagtail print.
"""

from wagtail.models import AbstractWorkflow, Task, WorkflowState

from .messages import task_in_words, workflow_in_words

_theirs = WorkflowState.all_tasks_with_status


def name_of_workflow(workflow: AbstractWorkflow) -> str:
    return workflow_in_words(workflow.name)


def name_of_task(task: Task) -> str:
    return task_in_words(task.name)


def tasks_by_name_on_screen(state: WorkflowState) -> list[Task]:
    """The steps of a review to be shown: they are not saved."""
    tasks: list[Task] = _theirs(state)
    for task in tasks:
        task.name = task_in_words(task.name)
    return tasks
