"""Hundreds of dirty and hostile files through every door, with the real backend of tasks."""

import re
from collections import Counter
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from PIL import Image as Picture

from cms.media import cleaning, pdfs
from tests.zine.facsimiles import send

from .dirty_files import NAME, SECRET
from .dirty_pdfs import everything_in
from .doors import DOCUMENT_DOORS, IMAGE_DOORS
from .hostile_files import Sample, samples
from .test_deleted_files import real_tasks, work  # noqa: F401 - a fixture
from .test_uploads import database_text, stored_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage", "real_tasks")]

ACTIVE = re.compile(rb"<script|/JS\b|/JavaScript|/Launch|/SubmitForm|/OpenAction|/EmbeddedFile")
MIB = 1024**2
SHARES = 11


def facsimile(client: Client, content: bytes, name: str) -> Any:
    del name
    return send(client, content)


DOORS = {
    False: cycle(IMAGE_DOORS.items()),
    True: cycle([*DOCUMENT_DOORS.items(), ("facsimile", facsimile)]),
}


def memory(kind: str) -> int:
    """What this process takes, or has taken at most since it was asked to forget."""
    status = Path("/proc/self/status").read_text()
    (kilobytes,) = re.findall(rf"{kind}:\s+(\d+) kB", status)
    return int(kilobytes) // 1024


def sent(staff: Client, sample: Sample) -> str:
    """Send a file through the next door; return what became of it there."""
    door, act = next(DOORS[sample.is_pdf])
    before = set(stored_files("private"))
    try:
        answer = act(staff, sample.content, f"{NAME}-{sample.name}")
    except ValidationError:
        return "refused"
    if not isinstance(answer, dict) and answer is not None and answer.status_code >= 500:
        return f"{door}: {sample.name}: {answer.status_code}"
    for path in set(stored_files("private")) - before:
        left = traces(path)
        if left:
            return f"{door}: {sample.name}: {left}"
    return "kept" if set(stored_files("private")) - before else "refused"


def traces(path: Path) -> str:
    """What a stored file tells of who made it, or what of it would run."""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        content = everything_in(content)
    else:
        with Picture.open(path) as picture:
            if picture.getexif() or {"exif", "xmp", "comment"} & picture.info.keys():
                return "notes"
    return "a secret" if SECRET in content else "a script" if ACTIVE.search(content) else ""


@pytest.fixture(scope="module")
def everything() -> list[Sample]:
    return list(samples())


def test_there_are_hundreds(everything: list[Sample]) -> None:
    assert len(everything) >= 300
    assert len({sample.content for sample in everything}) > 290


@pytest.mark.parametrize("share", range(SHARES))
def test_they_leave_nothing_behind(staff: Client, everything: list[Sample], share: int) -> None:
    """Each file through a door; in shares, for several workers."""
    staff.raise_request_exception = False
    Path("/proc/self/clear_refs").write_text("5")  # Forget the most that was taken so far.
    before = memory("VmRSS")
    became = Counter(sent(staff, sample) for sample in everything[share::SHARES])
    grown = memory("VmHWM") - before
    work()
    faults = {what: count for what, count in became.items() if what not in ("kept", "refused")}
    assert not faults
    assert min(became["kept"], became["refused"]) > 5
    assert grown < 50
    text = database_text()
    assert NAME not in text
    assert SECRET.decode() not in text
    assert not [path for path in stored_files() if NAME in path.name]


def test_each_is_opened_within_bounds() -> None:
    """What the kernel holds the processes to, whatever a file asks for."""
    for given in (cleaning.CLEANING, pdfs.WASHING):
        assert given.processor_seconds <= 2
        assert given.memory <= 400 * MIB
