"""Pages against languages: right numbers, one's own languages, a fixed number of queries."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation

from cms.translation.stats.table import Cell, StatsTable
from tests.factories import StandardPageFactory

from .world import World

pytestmark = pytest.mark.django_db

STATUS = "/admin/translations/"


def cell(world: World, name: str, code: str, who: str = "coordinator") -> Cell:
    rows = StatsTable(world.users[who]).rows
    kind = "Partner" if name == "partner" else "Page"
    wanted = (kind, world.pages[name].pk)
    return next(row for row in rows if (row.kind, row.pk) == wanted).cells[code]


def test_the_numbers_are_right(world: World) -> None:
    total = len(world.segments("about"))
    spanish, arabic = cell(world, "about", "es"), cell(world, "about", "ar")
    assert (spanish.total, spanish.human, spanish.missing) == (total, total, 0)
    assert (spanish.state, spanish.percent, spanish.reviewed) == ("published", 100, 0)
    assert (arabic.state, arabic.percent, arabic.missing) == ("started", 0, total)
    world.write("ar-translator", "about", "ar", "title", "من نحن")
    world.write("ar-translator", "about", "ar", "summary", "ملخص")
    rows = StringTranslation.objects.filter(locale__language_code="ar", data="ملخص")
    rows.update(translation_type="machine")
    faulty = next(each for each in world.segments("about") if "<a id=" in each.string.data)
    world.client("ar-translator").put(
        world.address("about", "ar", faulty),
        "value=%3Cscript%3E",
        content_type="application/x-www-form-urlencoded",
    )
    arabic = cell(world, "about", "ar")
    assert (arabic.human, arabic.machine, arabic.missing) == (1, 1, total - 2)
    assert cell(world, "boston", "ar").human == 0


def test_from_ready_over_review_to_reviewed(world: World) -> None:
    world.write_all("ar-translator", "about", "ar", "ar5")
    total = len(world.segments("about"))
    assert cell(world, "about", "ar").state == "ready"
    world.submit("ar-translator", "about", "ar")
    waiting = cell(world, "about", "ar")
    assert waiting.state == "review"
    assert "language" in waiting.waits_for
    world.approve("ar-reviewer", "about", "ar")
    world.approve("approver", "about", "ar")
    done = cell(world, "about", "ar")
    assert (done.state, done.reviewed) == ("published", total)
    world.write("ar-translator", "about", "ar", "title", "عنوان آخر")
    assert cell(world, "about", "ar").reviewed == total - 1


def test_a_page_that_moved_on_is_out_of_date(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    page = world.page("about", "en")
    page.title = "Something else"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    stale = cell(world, "about", "es")
    assert stale.state == "stale"
    assert stale.missing == 1
    assert stale.percent < 100


def test_everybody_sees_their_own_languages(world: World) -> None:
    seen = {
        "es-translator": ["es"],
        "ar-reviewer": ["ar"],
        "coordinator": ["es", "ar"],
        "staff": ["es", "ar"],
    }
    for who, codes in seen.items():
        assert StatsTable(world.users[who]).codes == codes
        response = world.client(who).get(STATUS)
        assert response.status_code == 200
        assert ("Español" in response.text) == ("es" in codes)
        assert ("العربيّة" in response.text) == ("ar" in codes)
    for who in ("boston-editor", "boston-lead", "newcomer"):
        assert world.client(who).get(STATUS).status_code != 200


def test_drafts_are_not_told_of(world: World) -> None:
    page = StandardPageFactory(title="SECRET plan", parent=world.pages["home"], live=False)
    live = world.page("about", "en")
    live.title = "SECRET title"
    live.save_revision()
    for address in (STATUS, f"{STATUS}?export=csv"):
        text = world.client("coordinator").get(address).content.decode()
        assert "SECRET" not in text
        assert "About us" in text
    assert page.pk


def test_filters_and_sorting(world: World) -> None:
    table = StatsTable(world.users["coordinator"])
    assert [page.title for page in table.chosen({"chapter": "Boston"})] == ["Boston"]
    started = table.chosen({"state": "started", "language": "ar"})
    assert {page.title for page in started} >= {"About us", "Boston"}
    assert "Home" not in {page.title for page in started}
    titles = [page.title for page in table.chosen({"sort": "title"})]
    assert titles == sorted(titles, key=str.casefold)
    assert [page.title for page in table.chosen({"sort": "-title"})] == titles[::-1]
    assert table.chosen({"sort": "-ar"})[0].title == "Home"
    for query in ("?sort=nonsense&state=x&language=xx&p=999", "?chapter=%00", "?p=-1"):
        assert world.client("coordinator").get(STATUS + query).status_code == 200


def test_the_file_holds_a_line_for_each_page_and_language(world: World) -> None:
    page = Page.objects.get(pk=world.pages["chicago"].pk)
    Page.objects.filter(pk=page.pk).update(title="=HYPERLINK(1)")
    response = world.client("coordinator").get(f"{STATUS}?export=csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert response["Content-Type"].startswith("text/csv")
    assert len(rows) == 1 + (len(world.readable()) + 1) * 2
    assert any(row[0] == "'=HYPERLINK(1)" for row in rows)
    spanish = next(row for row in rows if row[0] == "About us" and row[3] == "es")
    assert spanish[4:7] == ["published", str(len(world.segments("about"))), "100"]
    own = world.client("es-translator").get(f"{STATUS}?export=csv").content.decode("utf-8-sig")
    assert {row[3] for row in list(csv.reader(io.StringIO(own)))[1:]} == {"es"}


def test_the_number_of_queries_is_fixed(world: World) -> None:
    client = world.client("coordinator")

    def queries() -> int:
        client.get(STATUS)
        with CaptureQueriesContext(connection) as found:
            assert client.get(STATUS).status_code == 200
        return len(found)

    few = queries()
    home = world.pages["home"]
    for number in range(30):
        StandardPageFactory(title=f"Another {number}", parent=home)
    for code in ("fr", "yi", "he", "vi", "ht", "pt-br", "zh-hans"):
        Locale.objects.get_or_create(language_code=code)
    assert queries() <= few <= 40


def test_the_menu_leads_there(world: World) -> None:
    text = world.client("es-translator").get(reverse("wagtailadmin_home")).text
    assert STATUS in text
    assert "/localize/reports/" not in text
    assert STATUS not in world.client("boston-editor").get(reverse("wagtailadmin_home")).text
