"""Each app says who may open its views, and nobody else does."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from cms.access import registered_views
from cms.access.permission_rules import everybody, nobody
from cms.access.registered_views import (
    SUPERUSERS_ONLY,
    UPLOAD_VIEWS,
    VIEW_PERMISSIONS,
    register_views,
)
from cms.media.middleware import DOORS

ROOT = Path(__file__).parents[2]
# Namespaces by the folder of the app that adds their views, or that replaces them.
OF_APPS = {
    "home": {"wagtailsnippets_home", "wagtailsnippetchoosers_home"},
    "zine": {"zine", "facsimile_chooser"},
    "cms/accounts": {"second_factor"},
    "cms/contacts": {
        "contacts",
        "wagtailsnippets_contacts",
        "wagtailsnippetchoosers_contacts",
    },
    "cms/review": {"review"},
    "cms/translation": {
        "translation",
        "wagtail_localize",
        "wagtailsnippets_translation",
        "wagtailsnippetchoosers_translation",
    },
}


@pytest.fixture
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is registered in a test is left behind."""
    monkeypatch.setattr(registered_views, "VIEW_PERMISSIONS", dict(VIEW_PERMISSIONS))
    monkeypatch.setattr(registered_views, "SUPERUSERS_ONLY", set(SUPERUSERS_ONLY))


def test_a_view_has_one_rule(own_registry: None) -> None:
    """A second rule, which the order of apps would choose from, is refused as a whole."""
    register_views((nobody, ("first:view",)), superusers_only=["second:view"])
    for taken in ("first:view", "second:view", "wagtailadmin_home"):
        with pytest.raises(ValueError, match=taken):
            register_views((everybody, (taken,)))
    with pytest.raises(ValueError, match="twice:view"):
        register_views((everybody, ("new:view", "twice:view")), (nobody, ("twice:view",)))
    assert registered_views.VIEW_PERMISSIONS["first:view"] is nobody
    assert "new:view" not in registered_views.VIEW_PERMISSIONS


@pytest.mark.parametrize("folder", [*OF_APPS, "cms/access"])
def test_an_app_names_its_own_views_alone(folder: str) -> None:
    path = ROOT / folder / "view_permissions.py"
    named = {view.partition(":")[0] for view in _strings(path) if ":" in view}
    others = {each for app, own in OF_APPS.items() if app != folder for each in own}
    assert named
    assert not {name for name in named if name in others or name.rpartition("_")[0] in others}
    assert not [view for view in _strings(path) if ":" in view and view not in _registered()]


def test_every_app_with_views_is_read() -> None:
    found = {str(path.parent.relative_to(ROOT)) for path in _tables()}
    assert found == {*OF_APPS, "cms/access"}


def _registered() -> set[str]:
    return {*VIEW_PERMISSIONS, *SUPERUSERS_ONLY}


def _tables() -> Iterator[Path]:
    for folder in ("cms", "home", "chapters", "zine"):
        yield from (ROOT / folder).rglob("view_permissions.py")


def _strings(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    documented = {id(node.value) for node in tree.body if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documented
    ]


def test_files_are_taken_by_views_that_somebody_may_open() -> None:
    """A name that is none would keep its view's files from being received."""
    assert set(DOORS) <= UPLOAD_VIEWS
    assert VIEW_PERMISSIONS.keys() >= UPLOAD_VIEWS
