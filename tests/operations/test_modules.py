"""A module is read in one sitting: none of the site's, the tools' or the tests' is longer."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("cms", "home", "chapters", "zine", "tools", "bench", "tests")
LONGEST = 400


def test_no_module_is_longer_than_one_reads_in_one_sitting() -> None:
    modules = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    assert len(modules) > 500
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in modules
        if "migrations" not in path.parts
    }
    assert {name: number for name, number in lines.items() if number > LONGEST} == {}
