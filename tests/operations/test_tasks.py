"""What is enqueued can be kept: tasks take what JSON holds, and mypy holds their callers to it."""

import inspect
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from django.tasks import task
from django.tasks.base import Task

from cms.media.tasks import make_image_renditions
from cms.settings.environment import BASE_DIR

JSON = (int, str, bool, float, int | None, list[int], list[str])


def our_tasks() -> dict[str, Task[..., Any]]:
    """Every task of the project by its path, from the modules that are named for them."""
    paths = [
        path.relative_to(BASE_DIR)
        for package in ("cms", "home", "chapters", "zine")
        for path in (BASE_DIR / package).rglob("*.py")
        if "@task" in path.read_text()
    ]
    modules = [import_module(".".join(path.with_suffix("").parts)) for path in paths]
    return {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, Task) and value.func.__module__ == module.__name__
    }


@pytest.mark.parametrize("path", our_tasks())
def test_a_task_takes_what_json_holds(path: str) -> None:
    function = our_tasks()[path].func
    hints = get_type_hints(function)
    assert {name: hints[name] for name in inspect.signature(function).parameters} != {}
    assert [name for name, hint in hints.items() if name != "return" and hint not in JSON] == []


def test_there_are_tasks() -> None:
    assert len(our_tasks()) >= 8


@task
def take_a_path(path: Path) -> None:
    path.unlink()


def test_what_json_does_not_hold_is_refused_in_every_test() -> None:
    with pytest.raises(TypeError, match="PosixPath"):
        take_a_path.enqueue(Path("/nowhere"))


@pytest.mark.django_db
def test_what_it_holds_is_carried_out_at_once() -> None:
    assert make_image_renditions.enqueue(0).is_finished
