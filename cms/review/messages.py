"""The steps of review in words, in the language of whoever reads them.

Their rows in the database have names of one language, by which the workflows are known.
"""

from functools import reduce

from django.utils.translation import gettext as _
from wagtail.models import Task, Workflow

from .models import task_name_of
from .workflows import all_workflows, name_in_the_database


def name_of(task: Task) -> str:
    """A step's name, as “review by the chapter's leads”."""
    model = task.specific_class or type(task)
    return str(model._meta.verbose_name)


def taker_of(step: str) -> str:
    """Who takes a step, by its name in the record."""
    words = {
        "lead": _("the chapter's leads"),
        "staff": _("national staff"),
        "language": _("the language’s reviewers"),
    }
    return words.get(step, step)


def takers_of(workflow: Workflow) -> str:
    """Who takes a review's steps, in their order."""
    steps = workflow.workflow_tasks.select_related("task__content_type").order_by("sort_order")
    return reduce(_then, (taker_of(task_name_of(step.task)) for step in steps))


def workflow_in_words(name: str) -> str:
    """Who takes the steps of a workflow of the site's, by its name in the database."""
    tasks = all_workflows().get(name)
    return reduce(_then, (taker_of(task_name_of(task())) for task in tasks)) if tasks else name


def task_in_words(name: str) -> str:
    """A step's name in the language in use, by its name in the database."""
    return next(
        (
            str(task._meta.verbose_name)
            for tasks in all_workflows().values()
            for task in tasks
            if name_in_the_database(task) == name
        ),
        name,
    )


def _then(first: str, second: str) -> str:
    return _("%(first)s, then %(second)s") % {"first": first, "second": second}
