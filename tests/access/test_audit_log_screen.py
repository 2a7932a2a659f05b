"""The audit log on screen and as a file: who reads what of it, by person, kind and day."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.access.audit import Kind, Subject, enter
from cms.access.models import AccessEvent

from .audit_log import LOG, shown
from .movement import Movement


@pytest.fixture
def entries(movement: Movement) -> None:
    users = movement.users
    enter(Kind.ACCESS, "entered: National staff", actor=users["staff"], account=users["newcomer"])
    enter(Kind.SIGN_IN, "signed in", actor=users["coordinator"], account=users["coordinator"])
    enter(
        Kind.TAKE_DOWN,
        "taken down",
        actor=users["approver"],
        before=["public"],
        after=["taken down"],
        about=Subject("=HYPERLINK(1)", "page 7"),
    )


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("staff", {"entered", "signed in", "taken down"}),
        ("superuser", {"entered", "signed in", "taken down"}),
        ("approver", {"entered", "taken down"}),
    ],
)
def test_who_comes_when_is_told_to_staff_alone(
    movement: Movement, entries: None, who: str, sees: set[str]
) -> None:
    for page in (shown(movement, who), _file(movement, who)):
        assert {word for word in ("entered", "signed in", "taken down") if word in page} == sees
    assert ("Sign-in" in shown(movement, who)) == ("signed in" in sees), "nor is there the choice"
    assert "signed in" not in shown(movement, "approver", kind="sign-in")


@pytest.mark.parametrize("who", ["boston-lead", "coordinator", "emergency", "es-reviewer"])
def test_others_do_not_open_it(movement: Movement, who: str) -> None:
    assert movement.clients[who].get(LOG).status_code == 302


@pytest.mark.parametrize(
    ("query", "sees"),
    [
        ({"person": "NEWCOMER", "kind": "access"}, ["entered: National staff"]),
        ({"person": "approver", "kind": "take-down"}, ["taken down"]),
        ({"person": "approver", "kind": "settings"}, []),
        ({"person": "nobody-at-all"}, []),
        ({"person": "9" * 30}, []),
        ({"kind": "no such kind"}, []),
        ({"since": "no date"}, []),
    ],
)
def test_it_is_read_by_person_and_kind(
    movement: Movement, entries: None, query: dict[str, str], sees: list[str]
) -> None:
    page = BeautifulSoup(shown(movement, "staff", **query), "html.parser")
    cells = [row.select("td")[3] for row in page.select("main tbody tr")]
    assert [cell.get_text(strip=True) for cell in cells][: len(sees) or 1] == sees
    if query.get("person") == "nobody-at-all":
        assert "There is no account of this name." in page.get_text()


def test_it_is_read_by_days_of_the_readers_own_zone(movement: Movement) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    enter(Kind.SETTINGS, "settings changed")
    today = (tomorrow - timedelta(days=1)).isoformat()
    assert "settings changed" in shown(movement, "staff", since=today, until=today)
    assert "settings changed" not in shown(movement, "staff", since=tomorrow.isoformat())
    yesterday = (tomorrow - timedelta(days=2)).isoformat()
    assert "settings changed" not in shown(movement, "staff", until=yesterday)


def _file(movement: Movement, who: str, **query: str) -> str:
    response = movement.clients[who].get(LOG, {"export": "csv", **query})
    assert response["Content-Type"].startswith("text/csv")
    return b"".join(response).decode()


def test_the_file_has_what_the_screen_has_and_no_formula(movement: Movement, entries: None) -> None:
    rows = list(csv.reader(io.StringIO(_file(movement, "staff", kind="take-down")[1:])))
    assert rows[0][1:3] == ["Kind", "By"]
    assert [row[1:] for row in rows[1:]] == [
        ["Take-down", "approver", "—", "taken down", "'=HYPERLINK(1)", "public", "taken down"]
    ]


def test_the_database_is_asked_as_often_however_long_it_is(movement: Movement) -> None:
    def number(**query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(movement, "staff", **query)
        return len(queries)

    users = list(movement.users.values())
    number()
    few = [number(), number(person="staff"), number(p="2")]
    AccessEvent.objects.bulk_create(
        AccessEvent(change="signed in", kind="sign-in", actor=user, account=user)
        for user in users * 10
    )
    assert [number(), number(person="staff"), number(p="2")] == few
    assert few[0] <= 16, few
