"""Kills the web process while it publishes, again and again, and looks at what is left.

    python -m tests.review.killing --times 200 [--seed 1]

A program of its own, with a database of its own: the last approval of a page's review is pressed by
a process that is forked and ends by SIGKILL at a random step (a call or return in the site's code,
Wagtail's, or Django's for the database), the steps spread over all that there are. Afterwards
nothing has happened, or all of it: decision, publication, log, task, search index and references.
Where nothing has, pressing again does all. Prints what it found as JSON.
"""

import argparse
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.cache import cache  # noqa: E402 - needs Django
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from wagtail.models import PageLogEntry, ReferenceIndex, TaskState  # noqa: E402

from cms.search.models import SearchEntry  # noqa: E402
from tests.access import movement  # noqa: E402
from tests.deaths import at_each_step, death_after, spread  # noqa: E402
from tests.review.flow import Flow  # noqa: E402

PARTS = ("/cms/", "/wagtail/", "/django/db/")


@dataclass
class Findings:
    """Deaths by what they had got to, and what was wrong afterwards."""

    deaths: Counter[str] = field(default_factory=Counter)
    half_done: list[str] = field(default_factory=list)
    not_mended: list[str] = field(default_factory=list)


class Theatre:
    """A page whose review lacks its last approval, and processes that are killed giving it."""

    def __init__(self) -> None:
        self.flow = Flow(movement.build())
        self.findings = Findings()
        self.text = ""

    def prepare(self, round_: int) -> TaskState:
        """Write another version, and have all but the last approval given."""
        self.text = f"Version {round_} of it."
        self.flow.submit("boston-editor", summary=self.text)
        self.flow.decide("boston-lead", "approve")
        return self.flow.state()

    def seen(self, state: TaskState) -> dict[str, Any]:
        """What the database says of this version, from each place that the publication writes."""
        page = self.flow.page
        return {
            "decisions": self.flow.kinds()[-2:] == ["approved", "published"],
            "text": self.text in json.dumps(page.specific.summary),
            "revision": page.live and page.live_revision_id == state.revision_id,
            "task": TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_APPROVED,
            "workflow": not page.workflow_in_progress,
            "log": PageLogEntry.objects.filter(
                page=page.pk, action="wagtail.publish", revision=state.revision_id
            ).exists(),
            "search": SearchEntry.objects.filter(page=page.pk, text__contains=self.text).exists(),
        }

    def approve(self, prepare: Callable[[], None] = lambda: None) -> int:
        """Press the button in a process of its own; return its number."""
        connections.close_all()
        child = os.fork()
        if child:
            return child
        prepare()
        self.flow.decide("approver", "approve")
        sys.setprofile(None)
        os._exit(0)

    def look(self, step: int, state: TaskState) -> None:
        """Look at what a dead process left; do the act again where nothing is done, and look."""
        seen = self.seen(state)
        done = set(seen.values())
        if len(done) > 1:
            self.findings.half_done.append(f"step {step}: {seen}")
        self.findings.deaths["done" if done == {True} else "undone"] += 1
        if done != {True}:
            os.waitpid(self.approve(), 0)
        again = self.seen(state)
        if set(again.values()) != {True} or self._published(state) != 1 or self._strays():
            self.findings.not_mended.append(f"step {step}: {again}")

    def _published(self, state: TaskState) -> int:
        log = PageLogEntry.objects.filter(action="wagtail.publish", revision=state.revision_id)
        return log.count()

    def _strays(self) -> bool:
        """Whether references of the page are others than its text has."""
        page = self.flow.page.specific
        kept = ReferenceIndex.get_references_for_object(page).count()
        ReferenceIndex.create_or_update_for_object(page)
        return bool(kept != ReferenceIndex.get_references_for_object(page).count())


def is_chosen(file: str) -> bool:
    return any(part in file for part in PARTS)


def counted(theatre: Theatre, path: Path) -> int:
    """Return how many steps an approval has."""
    count = 0

    def step() -> None:
        nonlocal count
        count += 1

    theatre.prepare(0)
    connections.close_all()
    child = os.fork()
    if not child:
        at_each_step(is_chosen, step)()
        theatre.flow.decide("approver", "approve")
        sys.setprofile(None)
        path.write_text(str(count))
        os._exit(0)
    os.waitpid(child, 0)
    return int(path.read_text())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--notes", type=Path, required=True)
    wanted = parser.parse_args()
    setup_test_environment()
    call_command("migrate", "--no-input", "--verbosity=0")
    cache.clear()
    chance = random.Random(wanted.seed)  # noqa: S311 - moments, not secrets
    theatre = Theatre()
    total = counted(theatre, wanted.notes)
    for round_, last in enumerate(spread(total, wanted.times, chance), start=1):
        state = theatre.prepare(round_)
        os.waitpid(theatre.approve(at_each_step(is_chosen, death_after(last))), 0)
        theatre.look(last, state)
        print(f"{round_} of {wanted.times}", file=sys.stderr, flush=True)
    print(json.dumps(vars(theatre.findings) | {"steps": total}))


if __name__ == "__main__":
    main()
