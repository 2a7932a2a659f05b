"""Tables whose rows stand one below the other on a phone name each cell by its own column."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = re.compile(r'<table class="listing listing--stacks">.*?</table>', re.DOTALL)
COLUMN = re.compile(r'<th scope="col">(.*?)</th>', re.DOTALL)
LABEL = re.compile(r'data-label="(\{% .*? %\})"')
TABLES = [
    pytest.param(table, id=f"{path.relative_to(ROOT)}-{number}")
    for path in sorted((ROOT / "templates").rglob("*.html"))
    for number, table in enumerate(TABLE.findall(path.read_text()))
]


def test_there_are_some() -> None:
    assert len(TABLES) > 10


@pytest.mark.parametrize("table", TABLES)
def test_cells_are_named_as_their_columns(table: str) -> None:
    names = iter(COLUMN.findall(table)[1:])
    labels = list(dict.fromkeys(LABEL.findall(table)))
    assert labels
    # In the columns' order; what is left out is a button that says all by itself.
    assert [label for label in labels if label in names] == labels
