"""Changes the code in small ways, one at a time, and names the changes that no test notices.

    python -m tools.mutate [SUBJECT ...] [--minutes N] [--file PATH ...] [--sample N [--seed N]]

The subjects stand in `tools/mutation/subjects.toml`: which files are changed, which are left out
and why, which tests should notice, and how long a mutant may take. Mutants that may live, because
nobody could tell them from the code or because they change no more than words, stand in
`tools/mutation/listed.toml`, each with its reason. Ends with 1 where another lives, where fewer
than nine in ten die, where one of the list dies or is gone, or where the tests fail by themselves.
"""

import argparse
import os
import random
import sys
import time
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tools.mutation.drill import Drill, Fate
from tools.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(__file__).parent / "mutation"
# What a subject's tests have to kill at least.
LEAST_SHARE = 0.9
# The tests' own order, in this process: it is copied for each mutant.
OPTIONS = (
    *("-o", "addopts=", "-m", "not browser", "--capture=no", "--no-header", "--no-summary", "-qq"),
    *(f"-pno:{plugin}" for plugin in ("cacheprovider", "randomly", "xdist")),
)


@dataclass(frozen=True)
class Subject:
    """Files that are changed, and the tests that should notice."""

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    seconds: float
    left_out: tuple[str, ...] = ()

    def paths(self) -> list[Path]:
        """The files, relative to the project. Raises ValueError where a pattern finds none."""
        left_out = set(_matching(each for each in self.left_out if ": " not in each))
        return [path for path in _matching(self.files) if path not in left_out]

    def mutants(self, only: Collection[Path] = ()) -> list[Mutant]:
        """Those of its files, or of some files only, without the functions that are left out."""
        functions = [each.partition(": ") for each in self.left_out if ": " in each]
        left_out = [(_matching([files]), name) for files, _colon, name in functions]
        return [
            mutant
            for path in only or self.paths()
            for mutant in mutants_of(path)
            if not any(path in paths and fnmatch(mutant.function, name) for paths, name in left_out)
        ]


def _matching(patterns: Iterable[str]) -> list[Path]:
    found: dict[Path, None] = {}
    for pattern in patterns:
        matching = sorted(ROOT.glob(pattern))
        if not matching:
            raise ValueError(f"There is no file {pattern}.")
        found |= dict.fromkeys(path.relative_to(ROOT) for path in matching)
    return list(found)


def subjects() -> dict[str, Subject]:
    tables = tomllib.loads((FOLDER / "subjects.toml").read_text())
    return {
        name: Subject(
            name,
            tuple(table["files"]),
            tuple(table["tests"]),
            float(table["seconds"]),
            tuple(table["left_out"]),
        )
        for name, table in tables.items()
    }


def listed() -> dict[str, str]:
    """The mutants that may live, by name, each with its reason."""
    tables = tomllib.loads((FOLDER / "listed.toml").read_text())
    return {
        f"{path}: {function}: {change}": reason
        for path, functions in tables.items()
        for function, changes in functions.items()
        for change, reason in changes.items()
    }


def drill(
    subject: Subject, mutants: list[Mutant], minutes: float, known: Collection[str] = ()
) -> Drill:
    """Run a subject's tests against its mutants, and come back with what became of each."""
    plugin = Drill(mutants, subject.seconds, time.monotonic() + minutes * 60, known)
    ended = pytest.main([*OPTIONS, *subject.tests], plugins=[plugin])
    if ended != pytest.ExitCode.OK and not plugin.failed:
        plugin.failed.append(f"pytest itself ({ended})")
    return plugin


def report(found: Drill, known: Collection[str]) -> bool:
    """Print what became of the mutants; return whether all is as it should be."""
    living = {name: fate for name, fate in found.fates.items() if not fate.killed_by}
    risen = [name for name in known if name in found.fates and name not in living]
    lost = {name: fate for name, fate in living.items() if name not in known}
    verdict = "LIVES SO FAR" if found.cut_short else "LIVES"
    for name, fate in lost.items():
        print(f"{verdict} {name} ({_reach(fate, found)})")
    for name in risen:
        print(f"DIES {name}: take it from the list of those that may live")
    died, number = len(found.fates) - len(living), len(found.fates)
    print(
        f"{died} of {number} mutants died ({100 * died / max(number, 1):.1f} %). Of those that "
        f"live {len(living) - len(lost)} are listed with their reason, {len(lost)} are not."
    )
    if found.cut_short:
        print("The time was over before every test had met every mutant.")
    enough = died >= LEAST_SHARE * number
    if not enough:
        print(f"At least {LEAST_SHARE:.0%} have to die.")
    return enough and not lost and not risen


def _reach(fate: Fate, found: Drill) -> str:
    where = f"line {fate.mutant.lines.start}"
    if not fate.met and not fate.not_run:
        return f"{where}, which no test runs{' that ran so far' if found.cut_short else ''}"
    left_out = f", {fate.not_run} more did not fit the time limit" if fate.not_run else ""
    return f"{where}, {len(fate.met)} tests let it live{left_out}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools.mutate")
    parser.add_argument("subject", nargs="*", choices=[*subjects(), []])
    parser.add_argument("--minutes", type=float, default=60.0, help="for each subject")
    parser.add_argument("--file", action="append", help="only mutants of this file")
    parser.add_argument("--sample", type=int, help="only so many mutants of each subject")
    parser.add_argument("--seed", type=int, default=1, help="which ones: the same for the same")
    parser.add_argument("--killers", action="store_true", help="name the test that kills each")
    return parser.parse_args()


def sample(every: list[Mutant], number: int | None, seed: int) -> list[Mutant]:
    """So many of the mutants, in their order, the same for the same seed; all for None."""
    if number is None or number >= len(every):
        return every
    chosen = random.Random(seed).sample(range(len(every)), number)  # noqa: S311
    print(f"Only a sample is tried: {number} of {len(every)}, with seed {seed}.")
    return [every[index] for index in sorted(chosen)]


def _try(subject: Subject, options: argparse.Namespace) -> bool:
    """Try a subject's mutants and print how they fared; whether all is as it should be."""
    paths = [Path(each) for each in options.file] if options.file else subject.paths()
    every = subject.mutants(paths)
    known = {key for key in listed() if Path(key.split(":")[0]) in paths}
    gone = sorted(known - {mutant.name for mutant in every})
    print(f"{subject.name}: {len(every)} mutants of {len(paths)} files", flush=True)
    for each in gone:
        print(f"GONE {each}: take it from the list of those that may live")
    chosen = sample(every, options.sample, options.seed)
    found = drill(subject, chosen, options.minutes, known)
    if options.killers:
        for key, fate in found.fates.items():
            print(f"{fate.killed_by or '-'}\t{fate.seconds:.1f} s\t{key}")
    if found.failed:
        print("Without any mutant this fails:", *found.failed, sep="\n")
        return False
    return report(found, known) and not gone


def main() -> int:
    options = _arguments()
    os.chdir(ROOT)
    os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
    known = subjects()
    tried = [_try(known[name], options) for name in options.subject or known]
    return 0 if all(tried) else 1


if __name__ == "__main__":
    sys.exit(main())
