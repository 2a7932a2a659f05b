"""The tour of five minutes, walked as `docs/tour.md` tells it, step by step, at one browser.

Each step keeps its picture in ``var/screenshots/``; `make pictures` takes them from there.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from .conftest import ROOT, OwnSite
from .visits import SCREENSHOTS, Visitor

SET_IN_MOTION = """
from django.db import transaction
from tests.seeding import begin_motion
with transaction.atomic():
    begin_motion()
"""
# The keys of the steps, in their order.
STEPS = """
from pathlib import Path
from cms.demo.tour import STEPS
Path({target!r}).write_text("\\n".join(step.key for step in STEPS))
"""
CHICAGO = "/en/chapters/chicago/"
CHICAGO_IN_SPANISH = "/es/chapters/chicago/"
NEW_SUMMARY = "Neighbors in Chicago who show up for one another, week after week. Come and meet us."
NEW_SUMMARY_IN_SPANISH = (
    "Gente de Chicago que se apoya entre sí, semana tras semana. Ven a conocernos."
)


class Tour:
    """Somebody on the tour, with one browser for all accounts."""

    def __init__(self, site: OwnSite, visitor: Visitor) -> None:
        self.site, self.visitor, self.page = site, visitor, visitor.page
        self.kept: list[str] = []

    def keep_picture(self, key: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"tour-{key}.png", animations="disabled")
        self.kept.append(key)

    def click(self, button: Locator) -> None:
        """Press what leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            button.click()

    def change_over(self, account: str) -> None:
        """Become another account by the demo's bar, and go to its dashboard."""
        self.visitor.go("/admin/")
        self.page.locator(".demo-bar summary").click()
        self.click(self.page.locator(f".demo-bar button[value={account}]"))
        self.visitor.go("/admin/")

    def open_what_waits(self) -> None:
        waiting = self.page.locator("#waiting-for-you-section, #waiting-for-you").first
        self.click(waiting.get_by_role("link", name="Chicago", exact=True).first)

    def approve(self) -> None:
        self.click(self.page.locator("button[value=approve]"))

    def work_off_tasks(self) -> None:
        """Do what the background worker of `make run` does by itself."""
        command = [sys.executable, "manage.py", "db_worker", "--batch", "--queue-name=*"]
        command.append("--no-reload")
        subprocess.run(command, cwd=ROOT, env=self.site.environment, check=True)


@pytest.fixture
def site(own_site: OwnSite) -> OwnSite:
    own_site.carry_out(SET_IN_MOTION)
    # The scheduler of `make run` has run, or dashboards would say that it never did.
    command = [sys.executable, "manage.py", "scheduler", "--once"]
    subprocess.run(command, cwd=ROOT, env=own_site.environment, check=True)
    return own_site


def test_the_tour_goes_as_it_is_told(site: OwnSite, browser: Browser, tmp_path: Path) -> None:
    with Visitor.at(site.address, browser, color_scheme="light") as visitor:
        tour = Tour(site, visitor)
        edit(tour)
        decide(tour)
        read(tour)
        translate(tour)
        visitor.go("/en/zine/101/print/")
        tour.keep_picture("booklet")
        assert visitor.complaints == []
    target = tmp_path / "steps"
    site.carry_out(STEPS.format(target=str(target)))
    assert tour.kept == target.read_text().splitlines()


def edit(tour: Tour) -> None:
    """Sign in with one click, change a sentence, submit it."""
    tour.visitor.go("/admin/login/")
    tour.keep_picture("sign-in")
    tour.click(tour.page.locator("button[name=account][value=chicago-editor]"))
    expect(tour.page.locator(".demo-bar")).to_contain_text("Chicago")
    tour.keep_picture("dashboard")
    chapter = tour.page.locator("#your-chapter-section, #your-chapter").first
    tour.click(chapter.get_by_role("link", name="Chicago").first)
    tour.visitor.write(tour.page.locator("#id_summary"), NEW_SUMMARY)
    tour.page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    button = tour.page.locator("[name=action-submit]")
    expect(button).to_be_visible()
    tour.keep_picture("edit")
    tour.click(button)
    expect(tour.page.locator(".messages")).to_contain_text("submitted")


def decide(tour: Tour) -> None:
    """Approve as the chapter's lead, then as national approver."""
    tour.change_over("chicago-lead")
    tour.open_what_waits()
    expect(tour.page.locator(".comparison .addition").first).to_be_visible()
    tour.keep_picture("lead")
    tour.approve()
    tour.change_over("approver")
    tour.open_what_waits()
    tour.approve()
    link = tour.page.locator(f".messages a[href$='{CHICAGO}']")
    expect(link).to_be_visible()
    tour.keep_picture("approver")
    tour.work_off_tasks()
    tour.click(link)


def read(tour: Tour) -> None:
    """Read it as the public does, and find the translation out of date."""
    expect(tour.page.locator("main")).to_contain_text(NEW_SUMMARY)
    expect(tour.page.locator(".trust-line")).to_contain_text("Approved by the chapter and by")
    tour.keep_picture("public")
    tour.visitor.go(CHICAGO_IN_SPANISH)
    expect(tour.page.locator(".freshness-notice")).to_be_visible()
    tour.keep_picture("stale")


def translate(tour: Tour) -> None:
    """Mend the translation, and have it approved by its three readers."""
    tour.change_over("es-translator")
    behind = tour.page.get_by_role("link", name="Chicago", exact=True).first
    tour.click(behind)
    segment = tour.page.locator(".desk__segment").filter(has_text=NEW_SUMMARY)
    with tour.page.expect_response("**/strings/*/edit/") as kept:
        segment.locator("textarea[data-address]").fill(NEW_SUMMARY_IN_SPANISH)
    assert kept.value.status == 200
    tour.keep_picture("mend")
    tour.click(tour.page.locator("button[value=submit]"))
    for account in ("es-reviewer", "chicago-lead", "approver"):
        tour.change_over(account)
        tour.open_what_waits()
        if account == "es-reviewer":
            tour.keep_picture("review")
        tour.approve()
    tour.work_off_tasks()
    tour.visitor.go(CHICAGO_IN_SPANISH)
    expect(tour.page.locator("main")).to_contain_text(NEW_SUMMARY_IN_SPANISH)
    expect(tour.page.locator(".freshness-notice")).to_have_count(0)
