"""What is written is noted in its own transaction, and carried out: now, or by the scheduler."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from cms.delivery.models import PageChange
from cms.delivery.store.addresses import Addresses
from cms.delivery.store.changes import CarryOut, carry_out_waiting
from cms.delivery.store.clock import NEXT_CHANGES, holds_until, next_midnight
from cms.delivery.store.files import PageStore
from cms.delivery.store.pages import page_of
from cms.delivery.store.unseen import is_seen, is_urgent
from cms.review.models import Heartbeat
from tests.trees import SmallSite

from .readers import HOST, Readers

ABOUT = "/en/about/"
UPDATE = 'UPDATE "wagtailcore_page" SET '


def live(store: PageStore) -> str:
    generation = store.generation()
    assert generation is not None
    return generation.name


def waiting(readers: Readers) -> list[CarryOut]:
    return [each[1] for each in connection.run_on_commit if isinstance(each[1], CarryOut)]


@pytest.mark.parametrize(
    "sql",
    [
        UPDATE + '"draft_title" = %s, "title" = %s WHERE "wagtailcore_page"."id" = %s',
        UPDATE + '"numchild" = "wagtailcore_page"."numchild" + 1',
        UPDATE + '"draft_title" = "wagtailcore_page"."title"',
        "update wagtailcore_page set title = 'x'",
        'INSERT OR IGNORE INTO "home_person" ("name") VALUES (%s)',
        'DELETE FROM "zine_artifact"',
        "TRUNCATE home_person",
        "WITH gone AS (DELETE FROM home_person RETURNING id) SELECT * FROM gone",
        'REPLACE INTO "home_person" VALUES (1)',
        "ALTER TABLE home_person ADD COLUMN x int",
        'INSERT INTO "a_table_of_tomorrow" VALUES (1)',
        'UPDATE "wagtailcore_revision" SET "content" = %s',
    ],
)
def test_what_readers_may_see_is_seen(sql: str) -> None:
    assert is_seen(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "home_person"."name" FROM "home_person" FOR UPDATE',
        "SAVEPOINT x",
        "WITH one AS (SELECT 1) SELECT * FROM one",
        UPDATE + '"draft_title" = %s, "latest_revision_id" = %s, "has_unpublished_changes" = %s '
        'WHERE "wagtailcore_page"."id" = %s',
        'INSERT INTO "wagtailcore_revision" ("content") VALUES (%s)',
        'UPDATE "django_session" SET "session_data" = %s',
        'INSERT INTO "delivery_pagechange" VALUES (%s)',
        'INSERT INTO "wagtailsearch_indexentry_fts" VALUES (%s)',
    ],
)
def test_what_readers_never_see_is_not(sql: str) -> None:
    assert not is_seen(sql)


def test_what_is_taken_away_is_urgent() -> None:
    assert is_urgent('DELETE FROM "wagtailcore_page"')
    assert is_urgent('UPDATE "media_image" SET "people" = %s')
    assert not is_urgent(UPDATE + '"title" = %s')


@pytest.mark.django_db
def test_a_transaction_is_noted_once_and_carried_out_when_it_is_committed(
    small: SmallSite, readers: Readers
) -> None:
    before = live(readers.store)
    with readers.committed():
        for page in Page.objects.filter(depth__gt=1):
            Page.objects.filter(pk=page.pk).update(title="Other words")
        assert len(waiting(readers)) == PageChange.objects.count() == 1
        assert live(readers.store) == before
    assert live(readers.store) != before
    now = live(readers.store)
    # Carried out already: the scheduler forgets the row, and nothing else.
    assert carry_out_waiting(readers.store) == 0
    assert PageChange.objects.count() == 0
    assert live(readers.store) == now


@pytest.mark.django_db
def test_whoever_ends_between_the_commit_and_its_work_is_followed_by_the_scheduler(
    small: SmallSite, readers: Readers
) -> None:
    before = live(readers.store)
    Page.objects.filter(depth__gt=1).update(title="Other words")
    connection.run_on_commit = []
    assert live(readers.store) == before
    assert carry_out_waiting(readers.store) == 1
    assert live(readers.store) != before
    assert PageChange.objects.count() == 0


@pytest.mark.django_db
def test_what_is_undone_is_no_change_and_what_comes_after_is(
    small: SmallSite, readers: Readers
) -> None:
    """A savepoint that is rolled back takes the row with it, and what waited for the commit."""
    connection.run_on_commit = []
    with transaction.atomic():
        Page.objects.filter(depth__gt=1).update(title="Other words")
        assert len(waiting(readers)) == 1
        transaction.set_rollback(True)
    assert (len(waiting(readers)), PageChange.objects.count()) == (0, 0)
    Page.objects.filter(depth__gt=1).update(title="Other words")
    assert (len(waiting(readers)), PageChange.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_drafts_and_heartbeats_leave_the_pages_alone(small: SmallSite, readers: Readers) -> None:
    connection.run_on_commit = []
    page = small["en", "about"]
    page.title = "A draft's words"
    page.save_revision()
    Heartbeat.objects.update_or_create(name="scheduler", defaults={"at": timezone.now()})
    assert waiting(readers) == []
    assert PageChange.objects.count() == 0


@pytest.mark.django_db
def test_a_rendering_that_began_before_a_change_is_not_placed(
    small: SmallSite, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process publishes while the page is rendered."""
    site = readers.site

    def meanwhile(environ: object, start_response: object) -> object:
        answer = site(environ, start_response)  # type: ignore[arg-type]
        PageStore(readers.folder).begin()
        return answer

    monkeypatch.setattr(readers, "site", meanwhile)
    assert readers.get(ABOUT).status == 200
    assert readers.stored() == set()


