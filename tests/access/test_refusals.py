"""A refusal in the admin undoes everything: Wagtail makes a redirect of it, which would keep it."""

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from .movement import Movement
from .role_table import ROLES, may
from .test_matrix import BOOKKEEPING, PLACES, WRITE, ask
from .views import CASES
from .views.cases import Case, Cell

pytestmark = pytest.mark.django_db

SAVEPOINT = re.compile(r"^\s*(?:SAVEPOINT|RELEASE|ROLLBACK)", re.IGNORECASE)
# What is answered at once and written by a task: the task is not the request's to undo.
BY_A_TASK = {"django_tasks_db_dbtaskresult"}


@pytest.mark.parametrize("action", ["action-publish", "action-submit", "save"])
def test_a_superuser_publishes_no_page_below_the_root(movement: Movement, action: str) -> None:
    """Wagtail's root is a plain page, whose children a superuser could publish."""
    root = Page.get_first_root_node()
    address = reverse("wagtailadmin_pages:add", args=["home", "homepage", root.pk])
    response = movement.clients["superuser"].post(address, _new_home() | {action: "1"})
    assert response.status_code == 302
    made = Page.objects.filter(slug="a-new-home")
    assert made.count() == 1
    assert not made.filter(live=True).exists()


WRITING = [case for case in CASES if case.data is not None]


@pytest.mark.parametrize("case", WRITING, ids=str)
def test_what_a_door_has_written_is_undone_when_it_is_refused(
    movement: Movement, case: Case, settings: Any
) -> None:
    """What comes after the first write is refused, and the write is not there afterwards."""
    settings.TRANSLATION_SERVER = "http://127.0.0.1:9"
    territory, code = PLACES[case.scope][0]
    cell = Cell(movement, movement.places[territory, code], movement.files[territory])
    for role in ROLES:
        if not may(role, case.post_right or case.right, territory, code):
            continue
        refusal = _Refusal()
        with transaction.atomic():
            with connection.execute_wrapper(refusal):
                ask(movement.clients[role], "post", case, cell, refusal)
            assert not refusal.happened or refusal.kept() == [], role
            transaction.set_rollback(True)


class _Refusal(set[str]):
    """Refuses once something is written and kept by the request's own transaction.

    It begins when it is cleared: what is written before prepares a case. Blocks within the
    request undo by themselves what they have written when a refusal leaves them.
    It goes on refusing: a task that is run at once keeps a refusal to itself.
    """

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.before: dict[str, list[Any]] = {}
        self.happened = False

    def clear(self) -> None:
        self.depth = len(connection.savepoint_ids) + 1

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self.depth or SAVEPOINT.match(sql):
            return execute(sql, params, many, context)
        at_the_end = len(connection.savepoint_ids) == self.depth
        if self.before and at_the_end:
            self.happened = True
            raise PermissionDenied("Refused on the way.")
        match = WRITE.match(sql)
        table = match.group(1) if match else ""
        if table and table not in BOOKKEEPING | BY_A_TASK and not self.before:
            self.before[table] = _rows(table)
        return execute(sql, params, many, context)

    def kept(self) -> list[str]:
        """The tables that are not as they were before the write."""
        return [table for table, rows in self.before.items() if _rows(table) != rows]


def _rows(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608  (a table's name)
        return list(cursor.fetchall())


def _new_home() -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "A new home",
            "slug": "a-new-home",
            "seo_title": "",
            "summary": "A summary.",
            "headline": "A headline",
            "introduction": "An introduction.",
            "hero": streamfield([]),
            "body": streamfield([]),
            "comments": inline_formset([]),
        }
    )
