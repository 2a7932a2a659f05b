"""Imports run one way, and nothing goes round them: no look-up by name of what stands above.

``lint-imports`` holds the imports themselves, by the layers in ``pyproject.toml``. What is below
offers a registry, and what is above registers.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from django.apps import apps

ROOT = Path(__file__).parents[2]
LAYERS: list[set[str]] = [
    {each.strip() for each in layer.split("|")}
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    if contract["type"] == "layers"
    for layer in contract["layers"]
]
HEIGHT = {app: -number for number, layer in enumerate(LAYERS) for app in layer}
DOTTED = re.compile(r"[a-z_]+(\.[A-Za-z_]\w*)+")
# Wagtail's own way to say which pages may stand below which.
PAGE_TYPES = {"parent_page_types", "subpage_types"}


def test_every_app_of_ours_has_its_layer() -> None:
    ours = {config.name for config in apps.get_app_configs() if _is_ours(config.name)}
    assert ours == set(HEIGHT)


@pytest.mark.parametrize("app", sorted(HEIGHT))
def test_nothing_above_is_looked_up_by_name(app: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in _modules(app)
        for line, text in _names_above(app, ast.parse(path.read_text()))
    }
    assert not found


@pytest.mark.parametrize(
    "code",
    [
        'apps.get_model("home", "Person")',
        'apps.get_model("home.Person")',
        'apps.get_model(app_label="home", model_name="Person")',
        'page_type = "zine.ZineIssuePage"',
        'import_string("cms.translation.drafts.save_draft")',
        'user.has_perm("home.change_person")',
        'import_module("home")',
    ],
)
def test_each_way_round_is_noticed(code: str) -> None:
    assert list(_names_above("cms.pages", ast.parse(code)))
    below = code.replace("home", "media").replace("zine", "media").replace("translation", "media")
    assert not list(_names_above("cms.pages", ast.parse(below)))


def test_what_wagtail_asks_for_is_no_way_round() -> None:
    declared = 'class Page:\n    parent_page_types: list[str] = ["home.HomePage"]'
    assert not list(_names_above("zine", ast.parse(declared)))
    assert not list(_names_above("cms.pages", ast.parse('"""See ``home.models``."""')))


def test_no_two_modules_import_each_other() -> None:
    graph = grimp.build_graph("cms", "home", "chapters", "zine", exclude_type_checking_imports=True)
    above = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    circles = []
    while above:
        ends = {module for module, imported in above.items() if not imported & above.keys()}
        if not ends:
            # What is left leads to a circle; what nobody else in it imports does not belong to one.
            circles = sorted(_imported_by_each_other(above))
            break
        above = {module: imported for module, imported in above.items() if module not in ends}
    assert not circles


def _imported_by_each_other(above: dict[str, set[str]]) -> set[str]:
    left = dict(above)
    while True:
        imported = {each for modules in left.values() for each in modules}
        kept = {module: modules for module, modules in left.items() if module in imported}
        if len(kept) == len(left):
            return set(kept)
        left = kept


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in {"cms", "home", "chapters", "zine"}


def _modules(app: str) -> Iterator[Path]:
    for path in sorted((ROOT / app.replace(".", "/")).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def _names_above(app: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Where a module names, in a string, an app that it may not import."""
    labels = {name.rpartition(".")[2]: name for name in HEIGHT}
    skipped = {id(inner) for node in ast.walk(tree) if _is_told(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        for text in _dotted_in(node):
            first, _dot, rest = text.partition(".")
            named = f"cms.{rest.partition('.')[0]}" if first == "cms" else labels.get(first, "")
            if named in HEIGHT and named != app and HEIGHT[named] >= HEIGHT[app]:
                yield getattr(node, "lineno", 0), text


def _dotted_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if DOTTED.fullmatch(node.value):
            yield node.value
    elif isinstance(node, ast.Call):
        called = ast.unparse(node.func).rpartition(".")[2]
        if called in {"get_model", "import_module", "get_app_config"}:
            given = [*node.args[:1], *(each.value for each in node.keywords)]
            yield from (
                f"{each.value}."
                for each in given
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
                if "." not in each.value
            )


def _is_told(node: ast.AST) -> bool:
    """A docstring, or what Wagtail reads to know which pages may stand below which."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return any(isinstance(each, ast.Name) and each.id in PAGE_TYPES for each in targets)
