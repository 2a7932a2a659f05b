"""What hostile uploads cost: each by itself, and readers while four of them run.

    python -m bench.uploads

The site is served as `make run` does it, with its worker, on a database and files that are named by
the environment and made here. Prints what was measured as JSON.
"""

import json
import random
import statistics
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import django

from bench.measure import MB
from bench.served import Browser, Reply, Site, Watch, served

ACCOUNT = "admin"
PAGE = "/en/zine/101/"
AT_ONCE = 4
ROUNDS = 4
PAGES = 20
REFUSED_FOR_NOW = b"reading other files just now"

type Door = Callable[[Any, bytes, str], Any]


@dataclass(frozen=True)
class Sent:
    """An upload, and what it cost: seconds by the clock and on the processor, bytes."""

    name: str
    door: str
    is_pdf: bool
    content: bytes
    status: int
    seconds: float
    processor: float
    memory: int


def measure() -> dict[str, Any]:
    """Send every hostile file through a door; then send the slowest while a reader reads."""
    _prepare()
    with served() as site:
        editor = site.signed_in(ACCOUNT)
        _warm_up(site, editor)
        site.web.forget_most()
        before = site.web.memory()
        sent = list(_sent_one_by_one(site, editor))
        grown = site.web.most_memory() - before
        slowest = sorted(sent, key=lambda each: each.processor)[-AT_ONCE:]
        for each in slowest:
            print(_line(each), file=sys.stderr)
        beside = _readers_beside(site, slowest)
    return beside | {
        "uploads": len(sent),
        "doors": len({(each.is_pdf, each.door) for each in sent}),
        "errors": [_line(each) for each in sent if each.status >= 500],
        "answers": Counter(each.status for each in sent),
        "seconds": max(each.seconds for each in sent),
        "processor": max(each.processor for each in sent),
        "middle": statistics.median(each.seconds for each in sent),
        "memory": max(each.memory for each in sent),
        "grown": grown,
    }


def _prepare() -> None:
    """Make the database and its content, and forget what the worker would do for minutes."""
    from django_tasks_db.models import DBTaskResult

    command = [sys.executable, "-m", "tools.prepare"]
    subprocess.run(command, stdout=sys.stderr, check=True)
    DBTaskResult.objects.all().delete()


def _doors() -> dict[bool, dict[str, Door]]:
    """Every form that takes pictures, and every form that takes PDFs."""
    from tests.safety.doors import DOCUMENT_FORMS, IMAGE_FORMS

    return {False: dict(IMAGE_FORMS), True: {**DOCUMENT_FORMS, "facsimile": _facsimile}}


def _facsimile(browser: Browser, content: bytes, name: str) -> Reply:
    """Send a PDF as that of a zine."""
    from django.urls import reverse

    from tests.safety.doors import upload
    from zine.facsimiles.chooser import PREFIX

    file = upload(content, name)
    values = {"title": "Old zine", "language": "en", "layout": "", "file": file}
    data = {f"{PREFIX}-{key}": value for key, value in values.items()}
    return browser.post(reverse("facsimile_chooser:create"), data)


def _warm_up(site: Site, editor: Browser) -> None:
    """Have everything read that an upload needs: a clean and a bad file go through each door."""
    from tests.safety.dirty_files import PDF
    from tests.safety.doors import clean_jpeg

    for is_pdf, doors in _doors().items():
        for door in doors.values():
            for content in (PDF if is_pdf else clean_jpeg().read(), b"neither"):
                door(editor, content, "a.pdf" if is_pdf else "a.jpg")
                _require(editor.last, (200, 302))
    for _time in range(PAGES):
        _require(site.reader().get(PAGE), (200,))


def _require(reply: Reply | None, statuses: tuple[int, ...]) -> None:
    if reply is None or reply.status_code not in statuses:
        raise RuntimeError(f"The site answered {reply.status_code if reply else 'nothing'}.")


def _sent_one_by_one(site: Site, editor: Browser) -> Iterator[Sent]:
    """Send each file through the next door of its kind, in an order that mixes both."""
    from tests.safety.hostile_files import samples

    mixed = list(samples())
    random.Random(1).shuffle(mixed)  # noqa: S311 - not for secrets
    doors = {is_pdf: cycle(doors.items()) for is_pdf, doors in _doors().items()}
    for sample in mixed:
        name, door = next(doors[sample.is_pdf])
        before = site.web.processor()
        with Watch(site.web) as watch:
            door(editor, sample.content, sample.name)
        reply = editor.last
        assert reply is not None  # noqa: S101 - a door has sent something
        yield Sent(
            sample.name,
            name,
            sample.is_pdf,
            sample.content,
            reply.status_code,
            reply.seconds,
            site.web.processor() - before,
            watch.most,
        )


def _readers_beside(site: Site, files: list[Sent]) -> dict[str, Any]:
    """Return the times of a reader's page by itself and beside the uploads, turn and turn about."""
    alone: list[float] = []
    beside: list[float] = []
    refused = 0
    for _round in range(ROUNDS):
        alone += _times_of_a_page(site)
        stopped = threading.Event()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            sending = [pool.submit(_send_until, stopped, site, each) for each in files]
            threading.Event().wait(1)  # All four have arrived.
            beside += _times_of_a_page(site)
            stopped.set()
        refused += sum(each.result() for each in sending)
    return {
        "alone": statistics.median(alone),
        "beside": statistics.median(beside),
        "refused": refused,
    }


def _times_of_a_page(site: Site) -> list[float]:
    times = []
    for _time in range(PAGES):
        reply = site.reader().get(PAGE)
        _require(reply, (200,))
        times.append(reply.seconds)
    return times


def _send_until(stopped: threading.Event, site: Site, file: Sent) -> int:
    """Send a file again and again; return how often it was answered."""
    editor = site.signed_in(ACCOUNT)
    door = _doors()[file.is_pdf]["add"]
    answered = 0
    while not stopped.is_set():
        door(editor, file.content, file.name)
        assert editor.last is not None  # noqa: S101 - a door has sent something
        if editor.last.status_code >= 500 or REFUSED_FOR_NOW in editor.last.content:
            raise RuntimeError("An upload was not read.")
        answered += 1
    return answered


def _line(sent: Sent) -> str:
    return (
        f"{sent.name} by {sent.door}: {sent.status}, {sent.seconds:.2f} s, "
        f"{sent.processor:.2f} s on the processor, {sent.memory / MB:.0f} MB"
    )


if __name__ == "__main__":
    django.setup()
    print(json.dumps(measure()))
