"""`make check` runs everything and judges rightly."""

import json
import sys

import pytest

from tools import check
from tools.audit import judge

PASSES = check.Check("passes", (sys.executable, "-c", "print('unseen')"))
FAILS = check.Check("fails", (sys.executable, "-c", "import sys; print('seen'); sys.exit(3)"))
EXCUSED = check.Check("excused", (sys.executable, "-c", "print('Not checked: no program.')"))


def test_all_run_and_the_summary_names_the_failing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "CHECKS", (FAILS, PASSES, EXCUSED))
    monkeypatch.setattr(sys, "argv", ["check"])
    assert check.main() == 1
    printed = capsys.readouterr().out
    assert "FAILED fails" in printed
    assert "seen" in printed
    assert "ok     passes" in printed
    assert "unseen" not in printed
    assert "Not checked: no program." in printed
    assert printed.splitlines()[-1] == "Failed: fails."


def test_one_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "CHECKS", (FAILS, PASSES))
    monkeypatch.setattr(sys, "argv", ["check", "passes"])
    assert check.main() == 0
    assert capsys.readouterr().out.splitlines()[-1] == "All checks passed."


def test_an_unknown_one_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["check", "nonsense"])
    assert check.main() == 2
    assert capsys.readouterr().out == "No such check: nonsense.\n"


def audited(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages})


CLEAN: dict[str, object] = {"name": "clean", "version": "1", "vulns": []}
FLAWED: dict[str, object] = {"name": "flawed", "version": "2", "vulns": [{"id": "CVE-1"}]}
UNKNOWN: dict[str, object] = {"name": "unknown", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("output", "errors", "passed", "sentences"),
    [
        (audited(CLEAN), "", True, []),
        (audited(CLEAN, FLAWED), "", False, ["flawed 2: CVE-1"]),
        (audited(CLEAN, UNKNOWN), "", True, ["Not audited: unknown."]),
        (audited(FLAWED, UNKNOWN), "", False, ["flawed 2: CVE-1", "Not audited: unknown."]),
        (
            audited(UNKNOWN),
            "",
            True,
            ["Not audited: the database knows none of the packages from here."],
        ),
        (
            "",
            "requests.exceptions.ConnectionError: ...",
            True,
            ["Not audited: the database cannot be reached."],
        ),
        ("", "ValueError: nonsense", False, ["ValueError: nonsense"]),
    ],
)
def test_an_audit_is_judged(output: str, errors: str, passed: bool, sentences: list[str]) -> None:
    verdict = judge(output, errors)
    assert (verdict.passed, verdict.sentences) == (passed, sentences)
