"""Readers wait for no transaction."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver


def views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from views(pattern, route)


EVERY_VIEW = list(views(get_resolver()))
READER_VIEWS = [(route, view) for route, view in EVERY_VIEW if not route.startswith("admin/")]


def test_there_are_reader_views() -> None:
    assert len(READER_VIEWS) > 10


@pytest.mark.parametrize(("route", "view"), READER_VIEWS)
def test_a_view_for_readers_runs_outside_a_transaction(route: str, view: object) -> None:
    assert "default" in getattr(view, "_non_atomic_requests", ()), route


def test_a_view_of_the_admin_runs_inside_one() -> None:
    admin = [view for route, view in EVERY_VIEW if route.startswith("admin/pages/<int:page_id>")]
    assert admin
    assert not any(getattr(view, "_non_atomic_requests", ()) for view in admin)
