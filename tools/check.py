"""`make check`: everything about the code that can be told without running the site.

    python -m tools.check [NAME ...]

Every check runs, whatever the others say; the summary names those that failed.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parents[1]
# The folder of an app is named as Django labels it.
APPS = sorted(folder.parent.name for folder in ROOT.glob("[!.]*/**/migrations"))
AT_ONCE = 2
# What production asks for; nothing is connected to, nothing here opens anything.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "7Qm0vXw2Ls9-throwaway-key-for-the-deployment-check-aZ4kT8pN1cRb6",
    "SECOND_FACTOR_KEY": "3fHs9WqLx-another-throwaway-key-of-the-check-Tr5vB2nM8dKe7Yj0",
    "ALLOWED_HOSTS": "example.org",
    "BASE_URL": "https://example.org",
    "DATABASE_URL": "postgres://nobody@localhost/none",
    "SECURITY_CONTACT": "mailto:security@example.org",
}


@dataclass(frozen=True)
class Check:
    """A command that exits with 0 where all is well."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    check: Check
    passed: bool
    output: str
    seconds: float


def manage(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "manage.py", *arguments)


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(BIN / name), *arguments)


TEMPLATES = ("templates", "cms/delivery/templates", "cms/demo/templates")
TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": "sqlite://:memory:"}
CHECKS = (
    Check("types", tool("mypy")),
    Check("lint", tool("ruff", "check", "--output-format=concise")),
    Check("format", tool("ruff", "format", "--check", "--output-format=concise")),
    Check("imports", tool("lint-imports", "--no-cache")),
    Check(
        "templates",
        tool("djlint", "--lint", "--quiet", "--allow-empty-input", *TEMPLATES),
    ),
    Check("migrations", manage("makemigrations", "--check", "--dry-run"), TEST_SETTINGS),
    Check(
        "migration-safety",
        # An app's first migration makes tables that nobody uses yet: it can lock and lose nothing.
        # Where a constraint goes, SQLite makes the table anew, which is taken for new columns.
        (
            *manage("lintmigrations", "--no-cache", "--quiet", "ok", "ignore", "--ignore-name"),
            "0001_initial",
            "0003_audit_log",
            "--include-apps",
            *APPS,
        ),
        TEST_SETTINGS,
    ),
    Check("catalogues", (sys.executable, "-m", "tools.catalogues", "check")),
    Check("deployment", manage("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    Check("vulnerabilities", (sys.executable, "-m", "tools.audit")),
)


def carry_out(check: Check) -> Outcome:
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        env=os.environ | check.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(check, done.returncode == 0, done.stdout.strip(), time.monotonic() - began)


def report(outcome: Outcome) -> None:
    verdict = "ok    " if outcome.passed else "FAILED"
    print(f"{verdict} {outcome.check.name} ({outcome.seconds:.0f} s)")
    # A check that could not be carried out passes, but says so.
    if not outcome.passed or outcome.output.startswith("Not "):
        print("\n".join(f"       {line}" for line in outcome.output.splitlines()))


def main() -> int:
    names = set(sys.argv[1:])
    unknown = names - {check.name for check in CHECKS}
    if unknown:
        print(f"No such check: {', '.join(sorted(unknown))}.")
        return 2
    chosen = [check for check in CHECKS if not names or check.name in names]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = []
        for outcome in pool.map(carry_out, chosen):
            report(outcome)
            outcomes.append(outcome)
    failed = [outcome.check.name for outcome in outcomes if not outcome.passed]
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
