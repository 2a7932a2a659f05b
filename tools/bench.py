"""`make bench`: measures the editions of the zine, and hostile uploads, against their goals.

Ends with 1 if a goal is missed. ARGS name parts of it, such as `make bench ARGS=uploads`. Times are
the best of three, those of uploads the worst of all. Where other work keeps the machine busy, times
by the clock tell of that work: then the time on the processor is held against the goal, which is
the same on an idle machine, for everything here happens one after the other.
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.measure import MB, Measured, measured

KILLS = 50


@dataclass
class Report:
    """Prints a line for each figure and remembers which missed their goals."""

    busy: bool
    missed: list[str] = field(default_factory=list)

    def time(self, what: str, result: Measured, goal: float) -> None:
        clock, processor = result.facts["seconds"], result.facts["processor"]
        held = min(clock, processor) if self.busy else clock
        figure = f"{clock:8.3f} s by the clock, {processor:.3f} s on the processor"
        self._line(what, figure, f"{goal:g} s", met=held <= goal)

    def memory(self, what: str, result: Measured, goal: int) -> None:
        figure = f"{result.memory / MB:8.0f} MB, of which helpers {result.helpers / MB:.0f} MB"
        self._line(what, figure, f"{goal} MB", met=result.memory <= goal * MB)

    def size(self, what: str, size: int, goal: int) -> None:
        self._line(what, f"{size / MB:8.0f} MB", f"{goal} MB", met=size <= goal * MB)

    def at_most(self, what: str, times: float, goal: int) -> None:
        self._line(what, f"{times:8.2f} times", f"{goal} times", met=times <= goal)

    def holds(self, what: str, figure: str, *, met: bool) -> None:
        self._line(what, f"{figure:>8}", "so", met=met)

    def ratio(self, what: str, ours: float, theirs: float) -> None:
        print(f"      {what:<58}{theirs / ours:8.1f} times as much", flush=True)

    def _line(self, what: str, figure: str, goal: str, *, met: bool) -> None:
        if not met:
            self.missed.append(what)
        print(f"{'ok' if met else 'MISSED':<6}{what:<58}{figure}  (goal: {goal})", flush=True)


def editions(report: Report) -> None:
    for code in ("en", "ar"):
        result = measured("all_editions", code, "24")
        report.time(f"all editions of 24 pages, {code}", result, 5)
        report.memory(f"all editions of 24 pages, {code}", result, 256)
        report.holds(
            "none of them failed",
            str(len(result.facts["failures"])),
            met=not result.facts["failures"],
        )
        again = measured("all_editions", code, "4"), measured("all_editions", code, "4")
        same = again[0].facts["digests"] == again[1].facts["digests"]
        report.holds(f"two builds are byte for byte the same, {code}", str(same), met=same)
    result = measured("screen_long", "120")
    report.time("screen PDF of 120 pages, all scripts", result, 2)
    report.memory("screen PDF of 120 pages, all scripts", result, 300)
    report.time("imposing 96 pages", measured("imposed", "96"), 0.5)


def beside_weasyprint(report: Report) -> None:
    for code in ("en", "ar"):
        ours = measured("screen", code, "24")
        report.time(f"screen PDF of 24 pages, cold, {code}", ours, 1)
        if importlib.util.find_spec("weasyprint") is None:
            print("      WeasyPrint is not installed: nothing to compare with.")
            continue
        theirs = measured("weasyprint", code, "24")
        for what in ("seconds", "processor", "bytes"):
            report.ratio(f"WeasyPrint, {what}, {code}", ours.facts[what], theirs.facts[what])
        report.ratio(f"WeasyPrint, memory, {code}", ours.helpers, theirs.helpers)


def in_a_site(report: Report) -> None:
    """Measure what needs a database: in one that is made for it and thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/site.sqlite3"
        os.environ["MEDIA_STORAGE_URL"] = Path(folder, "media").as_uri()
        result = measured("republished")
        facts = result.facts
        report.time("publishing 101 again without a change", result, 0.05)
        report.holds("its editions are ready", str(facts["ready"]), met=facts["ready"])
        print(f"      the same in a new worker: {facts['new_worker']:.3f} s by the clock; ")
        print(f"      101 in {facts['languages']} languages at first: {facts['first']:.1f} s")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/killed.sqlite3"
        command = [sys.executable, "-m", "tests.zine.killing", f"--times={KILLS}", "--seed=50"]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        found = json.loads(done.stdout.splitlines()[-1])
        harmed = len(found["half_written"]) + len(found["incomplete"])
        what = f"editions harmed by {sum(found['deaths'].values())} deaths of workers"
        report.holds(what, str(harmed), met=not harmed)


def beside_uploads(report: Report) -> None:
    """Measure what hostile uploads cost the site as it is served, and its readers."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/site.sqlite3"
        os.environ["MEDIA_STORAGE_URL"] = Path(folder, "media").as_uri()
        command = [sys.executable, "-m", "bench.uploads"]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    result = Measured(found, found["grown"], found["memory"])
    count = f"{found['uploads']} hostile uploads by {found['doors']} doors"
    report.time(f"the slowest of {count}", result, 2)
    print(f"      the middle one: {found['middle']:.2f} s by the clock")
    report.size("the most that one sandboxed process takes", found["memory"], 400)
    report.size("what the web process takes more", found["grown"], 50)
    report.holds("answers of 500", str(len(found["errors"])), met=not found["errors"])
    alone, beside = found["alone"], found["beside"]
    what = f"a page beside four of them ({beside:.3f} s, without {alone:.3f} s)"
    report.at_most(what, beside / alone, 2)


SECTIONS: dict[str, Callable[[Report], None]] = {
    "editions": editions,
    "weasyprint": beside_weasyprint,
    "site": in_a_site,
    "uploads": beside_uploads,
}


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.development"
    cores, load = os.cpu_count() or 1, os.getloadavg()[0]
    report = Report(busy=load > cores / 2)
    chosen = sys.argv[1:] or list(SECTIONS)
    if unknown := sorted(set(chosen) - SECTIONS.keys()):
        print(f"There is no {', '.join(unknown)} to measure: {', '.join(SECTIONS)}.")
        return 1
    print(f"{cores} cores, load {load:.1f}{': busy' if report.busy else ''}\n", flush=True)
    for name in chosen:
        SECTIONS[name](report)
    if report.missed:
        print(f"\nMissed: {'; '.join(report.missed)}.")
    return bool(report.missed)


if __name__ == "__main__":
    sys.exit(main())
