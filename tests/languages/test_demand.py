"""Which missing pages readers ask for is counted, and nothing about who asks."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.languages import demand
from cms.languages.models import Demand
from tests.trees import SmallSite


@pytest.fixture(autouse=True)
def tally(monkeypatch: pytest.MonkeyPatch) -> demand.Tally:
    fresh = demand.Tally()
    monkeypatch.setattr(demand, "tally", fresh)
    return fresh


def counts() -> dict[tuple[UUID, str], int]:
    demand.write_down()
    rows = Demand.objects.values_list("page_key", "language", "number")
    return {(key, code): number for key, code, number in rows}


def test_a_missing_page_is_counted(site: SmallSite, client: Client) -> None:
    for _again in range(3):
        assert client.get("/ar/zine/101/").status_code == 404
    client.get("/fr/about/")
    assert counts() == {
        (site["en", "101"].translation_key, "ar"): 3,
        (site["en", "about"].translation_key, "fr"): 1,
    }
    client.get("/ar/zine/101/")
    assert counts()[site["en", "101"].translation_key, "ar"] == 4
    assert Demand.objects.get(language="ar").day == timezone.localdate()


def test_a_language_that_is_not_offered_is_asked_for_by_its_home(
    site: SmallSite, client: Client
) -> None:
    client.get("/yi/")
    assert counts() == {(site["en", "home"].translation_key, "yi"): 1}


def test_nobody_fills_the_table_with_addresses_of_their_own(
    site: SmallSite, client: Client
) -> None:
    for path in ("/ar/no/such/", "/ar/zine/999/", "/zine/999/", "/ar/zine/101/feed.xml", "/xx/"):
        client.get(path)
    client.get("/ar/zine/101/?a=1", headers={"accept-language": "es"})
    client.post("/ar/zine/101/")
    PageViewRestriction.objects.create(
        page=site["en", "zine"], restriction_type=PageViewRestriction.LOGIN
    )
    client.get("/ar/zine/101/")
    assert counts() == {(site["en", "101"].translation_key, "ar"): 1}


def test_nothing_is_known_of_who_asked() -> None:
    assert {field.name for field in Demand._meta.get_fields()} == {
        "id",
        "page_key",
        "language",
        "day",
        "number",
    }


def test_no_reader_waits_for_it(site: SmallSite, client: Client) -> None:
    client.get("/ar/zine/101/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/ar/zine/101/")
    assert not [each for each in queries if not each["sql"].startswith(("SELECT", "WITH"))]


def test_it_is_written_after_an_answer_and_seldom(
    site: SmallSite, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.READERS_DEMAND_PAUSE = 60
    now = demand.tally._since
    monkeypatch.setattr(demand, "monotonic", lambda: now + 59)
    client.get("/ar/zine/101/")
    assert not Demand.objects.exists()
    monkeypatch.setattr(demand, "monotonic", lambda: now + 61)
    client.get("/ar/zine/101/")
    assert Demand.objects.get().number == 2
    client.get("/ar/zine/101/")
    assert Demand.objects.get().number == 2


def test_what_is_remembered_is_limited(tally: demand.Tally) -> None:
    for number in range(demand.MOST_REMEMBERED + 50):
        tally.add((UUID(int=number), "ar"))
    tally.add((UUID(int=0), "ar"))
    asked = tally.take()
    assert len(asked) == demand.MOST_REMEMBERED
    assert asked[UUID(int=0), "ar"] == 2


@pytest.mark.django_db
def test_a_full_tally_is_written_in_few_queries_and_old_days_go(tally: demand.Tally) -> None:
    today = timezone.localdate()
    for days in (demand.KEPT_DAYS, demand.KEPT_DAYS - 1):
        day = today - timedelta(days=days)
        Demand.objects.create(page_key=UUID(int=9), language="ar", day=day, number=7)
    for number in range(demand.MOST_REMEMBERED):
        tally.add((UUID(int=number), "ar"))
    with CaptureQueriesContext(connection) as queries:
        demand.write_down()
    assert len(queries) <= 6
    assert Demand.objects.count() == demand.MOST_REMEMBERED + 1


@pytest.mark.django_db
def test_a_database_that_is_away_disturbs_nobody(
    tally: demand.Tally, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.READERS_DEMAND_PAUSE = 0
    tally.add((UUID(int=1), "ar"))
    monkeypatch.setattr(Demand._meta, "db_table", "no_such_table")
    demand.write_when_due()
    assert not tally.take()
