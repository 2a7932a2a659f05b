"""What a case of the matrix is: a request to a view, and the right that it asks for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail_localize.models import Translation

from tests.access.movement import Files, Movement, Place
from tests.access.role_table import R

type Values = dict[str, Any]


@dataclass(frozen=True)
class Cell:
    """What a case is asked about: a place of the movement, with its territory's files."""

    movement: Movement
    place: Place
    files: Files

    @property
    def translation(self) -> Translation:
        """Into Spanish: of the territory's notice."""
        return self.movement.translations[self.place.territory]


def nothing(_cell: Cell) -> Values:
    return {}


@dataclass(frozen=True)
class Case:
    """A request to a view: its arguments, query and posted data in a place.

    ``right`` opens it. ``data`` posts something that changes the database for whoever has
    ``post_right`` (the same one unless said otherwise); without it, posting is only shown to
    change nothing for those to whom the view is closed.
    """

    view: str
    right: R
    args: Callable[[Cell], Values] = nothing
    query: Callable[[Cell], Values] = nothing
    data: Callable[[Cell], Values] | None = None
    post_right: R | None = None
    national_right: R | None = None  # where nothing national is open to whom the rest is
    # What nobody does with a page in another language, which stands where its source stands.
    only_with_sources: tuple[str, ...] = ()
    scope: str = "place"  # one of PLACES in test_matrix: how many cells it makes
    label: str = ""
    headers: Values = field(default_factory=dict)
    gets: bool = True
    exists: bool = True  # whether there is an object, so that whoever may see it sees it
    at_once: bool = True  # whether what is posted changes the database before the answer

    def __str__(self) -> str:
        return f"{self.view}{' ' if self.label else ''}{self.label}"


# Arguments


def news(name: str = "page_id") -> Callable[[Cell], Values]:
    return lambda cell: {name: cell.place.news.pk}


def plan(name: str = "page_id") -> Callable[[Cell], Values]:
    return lambda cell: {name: cell.place.plan.pk}


def image(name: str = "image_id") -> Callable[[Cell], Values]:
    return lambda cell: {name: cell.files.image.pk}


def document(name: str = "document_id") -> Callable[[Cell], Values]:
    return lambda cell: {name: cell.files.document.pk}


def below_root(cell: Cell) -> Values:
    return {
        "content_type_app_name": "home",
        "content_type_model_name": "standardpage",
        "parent_page_id": cell.place.root.pk,
    }


def news_and(**more: Callable[[Cell], Any]) -> Callable[[Cell], Values]:
    return lambda cell: {
        "page_id": cell.place.news.pk,
        **{name: value(cell) for name, value in more.items()},
    }


def waiting_and(**more: Callable[[Cell], Any]) -> Callable[[Cell], Values]:
    return lambda cell: {
        "page_id": cell.place.waiting.pk,
        **{name: value(cell) for name, value in more.items()},
    }


def of_movement(name: str, value: Callable[[Movement], Any]) -> Callable[[Cell], Values]:
    return lambda cell: {name: value(cell.movement)}


def fixed(**values: Any) -> Callable[[Cell], Values]:
    return lambda _cell: values


# Data


def page_form(title: str, slug: str, **more: Any) -> Values:
    return nested_form_data(
        {
            "title": title,
            "slug": slug,
            "seo_title": "",
            "summary": "New words.",
            "body": streamfield([]),
            "comments": inline_formset([]),
            **more,
        }
    )


def new_page(_cell: Cell) -> Values:
    return page_form("Another page", "another-page")


def edited(_cell: Cell) -> Values:
    return page_form("Edited", "news")


def file_form(cell: Cell) -> Values:
    return {"title": "Another title", "collection": cell.files.collection.pk, "tags": ""}


def ids(*names: str) -> Callable[[Cell], Values]:
    def query(cell: Cell) -> Values:
        things = {
            "news": cell.place.news,
            "plan": cell.place.plan,
            "image": cell.files.image,
            "document": cell.files.document,
        }
        return {"id": [things[name].pk for name in names]}

    return query


def bulk(kind: str, action: str) -> Callable[[Cell], Values]:
    app, model = kind.split(".")
    return fixed(app_label=app, model_name=model, action=action)


def every_view(space: str, *names: str, **options: Any) -> list[Case]:
    right = options.pop("right", R.RULE)
    return [Case(f"{space}:{name}", right, scope="site", **options) for name in names]
