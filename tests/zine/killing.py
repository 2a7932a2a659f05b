"""Kills the worker while it makes editions, again and again, and looks at what is left.

    python -m tests.zine.killing --steps 50 --times 5 [--seed 1]

A program of its own, with a database and files of its own: a worker is a process that is forked,
runs the queue as ``db_worker`` does, and ends by SIGKILL. ``--steps`` is how often that happens
at a random step of storing a finished build (a call or return in the modules that keep files and
rows); ``--times`` how often at a random moment of a whole build. After each death the files that
readers can get are looked at; then the task is taken up by another worker, and the edition must
be complete. Prints what it found as JSON.
"""

import argparse
import dataclasses
import hashlib
import json
import os
import pickle
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

from tests.deaths import at_each_step, death_after, spread

ISSUE = "A short issue"


@dataclasses.dataclass
class Findings:
    """Deaths by what the worker had got to, and what was wrong afterwards."""

    deaths: Counter[str] = dataclasses.field(default_factory=Counter)
    half_written: list[str] = dataclasses.field(default_factory=list)
    incomplete: list[str] = dataclasses.field(default_factory=list)


class Theatre:
    """An issue, and workers to be killed while they make its editions."""

    def __init__(self) -> None:
        from tests.factories import ZineIssuePageFactory  # noqa: PLC0415 - needs Django

        self.issue = ZineIssuePageFactory(number=7, title=ISSUE)
        self.findings = Findings()
        self._versions = 0

    def publish(self) -> None:
        """Publish another version of the issue, and leave its task as the only one."""
        from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

        self._versions += 1
        text = f"<p>Version {self._versions}.</p>"
        value = {"text": text, "footnotes": []}
        self.issue.body = json.dumps([{"type": "paragraph", "id": "p", "value": value}])
        self.issue.save_revision().publish()
        self.issue.refresh_from_db()
        DBTaskResult.objects.exclude(task_path__endswith="make_issue_editions").delete()
        assert DBTaskResult.objects.ready().count() == 1

    def work(self, prepare: Callable[[], None] = lambda: None) -> int:
        """Start a worker that does all that is ready and ends; return its process's number."""
        from django.db import connections  # noqa: PLC0415
        from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415

        connections.close_all()
        child = os.fork()
        if child:
            return child
        worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=str(os.getpid()),
            excluded_queue_names=[],
        )
        prepare()
        worker.run()
        sys.setprofile(None)
        os._exit(0)

    def look_and_recover(self) -> None:
        """Look at what a dead worker left, have its task taken up, and look again."""
        left = self._files()
        self._look_at_offered()
        self._take_up()
        os.waitpid(self.work(), 0)
        self._look_at_offered()
        self._look_for_completeness()
        now = self._files()
        self.findings.half_written += [
            name for name, digest in left.items() if name in now and now[name] != digest
        ]

    def _files(self) -> dict[str, str]:
        """Return the digests of the files that readers could ask for by a name that is told."""
        from zine.editions import store  # noqa: PLC0415

        folder = store._folder("")
        files = (path for path in folder.rglob("[!.]*") if path.is_file())
        return {str(p.relative_to(folder)): digest_of(p) for p in files}

    def _look_at_offered(self) -> None:
        from zine.models import Artifact  # noqa: PLC0415

        for artifact in Artifact.objects.filter(edition__is_current=True):
            path = Path(artifact.file.path)
            if not path.exists() or digest_of(path) != artifact.sha256:
                self.findings.half_written.append(f"offered: {artifact.file.name}")

    def _take_up(self) -> None:
        """Let the half hour pass after which the scheduler takes a lost task up."""
        from django.utils import timezone  # noqa: PLC0415
        from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

        from cms.operations.scheduler import LOST_AFTER, take_up_lost_tasks  # noqa: PLC0415
        from zine.editions import store  # noqa: PLC0415

        long_ago = timezone.now() - LOST_AFTER - timedelta(minutes=1)
        for path in store._folder("").rglob(".*"):
            os.utime(path, (long_ago.timestamp(),) * 2)
        task = DBTaskResult.objects.latest("enqueued_at")
        self.findings.deaths[str(task.status)] += 1
        DBTaskResult.objects.running().update(started_at=long_ago)
        take_up_lost_tasks()

    def _look_for_completeness(self) -> None:
        from zine.editions import store  # noqa: PLC0415
        from zine.editions.catalogue import BY_NAME  # noqa: PLC0415

        edition = self.issue.editions.current().get()
        revision = str(self.issue.live_revision_id)
        kinds = set(edition.artifacts.values_list("kind", flat=True))
        strays = list(store._folder(edition.key).glob(".*"))
        whole = kinds == set(BY_NAME) and store.is_complete(edition.key)
        if edition.revision != revision or edition.state != "ready" or not whole or strays:
            self.findings.incomplete.append(f"revision {revision}: {edition.state}, {strays}")


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def steps(on_step: Callable[[], None]) -> Callable[[], None]:
    """Return what makes this process call ``on_step`` at each step of keeping an edition."""
    from zine.editions import (  # noqa: PLC0415
        build as edition_build,
        store,
    )

    files = {edition_build.__file__, store.__file__}
    return at_each_step(files.__contains__, on_step)


def counted(theatre: Theatre, path: Path) -> int:
    """Return how many steps keeping an edition has."""
    theatre.publish()
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        path.write_text(str(count))

    os.waitpid(theatre.work(steps(step)), 0)
    return int(path.read_text())


def built(issue: Any, path: Path) -> Any:
    """Return an issue's build, made elsewhere: libraries that start threads stay out of here."""
    from zine.editions import pipeline  # noqa: PLC0415
    from zine.editions.document.from_page import document_from_page  # noqa: PLC0415

    child = os.fork()
    if not child:
        path.write_bytes(pickle.dumps(pipeline.build(document_from_page(issue))))
        os._exit(0)
    os.waitpid(child, 0)
    return pickle.loads(path.read_bytes())  # noqa: S301 - written three lines above


def kill_at_steps(theatre: Theatre, chance: random.Random, times: int, path: Path) -> None:
    """Kill workers that keep a finished build, at random steps, spread over all there are."""
    total = counted(theatre, path)
    for last in spread(total, times, chance):
        theatre.publish()
        os.waitpid(theatre.work(steps(death_after(last))), 0)
        theatre.look_and_recover()


def kill_at_times(theatre: Theatre, chance: random.Random, times: int, seconds: float) -> None:
    """Kill workers at random moments of a whole build that takes some seconds."""
    for round_ in range(times):
        theatre.publish()
        worker = theatre.work()
        time.sleep(seconds * (round_ + chance.random()) / times)
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        theatre.look_and_recover()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--times", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from zine.editions import fonts, pipeline, store  # noqa: PLC0415

    call_command("migrate", "--no-input", "--verbosity=0")
    chance = random.Random(wanted.seed)  # noqa: S311 - moments, not secrets
    theatre = Theatre()
    theatre.publish()
    # What workers know after their first edition, each of these would find out anew.
    store.workshop()
    fonts.coverage()
    started = time.monotonic()
    os.waitpid(theatre.work(), 0)
    seconds = time.monotonic() - started
    kill_at_times(theatre, chance, wanted.times, seconds)
    notes = Path(settings.MEDIA_ROOT) / "notes"
    build = built(theatre.issue, notes)
    vars(pipeline)["build"] = lambda _document: build
    kill_at_steps(theatre, chance, wanted.steps, notes)
    print(json.dumps(vars(theatre.findings)))


if __name__ == "__main__":
    main()
