"""What was taken down stands in the table of translations as taken down."""

import pytest

from cms.translation.stats.table import StatsTable
from tests.review.flow import words

from .test_stats import STATUS
from .world import World

pytestmark = pytest.mark.django_db


def states(world: World, name: str, who: str = "coordinator") -> dict[str, str]:
    """The page's state in each language; empty where the table does not have it."""
    key = world.pages[name].pk
    rows = [row for row in StatsTable(world.users[who]).rows if row.pk == key]
    return {code: cell.state for row in rows for code, cell in row.cells.items()}


def test_a_page_that_went_down_in_every_language(world: World) -> None:
    assert states(world, "boston")["es"] == "published"
    for code in ("en", "es"):
        world.page("boston", code).unpublish()
    assert states(world, "boston")["es"] == "down"
    said = words(world.client("coordinator").get(STATUS))
    assert "Boston taken down Page" in said
    assert "taken down, " in said


def test_a_translation_that_went_down_alone(world: World) -> None:
    world.page("boston", "es").unpublish()
    assert states(world, "boston")["es"] == "down"
    assert "Boston taken down Page" not in words(world.client("coordinator").get(STATUS))


def test_what_stands_below_a_page_that_went_down(world: World) -> None:
    for code in ("en", "es"):
        world.page("chapters", code).unpublish()
    assert states(world, "boston")["es"] == "down"


def test_translators_are_told_of_what_they_translate(world: World) -> None:
    for code in ("en", "es"):
        world.page("boston", code).unpublish()
    assert states(world, "boston", "es-translator") == {"es": "down"}


def test_of_a_draft_that_never_was_public_nothing_is_told(world: World) -> None:
    page = world.page("boston", "en")
    page.unpublish()
    page.first_published_at = None
    page.save(update_fields=["first_published_at"])
    assert states(world, "boston") == {}
