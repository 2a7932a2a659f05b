"""Asks the database of known vulnerabilities about what the site runs on.

Where the database cannot be reached, this says so in one line and passes: a build machine without
a network is no reason to stop. A vulnerability that is found fails.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PIP_AUDIT = str(Path(sys.executable).parent / "pip-audit")
COMMAND = (PIP_AUDIT, "--disable-pip", "--require-hashes", "--progress-spinner=off")
UNREACHABLE = ("ConnectionError", "Max retries exceeded", "Failed to resolve", "timed out")


@dataclass(frozen=True)
class Verdict:
    passed: bool
    sentences: list[str]


def judge(output: str, errors: str) -> Verdict:
    """Read what pip-audit said: the report on its output, else the trouble that it met."""
    try:
        packages: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except ValueError:
        if any(sign in errors for sign in UNREACHABLE):
            return Verdict(True, ["Not audited: the database cannot be reached."])
        return Verdict(False, [errors.strip()])
    found = [
        f"{package['name']} {package['version']}: {flaw['id']}"
        for package in packages
        for flaw in package.get("vulns", [])
    ]
    unasked = [package["name"] for package in packages if "skip_reason" in package]
    if len(unasked) == len(packages):
        return Verdict(True, ["Not audited: the database knows none of the packages from here."])
    if unasked:
        found.append(f"Not audited: {', '.join(unasked)}.")
    return Verdict(not any("vulns" in p and p["vulns"] for p in packages), found)


def main() -> int:
    done = subprocess.run(
        [*COMMAND, "--format=json", "--requirement=requirements.txt"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    verdict = judge(done.stdout, done.stderr)
    print("\n".join(verdict.sentences))
    return not verdict.passed


if __name__ == "__main__":
    sys.exit(main())
