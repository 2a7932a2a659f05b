"""The drawing of the house is what the imports are."""

from tools import architecture

UPPER, LOWER = "cms.review", "cms.pages"


def test_the_drawing_is_what_the_command_writes() -> None:
    floors = architecture.layers()
    imports = architecture.imports_of([app for floor in floors for app in floor])
    assert architecture.DRAWING.read_text("utf-8") == architecture.drawing(floors, imports), (
        "The imports have changed: run `.venv/bin/python -m tools.architecture`."
    )


def test_the_imports_are_those_of_the_code() -> None:
    imports = architecture.imports_of([UPPER, LOWER])
    assert imports == {UPPER: {LOWER}, LOWER: set()}


def test_another_import_is_another_drawing() -> None:
    floors = [[UPPER], [LOWER]]
    alone = architecture.drawing(floors, {UPPER: set(), LOWER: set()})
    together = architecture.drawing(floors, {UPPER: {LOWER}, LOWER: set()})
    assert (alone.count("<circle"), together.count("<circle")) == (0, 1)
    assert f"{UPPER} imports {LOWER}. {LOWER} imports none of the others." in together
