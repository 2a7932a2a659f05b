"""A chapter's page goes from missing to published in Arabic, each person at a browser.

The pictures of it are kept in ``var/screenshots/``.
"""

import contextlib
import fcntl
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, expect

from .conftest import ROOT
from .test_review_walk import People
from .visits import Visitor

READERS = "/chapters/chicago/contact/"
ARABIC = {
    "How to reach us": "كيف تصلون إلينا",
    "Never Again Action in Chicago lives by mutual aid.": (
        "تعيش Never Again Action في شيكاغو بالتعاون المتبادل."
    ),
    "Where we meet": "أين نلتقي",
    'Look <a id="a1">here</a> for <b>all</b> dates.': (
        'تجدون <a id="a1">هنا</a> <b>كل</b> المواعيد.'
    ),
}


@pytest.fixture
def people(address: str, browser: Browser) -> Iterator[People]:
    with ExitStack() as stack:
        yield People(address, browser, stack)


@pytest.fixture
def desk(environment: dict[str, str]) -> dict[str, str]:
    """The site with work for the desk; made once, whichever test asks first."""
    folder = Path(environment["BROWSER_TESTS_FOLDER"])
    with (folder / "desk-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = folder / "desk-ready"
        if not ready.exists():
            run(environment, "-m", "tests.browser.prepare_desk")
            ready.touch()
    return environment


def run(environment: dict[str, str], *command: str) -> None:
    subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)


def one_value(environment: dict[str, str], question: str, *values: str) -> int:
    """The number that a question to the database has for an answer."""
    with contextlib.closing(sqlite3.connect(urlsplit(environment["DATABASE_URL"]).path)) as rows:
        [(number,)] = rows.execute(question, values)
    return int(number)


def english_page(environment: dict[str, str]) -> int:
    return one_value(
        environment,
        "SELECT page.id FROM wagtailcore_page AS page"
        " JOIN wagtailcore_locale AS locale ON locale.id = page.locale_id"
        " WHERE locale.language_code = 'en' AND page.url_path LIKE ?",
        f"%{READERS}",
    )


def editor_of(environment: dict[str, str], code: str, title: str) -> str:
    number = one_value(
        environment,
        "SELECT translation.id FROM wagtail_localize_translation AS translation"
        " JOIN wagtail_localize_translationsource AS source ON source.id = translation.source_id"
        " JOIN wagtailcore_locale AS locale ON locale.id = translation.target_locale_id"
        " WHERE locale.language_code = ? AND source.object_repr = ?",
        code,
        title,
    )
    return f"/admin/localize/translate/{number}/"


def directions(field: Locator) -> tuple[str, str, str]:
    """Language, direction and computed direction."""
    found: list[str] = field.evaluate(
        "element => [element.lang, element.dir, getComputedStyle(element).direction]"
    )
    return found[0], found[1], found[2]


def test_a_page_goes_from_missing_to_published_in_arabic(
    people: People, desk: dict[str, str]
) -> None:
    reader = people.anonymous()
    reader.go(f"/en{READERS}")
    reader.go(f"/ar{READERS}", status=404)

    coordinator = people.sign_in("coordinator")
    coordinator.go(f"/admin/localize/submit/page/{english_page(desk)}/")
    coordinator.page.get_by_label("Arabic").check()
    coordinator.page.locator("main [type=submit]").click()
    expect(coordinator.page.locator("#started-said")).to_contain_text("waits for its turn")
    coordinator.keep_screen("desk-1-started")
    run(desk, "manage.py", "db_worker", "--batch", "--queue-name=*", "--no-reload")
    expect(coordinator.page.locator("#started-said")).to_contain_text(
        "Finished: 1 of 1", timeout=30_000
    )

    translator = people.sign_in("ar-translator")
    translator.go(editor_of(desk, "ar", "How to reach us"))
    write_all(translator)
    translator.keep_screen("desk-2-written")
    translator.page.locator("button[value=submit]").click()
    expect(translator.page.locator(".desk__decision")).to_be_visible()
    reader.go(f"/ar{READERS}", status=404)

    reviewer = people.sign_in("ar-reviewer")
    reviewer.go(editor_of(desk, "ar", "How to reach us"))
    reviewer.keep_screen("desk-3-review")
    reviewer.page.locator("button[value=approve]").click()
    reviewer.page.wait_for_url("**/admin/")
    for name in ("chicago-lead", "approver"):
        reader.go(f"/ar{READERS}", status=404)
        approve_what_waits(people.sign_in(name))
    reader.go(f"/ar{READERS}")
    expect(reader.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(reader.page.locator("main")).to_contain_text("بالتعاون المتبادل")
    reader.keep_screen("desk-4-readers")
    for visitor in (coordinator, translator, reviewer, reader):
        assert visitor.complaints == []


def write_all(translator: Visitor) -> None:
    """Type every passage, and see each kept by itself."""
    fields = translator.page.locator("textarea[data-address]")
    assert fields.count() == len(ARABIC)
    expect(translator.page.locator(".desk__source mark")).to_have_count(2)
    for number in range(fields.count()):
        field = fields.nth(number)
        segment = translator.page.locator(".desk__segment").nth(number)
        source = segment.locator(".desk__source")
        assert directions(field) == ("ar", "rtl", "rtl")
        assert directions(source) == ("en", "ltr", "ltr")
        said = segment.locator(".desk__said")
        with translator.page.expect_response("**/strings/*/edit/") as kept:
            field.fill(ARABIC[source.inner_text()])
        assert kept.value.status == 200
        expect(said).not_to_be_empty()
        expect(said).not_to_have_class("desk__said--fault")
    translator.page.reload()
    expect(translator.page.locator(".desk__progress progress")).to_have_attribute("value", "100")


def approve_what_waits(visitor: Visitor) -> None:
    waiting = visitor.page.locator("#waiting-for-you-section, #waiting-for-you").first
    waiting.get_by_role("link", name=ARABIC["How to reach us"]).first.click()
    visitor.page.locator("button[value=approve]").click()
    visitor.page.wait_for_url("**/admin/")
    assert visitor.complaints == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_editor_in_yiddish_reads_right_and_is_silent(
    people: People, desk: dict[str, str], width: int
) -> None:
    translator = people.sign_in("yi-translator")
    translator.go(editor_of(desk, "yi", "Home"), width=width)
    field = translator.page.locator("textarea[data-address]").first
    assert directions(field) == ("yi", "rtl", "rtl")
    assert directions(translator.page.locator(".desk__source").first) == ("en", "ltr", "ltr")
    with translator.page.expect_response("**/strings/*/edit/") as kept:
        field.fill(f"Never Again Action {width}: קיינמאָל מער!")
    assert kept.value.status == 200
    translator.page.locator(".desk__progress a").first.click()
    assert translator.overflow() == []
    translator.keep_screen(f"desk-yiddish-{width}")
    assert translator.complaints == []


def test_the_desk_has_no_barriers_in_arabic(people: People, desk: dict[str, str]) -> None:
    translator = people.sign_in("ar-translator")
    translator.go(editor_of(desk, "ar", "About us"))
    assert translator.barriers() == []
    assert translator.complaints == []
