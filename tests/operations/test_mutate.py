"""`tools.mutate` finds what no test notices, and nothing else."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import mutate
from tools.mutation.drill import Drill
from tools.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).parents[2]

CODE = '''\
"""A shop that sells to grown-ups who have paid."""

from functools import wraps


def counted(function):
    @wraps(function)
    def call(*args):
        return function(*args)
    return call


@counted
def may_buy(age: int, paid: bool) -> bool:
    """Nobody's mutant is a docstring, nor this default."""
    return age >= 18 and paid


class Shelf:
    @property
    def left(self) -> int:
        number = 3
        while number > 0:
            number -= 1
        return number


def unnoticed(age):
    return age < 100


def unused(age):
    return not age
'''
SHARED = """\
import pytest
built = []

@pytest.fixture(scope="module")
def shop():
    built.append(1)
    yield {"sold": 0}

@pytest.fixture(scope="session", autouse=True)
def told():
    yield
    open("built.txt", "w").write(str(len(built)))
"""
FIRST = """\
def test_age_is_looked_at(shop):
    import shop as code
    shop["sold"] += 1
    assert shop["sold"] == 1, "what another mutant did is not seen here"
    assert code.may_buy(19, True)
    assert not code.may_buy(3, True)
    code.unnoticed(3)
"""
SECOND = """\
def test_the_boundary_and_the_money(shop):
    import shop as code
    assert code.may_buy(18, True)
    assert not code.may_buy(18, False)

def test_the_shelf(shop):
    import shop as code
    assert code.Shelf().left == 0
"""
RUN = """\
import sys
import tomllib
from pathlib import Path
from tools import mutate
from tools.mutation.mutants import mutants_of
subject = mutate.Subject("shop", ("shop.py",), ("test_first.py", "test_second.py"), 60)
found = mutate.drill(subject, mutants_of(Path("shop.py")), float(sys.argv[1]))
print("FAILED", found.failed)
for fate in found.fates.values():
    print(f"{fate.mutant.function}: {fate.mutant.change} | {fate.killed_by} | {len(fate.met)}")
print(mutate.report(found, {}))
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    files = {"shop": CODE, "conftest": SHARED, "test_first": FIRST, "test_second": SECOND}
    for name, text in files.items():
        (tmp_path / f"{name}.py").write_text(text)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:django\n")
    return tmp_path


def drilled(shop: Path, minutes: str = "5") -> tuple[dict[str, str], str]:
    """What killed each mutant, by the mutant, and all that was said."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, minutes],
        cwd=shop,
        env={"PYTHONPATH": f"{ROOT}:{shop}", "PYTEST_ADDOPTS": "-p no:django"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split(" | ") for line in done.stdout.splitlines() if " → " in line]
    return {row[0]: row[1] for row in rows if len(row) == 3}, done.stdout


def changes(mutants: list[Mutant], function: str) -> set[str]:
    return {mutant.change for mutant in mutants if mutant.function == function}


def test_decisions_predicates_and_bounds_are_changed(shop: Path) -> None:
    mutants = mutants_of(shop / "shop.py")
    assert changes(mutants, "may_buy") == {
        "age >= 18 and paid → age >= 18",
        "age >= 18 and paid → paid",
        "age >= 18 and paid → age >= 18 or paid",
        "age >= 18 → age > 18",
        "18 → 19",
    }
    assert changes(mutants, "Shelf.left") == {
        "3 → 4",
        "number > 0 → number >= 0",
        "0 → 1",
        "number -= 1 → pass",
        "1 → 2",
    }
    assert changes(mutants, "unused") == {"not age → age"}


def test_queries_are_changed(tmp_path: Path) -> None:
    file = tmp_path / "queries.py"
    file.write_text(
        "def due(self, now):\n"
        "    return self.live().filter(at__lte=now, kind='x').exclude(done=1).order_by('at')\n"
    )
    chain = "self.live().filter(at__lte=now, kind='x')"
    assert changes(mutants_of(file), "due") == {
        f"{chain}.exclude(done=1).order_by('at') → {chain}.exclude(done=1)",
        f"{chain}.exclude(done=1) → {chain}.filter(done=1)",
        f"{chain}.exclude(done=1) → {chain}",
        f"{chain} → self.live().exclude(at__lte=now, kind='x')",
        f"{chain} → self.live()",
        f"{chain} → self.live().filter(kind='x')",
        f"{chain} → self.live().filter(kind='x', at__lt=now)",
        f"{chain} → self.live().filter(at__lte=now)",
        "self.live() → self",
        "1 → 2",
    }


def test_a_mutant_dies_by_the_test_that_fails_and_the_others_live(shop: Path) -> None:
    killed, said = drilled(shop)
    assert killed["may_buy: age >= 18 and paid → paid"].startswith("test_first.py::")
    second = "test_second.py::test_the_boundary_and_the_money"
    assert killed["may_buy: age >= 18 → age > 18"] == second
    assert killed["may_buy: age >= 18 and paid → age >= 18"] == second
    assert killed["Shelf.left: number > 0 → number >= 0"] == "test_second.py::test_the_shelf"
    assert killed["Shelf.left: number -= 1 → pass"].startswith("time limit")
    living = {name for name, by in killed.items() if not by}
    assert living == {
        "Shelf.left: 3 → 4",
        "unnoticed: age < 100 → age <= 100",
        "unnoticed: 100 → 101",
        "unused: not age → age",
    }
    assert "LIVES shop.py: unused: not age → age (line 33, which no test runs)" in said
    assert "1 tests let it live" in said
    assert said.rstrip().endswith("False")
    assert (shop / "built.txt").read_text() == "2", "what a module shares is built once"


def test_a_test_that_fails_by_itself_is_told_and_kills_nothing(shop: Path) -> None:
    (shop / "test_second.py").write_text("def test_it():\n    assert 1 == 2, 'by itself'\n")
    _killed, said = drilled(shop)
    assert "test_second.py::test_it" in said.partition("FAILED")[2]
    assert "by itself" in said


def test_time_that_is_over_is_said(shop: Path) -> None:
    killed, said = drilled(shop, "0")
    assert not any(killed.values())
    assert "The time was over" in said
    assert "LIVES SO FAR" in said


def test_a_function_of_a_query_has_no_opposite_that_no_query_has(tmp_path: Path) -> None:
    """Such a mutant could not be run, so it would die whatever the tests ask."""
    file = tmp_path / "queries.py"
    file.write_text("def every(self):\n    return self.all() and all(self)\n")
    assert changes(mutants_of(file), "every") == {
        "self.all() and all(self) → self.all()",
        "self.all() and all(self) → all(self)",
        "self.all() and all(self) → self.all() or all(self)",
        "all(self) → any(self)",
    }


def fared(shop: Path, living: set[str], more: int = 0) -> Drill:
    """A drill after which all but some of the mutants, and ``more`` that died, are dead."""
    found = Drill(mutants_of(shop / "shop.py"), 60, 0)
    for fate in found.fates.values():
        fate.met.add("a test")
        fate.killed_by = "" if fate.mutant.change in living else "a test"
    dead = next(fate for fate in found.fates.values() if fate.killed_by)
    found.fates |= {f"more {number}": dead for number in range(more)}
    return found


def test_nine_in_ten_have_to_die_even_if_the_rest_is_listed(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    living = {"not age → age", "age < 100 → age <= 100"}
    listed = {name for name in fared(shop, living).fates if name.endswith(tuple(living))}
    assert len(fared(shop, living).fates) == 13
    assert not mutate.report(fared(shop, living), listed)
    assert "11 of 13 mutants died (84.6 %)" in capsys.readouterr().out
    assert mutate.report(fared(shop, living, more=7), listed)
    assert "18 of 20 mutants died (90.0 %). Of those that live 2 are listed" in (
        capsys.readouterr().out
    )
    assert not mutate.report(fared(shop, living, more=7), set(list(listed)[:1]))
    assert not mutate.report(fared(shop, set(), more=7), listed), "what dies is listed no longer"


def test_a_sample_is_the_same_for_the_same_seed(shop: Path) -> None:
    every = mutants_of(shop / "shop.py")
    some = mutate.sample(every, 5, 1)
    assert len(some) == 5
    assert some == mutate.sample(every, 5, 1) != mutate.sample(every, 5, 2)
    assert some == [mutant for mutant in every if mutant in some]
    assert mutate.sample(every, None, 1) == every


def test_functions_are_left_out_by_name() -> None:
    access = mutate.subjects()["access"]
    signals = Path("cms/access/signals.py")
    every, chosen = mutants_of(signals), access.mutants([signals])
    assert {mutant.function for mutant in every} - {mutant.function for mutant in chosen} == {
        "connect"
    }


def test_every_module_of_a_subject_is_chosen_or_left_out_with_a_reason() -> None:
    for name, subject in mutate.subjects().items():
        assert subject.files == (f"cms/{name}/**/*.py",)
        assert all((ROOT / test).is_file() for test in subject.tests)
    tables = tomllib.loads((mutate.FOLDER / "subjects.toml").read_text())
    reasons = [reason for table in tables.values() for reason in table["left_out"].values()]
    assert all(reason.endswith(".") for reason in reasons)


def test_what_may_live_is_there_and_says_why() -> None:
    """A list that nobody keeps would excuse what it does not know."""
    names = {mutant.name for subject in mutate.subjects().values() for mutant in subject.mutants()}
    known = mutate.listed()
    assert known.keys() <= names
    assert all(len(reason.split()) > 3 for reason in known.values())
