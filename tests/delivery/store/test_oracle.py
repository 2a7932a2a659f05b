"""After every kind of edit each stored answer is what the site would answer now.

Every page of the seeded site is looked at in `make drill`; otherwise those that the edits are
about.
"""

import re
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client

from cms.delivery.store.unseen import unseen_tables
from tests import drills
from tests.pages.whole_site import LANGUAGES, addresses
from tests.seeding import SeededSite

from .edits import PERHAPS_SEEN, SEEN, Edit
from .readers import Readers

pytestmark = pytest.mark.django_db
BESIDE = ("/sitemap.xml", "/es/about/")
EVERY = [f"/{code}/{below}" for code in LANGUAGES for below in addresses()]
SOME = ("", "about/", "principles/", "impact/", "chapters/boston/")
LOOKED_AT = [*(f"/en/{below}" for below in SOME), *BESIDE]
FILES = ("/robots.txt", "/en/zine/feed.xml", "/en/manifest.webmanifest", "/en/zine/101/with/es/")


def paths() -> list[str]:
    return sorted({*EVERY, *LOOKED_AT, *FILES}) if drills.TIMES > 1 else LOOKED_AT


def answers(readers: Readers, paths: Iterable[str]) -> dict[str, tuple[int, bytes]]:
    """What the site itself would answer now."""
    found = {path: readers.fresh(path) for path in paths}
    return {path: (got.status, got.body) for path, got in found.items()}


# What the site answers before any edit: the seeded site is the same in every test.
AS_IT_WAS: dict[str, tuple[int, bytes]] = {}


def as_it_was(readers: Readers, paths: list[str]) -> dict[str, tuple[int, bytes]]:
    """Fill the store with every page, as the site answers before the edit."""
    if not AS_IT_WAS:
        AS_IT_WAS.update(answers(readers, paths))
        assert {status for status, _body in AS_IT_WAS.values()} == {200}
    for path, (_status, body) in AS_IT_WAS.items():
        readers.keep(path, body)
    assert stored(readers, paths) == AS_IT_WAS
    assert readers.rendered == []
    return AS_IT_WAS


def stored(readers: Readers, paths: Iterable[str]) -> dict[str, tuple[int, bytes]]:
    found = {path: readers.get(path) for path in paths}
    return {path: (got.status, got.body) for path, got in found.items()}


@pytest.mark.parametrize("edit", [*SEEN, *PERHAPS_SEEN], ids=lambda edit: edit.__name__)
def test_no_stored_page_is_older_than_an_edit(
    seeded_site: SeededSite, readers: Readers, edit: Edit
) -> None:
    before = as_it_was(readers, paths())
    with readers.committed():
        edit(seeded_site)
    readers.let_the_instant_pass()
    readers.rendered.clear()
    after = stored(readers, paths())
    # What was rendered for that just now need not be rendered again to be compared.
    now = after | answers(readers, set(paths()) - set(readers.rendered))
    assert [path for path in now if after[path] != now[path]] == []
    changed = [path for path in now if before[path] != now[path]]
    assert bool(changed) or edit in PERHAPS_SEEN


def test_no_page_of_readers_reads_a_table_that_counts_as_unseen(seeded_site: SeededSite) -> None:
    """Or what is written there would be a change that readers do not get to see."""
    read: dict[str, str] = {}
    path = ""

    def note(execute: object, sql: str, params: object, many: object, context: object) -> object:
        for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', sql):
            read[table] = path
        return execute(sql, params, many, context)  # type: ignore[operator]

    client = Client()
    with connection.execute_wrapper(note):
        for path in sorted({*EVERY, *LOOKED_AT, *FILES, "/en/search/"}):
            assert client.get(path).status_code == 200, path
    assert len(read) > 20
    assert {table: path for table, path in read.items() if table in unseen_tables()} == {}
