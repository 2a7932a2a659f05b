"""`make drill`: the long runs, which a night has time for and a change has not.

What `make test` does with a few random programs is done with many times as many; a browser, where
there is one, follows every link of the admin. Then every mutant of access, review and translation
is made and met by its tests: at least nine in ten have to die, and what lives has to be listed with
its reason (`tools/mutate.py`). ARGS go to pytest. It takes hours on two cores.
"""

import os
import subprocess
import sys

TIMES = 20
LONG_RUNS = (
    "tests/access/test_state_machine.py",
    "tests/operations/test_backups.py",
    "tests/review/test_crash.py",
    "tests/review/test_killed_in_publishing.py",
    "tests/review/test_moves.py",
    "tests/review/test_state_machine.py",
    "tests/translation/test_mangled_files.py",
    "tests/translation/test_nothing_moves_unapproved.py",
    "tests/zine/test_killed_workers.py",
)
FOLLOWS_EVERY_LINK = "tests/browser/test_admin_policy.py"


def commands(arguments: list[str]) -> list[list[str]]:
    """Return what is run, in this order; the mutants only where no selection was asked for."""
    tests = [sys.executable, "-m", "pytest", "-n", "auto", "--dist=loadscope", *LONG_RUNS]
    links = [sys.executable, "-m", "pytest", "-m", "browser", FOLLOWS_EVERY_LINK]
    mutants = [sys.executable, "-m", "tools.mutate"]
    return [[*tests, *arguments], *([] if arguments else [links, mutants])]


def main() -> int:
    """Run all of them, whatever the others say; return 1 where one failed."""
    environment = {"DRILL": str(TIMES), "DATABASE_URL": "sqlite://:memory:"}
    codes = []
    for command in commands(sys.argv[1:]):
        print(f"=== {' '.join(command[1:4])} ===", flush=True)
        done = subprocess.run(command, env=environment | dict(os.environ), check=False)
        codes.append(done.returncode)
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
