"""Follows a guide: applies what it says to files, carries out its commands, reads what they say.

A guide (``docs/guides/add-*.md``) says what to do in a form that people and this module read:

- "New file `path`:" above a block of code is a file to write;
- "In `path`:" above a block of ``diff`` is a change: lines that stay, ``-`` lines that go, ``+``
  lines that come. What stays and goes stands in the file exactly once, one line after another;
- a block of ``sh`` is carried out from the folder of the project, and ends with 0;
- a block of ``text`` behind it are lines that were shown.

Any other block of code would be one that nobody has tried: it is refused.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDES = sorted(ROOT.glob("docs/guides/add-*.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NEW_FILE = re.compile(r"New file `([^`]+)`:\Z")
CHANGED = re.compile(r"In `([^`]+)`:\Z")
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "var", ".*_cache", "node_modules", ".hypothesis", "*.sqlite3"
)
# A new migration has the tests make their database anew, which takes long on a busy machine.
SECONDS = 900


class GuideError(Exception):
    """A step of a guide cannot be followed, or does not do what the guide says."""


@dataclass(frozen=True)
class Step:
    """A block of code of a guide; ``path`` is the file that it is about, if it is about one."""

    guide: Path
    line: int
    language: str
    code: str
    path: str = ""
    is_new: bool = False

    def fail(self, why: str) -> GuideError:
        return GuideError(f"{self.guide.name}, line {self.line}: {why}")


def steps_of(guide: Path) -> Iterator[Step]:
    """Yield the steps of a guide. Raises GuideError for a block of code that is none."""
    text = guide.read_text("utf-8")
    for match in FENCE.finditer(text):
        language, code = match.groups()
        before = text[: match.start()].rstrip()
        line = before.count("\n") + 3
        named, changed = NEW_FILE.search(before), CHANGED.search(before)
        if named:
            yield Step(guide, line, language, code, named[1], is_new=True)
        elif changed and language == "diff":
            yield Step(guide, line, language, code, changed[1])
        elif language in ("sh", "text"):
            yield Step(guide, line, language, code)
        else:
            step = Step(guide, line, language, code)
            raise step.fail("nobody can tell what this block of code is for")


@dataclass
class Copy:
    """A copy of the project in which guides are followed; ``shown`` is what commands last said."""

    folder: Path
    shown: str = ""
    commands: list[str] = field(default_factory=list)

    @classmethod
    def make(cls, folder: Path) -> "Copy":
        """Copy the project as it lies here, with what was built for the tests."""
        shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
        for built in ("assets", "static", "tests"):
            if (ROOT / "var" / built).is_dir():
                shutil.copytree(ROOT / "var" / built, folder / "var" / built)
        (folder / ".venv").symlink_to(sys.prefix)
        return cls(folder)

    def follow(self, guide: Path) -> None:
        """Do what a guide says. Raises GuideError at the first step that fails."""
        for step in steps_of(guide):
            if step.is_new:
                self._write(step)
            elif step.path:
                self._change(step)
            elif step.language == "sh":
                self._run(step)
            else:
                self._compare(step)

    def _write(self, step: Step) -> None:
        path = self.folder / step.path
        if path.exists():
            raise step.fail(f"{step.path} is there already")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step.code, "utf-8")

    def _change(self, step: Step) -> None:
        path = self.folder / step.path
        if not path.exists():
            raise step.fail(f"there is no {step.path}")
        lines = step.code.splitlines(keepends=True)
        before = "".join(line[1:] or "\n" for line in lines if not line.startswith("+"))
        after = "".join(line[1:] or "\n" for line in lines if not line.startswith("-"))
        text = "\n" + path.read_text("utf-8")
        if text.count("\n" + before) != 1:
            raise step.fail(
                f"{step.path} has these lines {text.count(chr(10) + before)} times, not once"
            )
        path.write_text(text.replace("\n" + before, "\n" + after)[1:], "utf-8")

    def _run(self, step: Step) -> None:
        self.commands += step.code.splitlines()
        done = subprocess.run(
            ["/bin/sh", "-ec", step.code],
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        self.shown = done.stdout
        if done.returncode:
            raise step.fail(f"ended with {done.returncode}:\n{done.stdout}")

    def _compare(self, step: Step) -> None:
        shown = self.shown.splitlines()
        for line in step.code.splitlines():
            if not any(line.strip() in other for other in shown):
                raise step.fail(f"was not shown: {line}\n{self.shown}")

    def _environment(self) -> dict[str, str]:
        """What somebody has who has set nothing, with a database that leaves nothing behind."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        settings = {"DATABASE_URL": "sqlite://:memory:", "PYTHONHASHSEED": "0"}
        return kept | settings | {"DJANGO_SETTINGS_MODULE": "cms.settings.test"}
