"""Where tasks are enqueued: by the source of all that runs in the site, and as it happens."""

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from django.tasks.base import Task, TaskResult

ROOT = Path(__file__).parents[2]
OURS = ("cms", "home", "chapters", "zine")
ENQUEUEING = ("enqueue", "aenqueue")


class UntoldError(Exception):
    """A place that enqueues something of which the source alone does not tell what it is."""


@dataclass(frozen=True, order=True)
class CallSite:
    """A line that enqueues a task."""

    module: str
    line: int
    task: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.task}"


def call_sites() -> set[CallSite]:
    """Every line of ours, and of others' code that the site has loaded, that enqueues a task.

    Raises:
        UntoldError: something is enqueued that is no name of its module.
    """
    return {site for path, name in sorted(_modules()) for site in sites_in(path.read_text(), name)}


def sites_in(source: str, name: str) -> Iterator[CallSite]:
    """Yield those of one module. What has a method of this name and is no task is none."""
    if not any(f".{each}" in source for each in ENQUEUEING):
        return
    tree = ast.parse(source)
    known = vars(import_module(name))
    names = _imported_within(tree, name) | known
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ENQUEUEING:
            enqueued = _value(node.value, names)
            if isinstance(enqueued, Task):
                yield CallSite(name, node.lineno, enqueued.module_path)


def _imported_within(tree: ast.Module, name: str) -> dict[str, Any]:
    """What functions of a module import for themselves, of those that could be tasks."""
    package = sys.modules[name].__package__
    found: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("tasks"):
            module = import_module(f"{'.' * node.level}{node.module}", package)
            found |= {each.asname or each.name: getattr(module, each.name) for each in node.names}
    return found


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    text = ast.unparse(node)
    if text.partition(".")[0] in ("self", "super()"):
        return None  # A queue of another kind: a task is no attribute of an object.
    if text not in names:
        raise UntoldError(f"{names['__name__']}:{node.lineno}: what is {text}?")
    return names[text]


def _modules() -> Iterator[tuple[Path, str]]:
    """Yield every module of ours, and of others' those that the running site has loaded."""
    for package in OURS:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield path, ".".join(parts).removesuffix(".__init__")
    for name, module in list(sys.modules.items()):
        source = getattr(module, "__file__", None) or ""
        if source.endswith(".py") and name.partition(".")[0] not in (*OURS, "tests", "__main__"):
            yield Path(source), name


@dataclass
class Watch:
    """Notes which line enqueues each task of this process."""

    results: dict[str, list[str]] = field(default_factory=dict)

    def start(self) -> None:
        for name in ENQUEUEING:
            setattr(Task, name, _Watched(getattr(Task, name), self))

    def note(self, site: CallSite, result: TaskResult[..., Any]) -> None:
        self.results.setdefault(str(site), []).append(str(result.id))


class _Watched:
    """A method that notes where it was asked for: what calls it may be a commit, much later."""

    def __init__(self, method: Callable[..., Any], watch: Watch) -> None:
        self.method, self.watch = method, watch

    def __get__(self, task: Any, _owner: type) -> Callable[..., Any]:
        asking = sys._getframe(1)
        site = CallSite(asking.f_globals["__name__"], asking.f_lineno, task.module_path)

        def enqueue(*args: Any, **kwargs: Any) -> Any:
            result = self.method(task, *args, **kwargs)
            self.watch.note(site, result)
            return result

        return enqueue
