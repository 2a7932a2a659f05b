"""What readers notice while hostile files are uploaded: four at once, in one process."""

import statistics
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

AT_ONCE = 4
PAGES = 30


def hostile_uploads(ready: Callable[[], None]) -> dict[str, Any]:
    """Return the times of a reader's page, by itself and beside the uploads, in seconds.

    The page and the uploads share a process, its threads and the machine, as in the web process.
    """
    from django.core.management import call_command

    from tests.safety.dirty_files import small_avif_of_many_pixels

    call_command("migrate", "--no-input", "--verbosity=0")
    call_command("seed_demo", stdout=sys.stderr)
    content = small_avif_of_many_pixels()
    alone = _times_of_a_page()
    ready()
    stopped = threading.Event()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        reading = [pool.submit(_upload_until, stopped, content) for _ in range(AT_ONCE)]
        beside = _times_of_a_page()
        stopped.set()
    refused = sum(each.result() for each in reading)
    return {"alone": alone, "beside": beside, "refused": refused}


def _times_of_a_page() -> float:
    """Return the middle one of the times that a page of an issue takes."""
    from django.test import Client

    reader, times = Client(), []
    for _time in range(PAGES):
        started = time.perf_counter()
        answer = reader.get("/en/zine/101/")
        times.append(time.perf_counter() - started)
        if answer.status_code != 200:
            raise RuntimeError(f"The reader got {answer.status_code}.")
    return statistics.median(times)


def _upload_until(stopped: threading.Event, content: bytes) -> int:
    """Send the file again and again; return how often it was refused in a sentence."""
    from django.core.exceptions import ValidationError
    from django.core.files.base import ContentFile

    from cms.media.cleaning import clean_image

    refused = 0
    while not stopped.is_set():
        try:
            clean_image(ContentFile(content, name="a.avif"))
        except ValidationError:
            refused += 1
    return refused