def test_no_page_of_an_older_generation_is_ever_live(tmp_path: Path) -> None:
    """Four threads, each with a store of its own as a process has, place and begin at random."""
    addresses = Addresses([HOST], "http://x.org", ["en"])
    address = addresses.of_file(f"{HOST}/en/index.html")
    assert address is not None
    written, wrong, ended = [0], [], threading.Event()

    def publish() -> None:
        store = PageStore(tmp_path)
        for _time in range(150):
            written[0] += 1
            store.begin(urgent=_time % 7 == 0)
            said = written[0]
            generation = store.generation()
            found = generation and store.find(generation.name, address)
            if found and int(found.bodies[""]) < said:
                wrong.append((found.bodies[""], said))
        ended.set()

    def render() -> None:
        store = PageStore(tmp_path)
        while not ended.is_set():
            generation = store.generation()
            if generation is not None:
                body = str(written[0]).encode()
                store.place(address, page_of(generation.name, [], body, 2e9))

    threads = [threading.Thread(target=each) for each in (publish, render, render, render)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert written == [150]
    assert wrong == []


@pytest.mark.django_db
def test_while_the_database_is_away_pages_go_on_being_served(
    small: SmallSite, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those that a change has let go, and only one request at a time asks for the database."""
    first = readers.get(ABOUT)
    with readers.committed():
        Page.objects.filter(depth__gt=1).update(title="Other words")
    readers.let_the_instant_pass()
    readers.is_broken = True
    monkeypatch.setattr("cms.delivery.store.rendering.database_answers", lambda: False)
    for _time in range(20):
        got = readers.get(ABOUT)
        assert (got.status, got.body) == (200, first.body)
    assert readers.rendered == [ABOUT, ABOUT]
    assert readers.get("/en/").status == 500
    readers.is_broken = False
    monkeypatch.setattr("cms.delivery.store.front.ASK_AGAIN_AFTER", -1)
    readers.front._outage.note(is_away=True)
    assert b"Other words" in readers.get(ABOUT).body


@pytest.mark.django_db
def test_a_full_disk_costs_nothing_but_time(
    small: SmallSite, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers.get("/en/")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cms.delivery.store.files._write_whole", full)
    assert readers.get(ABOUT).status == 200
    assert readers.stored() == {f"{HOST}/en/index.html.page"}


def test_a_page_holds_until_the_next_moment_that_somebody_knows_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert (holds_until(now) - now).total_seconds() == 60 * 60
    late = now.replace(hour=23, minute=30)
    assert holds_until(late) == next_midnight(late) == now.replace(day=2, hour=0)
    moment = now.replace(minute=5)
    monkeypatch.setattr(
        "cms.delivery.store.clock.NEXT_CHANGES", [*NEXT_CHANGES, lambda _now: moment]
    )
    assert holds_until(now) == moment
