"""Every role at every view of the admin, in every place: the answer, and what it changed.

The views come from the URL resolver, the rights from ``role_table``, and what each view asks
for from ``views``. Every request runs in a transaction of its own that is rolled back.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from cms.access.registered_views import CHANGES_OF_ACCESS

from .admin_addresses import admin_addresses
from .movement import Movement
from .role_table import EVERYWHERE, OUTSIDE, ROLES, Right, may
from .views import CASES
from .views.cases import Case, Cell

WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
# What Wagtail notes for itself while somebody only looks.
BOOKKEEPING = {
    "django_session",
    "accounts_opensession",
    "wagtailadmin_editingsession",
    "wagtailusers_userprofile",
    "wagtailcore_pagesubscription",
    "media_rendition",
    # That a file was downloaded; whoever is refused has none.
    "access_accessevent",
}
# Where it stands who may do what: views that write here are named as changing access.
OF_ACCESS = {
    "auth_user_groups",
    "auth_user_user_permissions",
    "auth_group_permissions",
    "access_invitation",
    "access_accessevent",
}
# Whoever is pretended to be somebody else says no at once.
ASKS_NOBODY = {"second_factor:object"}
PLACES = {
    "place": [
        (where, code) for where in ("boston", "chicago", "national") for code in ("en", "es")
    ],
    "territory": [(where, "en") for where in ("boston", "chicago", "national")],
    "translation": [(where, "es") for where in ("boston", "chicago", "national")],
    "record": [("national", "es")],
    "site": [("national", "en")],
}
HAD_SOMEWHERE = {
    Right.UPLOAD,
    Right.FILES,
    Right.MANAGE_SOME,
    Right.DESK,
    Right.CONTACTS,
    Right.ADD_CONTACTS,
}


def test_every_view_is_classified() -> None:
    known = {case.view for case in CASES}
    found = {address.name for address in admin_addresses()}
    assert found - known == set(), "say in tests/access/views which right these views ask for"
    assert known - found == set(), "these views are gone"


def test_there_are_hundreds_of_cells() -> None:
    cells = [
        role
        for case in CASES
        for territory, _code in PLACES[case.scope]
        for role in roles_told_apart(territory)
    ]
    assert len(cells) > 2000
    assert set(cells) == set(ROLES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_role_gets_what_it_may(movement: Movement, case: Case, settings: Any) -> None:
    settings.TRANSLATION_SERVER = "http://127.0.0.1:9"
    wrong = [
        f"{role} in {territory}, {code}: {fault}"
        for territory, code in PLACES[case.scope]
        for role in roles_told_apart(territory)
        for fault in faults(case, movement, role, territory, code)
    ]
    assert wrong == []


def roles_told_apart(territory: str) -> list[str]:
    """Chicago is there as somebody else's; who has no chapter meets it as they meet Boston."""
    if territory != "chicago":
        return list(ROLES)
    return [role for role, (reach, _rights) in ROLES.items() if reach.territory != EVERYWHERE]


def faults(case: Case, movement: Movement, role: str, territory: str, code: str) -> Iterator[str]:
    """What is not as the role table says about a role's requests to a view in a place."""
    files = movement.files[territory]
    cell = Cell(movement, movement.places[territory, code], files)
    client = movement.clients[role]
    if case.gets:
        with rolled_back() as written:
            response = ask(client, "get", case, cell, written)
        allowed = _may(_right(case, "get", territory, code), role, territory, code)
        yield from _faults_of_get(case, response, written, allowed)
    if case.gets and not case.data:
        return
    with rolled_back() as written:
        response = ask(client, "post", case, cell, written)
    right = _right(case, "post", territory, code)
    yield from _faults_of_post(case, response, written, _may(right, role, territory, code))


def _right(case: Case, method: str, territory: str, code: str) -> Right:
    if code != "en" and method in case.only_with_sources:
        return Right.NOBODY
    right = case.post_right or case.right if method == "post" else case.right
    return case.national_right or right if territory == "national" else right


def _may(right: Right, role: str, territory: str, code: str) -> bool:
    """Rights that one has somewhere open the lists of what one has them on."""
    if right in HAD_SOMEWHERE:
        return role not in OUTSIDE and right in ROLES[role][1]
    return may(role, right, territory, code)


def _faults_of_get(
    case: Case, response: HttpResponse, written: set[str], allowed: bool
) -> Iterator[str]:
    opened = is_open(response)
    if opened and not allowed:
        yield f"GET opens ({response.status_code})"
    if allowed and case.exists and not opened:
        yield f"GET is closed ({response.status_code})"
    if written - BOOKKEEPING:
        yield f"GET changes {sorted(written - BOOKKEEPING)}"


def _faults_of_post(
    case: Case, response: HttpResponse, written: set[str], allowed: bool
) -> Iterator[str]:
    changed = written - BOOKKEEPING
    if changed and not allowed:
        yield f"POST changes {sorted(changed)}"
    if changed & OF_ACCESS and case.view not in {*CHANGES_OF_ACCESS, *ASKS_NOBODY}:
        yield "POST changes access without asking who is there"
    if allowed and case.data and case.at_once and not changed:
        yield f"POST changes nothing ({response.status_code})"


def ask(client: Client, method: str, case: Case, cell: Cell, written: set[str]) -> Any:
    """Send a case's request; what it takes to ask is not counted as written."""
    try:
        address = reverse(case.view, kwargs=case.args(cell))
    except NoReverseMatch:
        address = unnamed_address(case.view)
    query = case.query(cell)
    data = case.data(cell) if case.data else {}
    written.clear()
    if method == "get":
        return client.get(address, query, headers=case.headers)
    return client.post(address, data, query_params=query, headers=case.headers)


def unnamed_address(view: str) -> str:
    """The address of a view that has no name, or one without arguments."""
    paths = {address.name: address.path for address in admin_addresses()}
    return "/" + paths[view].replace("^.*/$", "nowhere/")


def is_open(response: HttpResponse) -> bool:
    """Whether an answer shows something: not a refusal, nor the way back to the dashboard."""
    if response.status_code in (301, 302):
        target = response["Location"]
        return target != reverse("wagtailadmin_home") and "/login/" not in target
    return response.status_code not in (400, 403, 404, 405)


@contextmanager
def rolled_back() -> Iterator[set[str]]:
    """Yield the set of tables that are written to, and undo it."""
    written: set[str] = set()

    def record(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        match = WRITE.match(sql)
        if match:
            written.add(match.group(1))
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(record):
            yield written
        transaction.set_rollback(True)
