"""The jobs that `make bench` measures: each prepares itself, says so, works, and tells its times.

python -m bench.jobs JOB [arguments]
"""

import dataclasses
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from bench.measure import READY

TIMES = 3


def timed(action: Callable[[], Any], times: int = TIMES) -> dict[str, Any]:
    """Return the best of several times, by the clock and on the processor, and the last result."""
    clock, processor = [], []
    result = None
    for _ in range(times):
        before, started = sum(os.times()[:4]), time.perf_counter()
        result = action()
        clock.append(time.perf_counter() - started)
        processor.append(sum(os.times()[:4]) - before)
    return {"seconds": min(clock), "processor": min(processor), "result": result}


def ready() -> None:
    print(READY, flush=True)


def all_editions(code: str, pages: str) -> dict[str, Any]:
    """Every edition of an issue of so many pages, with all validation."""
    from zine.editions import fonts, pipeline

    document = shortened(code, int(pages))
    fonts.coverage()
    ready()
    told = timed(lambda: pipeline.build(document))
    build = told.pop("result")
    digests = {kind.value: artifact.sha256 for kind, artifact in build.artifacts.items()}
    size = sum(len(artifact.content) for artifact in build.artifacts.values())
    failures = [kind.value for kind in build.failures]
    return told | {"digests": digests, "bytes": size, "failures": failures}


def screen(code: str, pages: str) -> dict[str, Any]:
    """The accessible PDF of an issue of so many pages; the typesetter starts anew each time."""
    from zine.editions.pdf import compiler as pdf

    document = shortened(code, int(pages))
    ready()
    told = timed(lambda: pdf.compile_issue(document, pdf.HALF_LETTER, "screen"))
    made = told.pop("result")
    return told | {"pages": made.pages, "bytes": len(made.content)}


def screen_long(pages: str) -> dict[str, Any]:
    """The accessible PDF of the hard issue: all scripts mixed, deep lists, notes on each page."""
    from tests.zine.stress import stress_issue
    from zine.editions.pdf import compiler as pdf

    document = cut(stress_issue(), int(pages))
    ready()
    told = timed(lambda: pdf.compile_issue(document, pdf.HALF_LETTER, "screen"))
    made = told.pop("result")
    return told | {"pages": made.pages, "bytes": len(made.content)}


def imposed(pages: str) -> dict[str, Any]:
    """A booklet of so many pages, from its finished PDF."""
    from tests.zine.stress import stress_issue
    from zine.editions.imposition import sheets as imposition
    from zine.editions.pdf import compiler as pdf

    source = pdf.compile_issue(cut(stress_issue(), int(pages)), pdf.HALF_LETTER, "print")
    ready()
    told = timed(lambda: imposition.booklet(source.content, imposition.LETTER, "ltr"))
    return told | {"pages": source.pages, "bytes": len(told.pop("result"))}


def republished() -> dict[str, Any]:
    """Publishing the starter zine again without a change, in a site with the starter content."""
    from django.core.management import call_command

    from zine.editions import build as edition_build
    from zine.editions.document import from_page
    from zine.models import ZineIssuePage

    call_command("migrate", "--no-input", "--verbosity=0")
    call_command("seed_demo", stdout=sys.stderr)
    issues = ZineIssuePage.objects.live().filter(number=101)
    first = timed(lambda: [edition_build.make_editions(issue) for issue in issues.all()], 1)
    from_page._made.cache_clear()  # noqa: SLF001 - as a new process begins
    new_worker = timed(lambda: edition_build.make_editions(issues.earliest("path")), 1)
    ready()
    told = timed(lambda: edition_build.make_editions(issues.earliest("path")))
    edition = told.pop("result")
    return told | {
        "first": first["seconds"],
        "languages": len(issues),
        "new_worker": new_worker["seconds"],
        "ready": edition.is_current and not edition.problems,
    }


def weasyprint(code: str, pages: str) -> dict[str, Any]:
    """The same issue by WeasyPrint, as PDF/UA-1, in a process that starts anew each time."""
    from bench.weasy import written_as_html

    document = shortened(code, int(pages))
    with tempfile.TemporaryDirectory() as folder:
        source = written_as_html(document, Path(folder))
        ready()
        told = timed(lambda: _weasyprint(source))
        target = source.with_suffix(".pdf")
        del told["result"]
        return told | {"pages": _pages(target), "bytes": target.stat().st_size}


def _weasyprint(source: Path) -> None:
    import subprocess

    subprocess.run([sys.executable, "-m", "bench.weasy", str(source)], check=True)


def _pages(path: Path) -> int:
    import pikepdf

    with pikepdf.Pdf.open(path) as pdf:
        return len(pdf.pages)


def shortened(code: str, pages: int) -> Any:
    """Return the starter zine in a language, cut to a number of pages."""
    from tests.zine.issues import starter_issue

    return cut(starter_issue(code), pages)


def cut(document: Any, pages: int) -> Any:
    """Return the longest beginning of a document that fills no more than so many pages."""
    from zine.editions.pdf import compiler as pdf

    def beginning(count: int) -> Any:
        return dataclasses.replace(document, blocks=document.blocks[:count])

    def length(count: int) -> int:
        return pdf.compile_issue(beginning(count), pdf.HALF_LETTER, "print").pages

    blocks = len(document.blocks)
    count = blocks * pages // max(pages, length(blocks))
    while length(count) > pages:
        count -= 1
    while count < blocks and length(count + 1) <= pages:
        count += 1
    return beginning(count)


JOBS: dict[str, Callable[..., dict[str, Any]]] = {
    job.__name__: job
    for job in (
        all_editions,
        screen,
        screen_long,
        imposed,
        republished,
        weasyprint,
    )
}


if __name__ == "__main__":
    django.setup()
    told_at_last = JOBS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(told_at_last))
