"""The admin under a content policy that lets nothing run within its pages: it works all the same.

Somebody opens its screens and does what one does there, while the browser notes what the policy
forbids, what scripts complain of, and whom else they ask. Each thing that is done is seen to work.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests import drills

from .test_admin_pages import page_number
from .visits import HOLD_AUTOSAVE, Visitor

NOTE_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => console.error(
  `the policy forbids ${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}`,
))"""
SCREENS = [
    "/",
    "access/",
    "account/",
    "collections/",
    "contacts/in-texts/",
    "documents/",
    "documents/multiple/add/",
    "groups/new/",
    "images/",
    "images/add/",
    "locales/",
    "members/",
    "members/language-es/",
    "redirects/",
    "reports/aging-pages/",
    "reports/locked/",
    "reports/page-types-usage/",
    "reports/workflow/",
    "reports/workflow_tasks/",
    "review/",
    "review/manual/",
    "review/redirects/",
    "review/sets/",
    "review/take-down/",
    "review/unlinked/",
    "second-factor/",
    "second-factor/app/",
    "second-factor/passkey/",
    "sites/",
    "snippets/home/person/",
    "snippets/home/person/add/",
    "snippets/translation/glossaryterm/add/",
    "translations/",
    "translations/files/ar/",
    "users/",
    "users/new/",
]
OF_A_PAGE = ("history/", "usage/", "delete/", "unpublish/", "move/", "copy/")
# Each is asked for once, whatever numbers and keys it has; these end a session, or change accounts.
NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
NOT_FOLLOWED = re.compile(r"/admin/logout/|/demo/|/download/")

type Do = Callable[["Desk"], None]


class Desk:
    """Somebody at a screen of the admin."""

    def __init__(self, visitor: Visitor, environment: dict[str, str]) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.environment = environment

    def go(self, path: str) -> None:
        self.visitor.go(f"/admin/{path.removeprefix('/')}")

    def edit(self, slug: str) -> None:
        self.go(f"pages/{page_number(self.environment, slug)}/edit/")

    def insert(self, label: str) -> Locator:
        """Put a block at the end of a page, and return it."""
        blocks = self.page.locator("[data-streamfield-child]")
        before = blocks.count()
        self.page.get_by_role("button", name="Insert a block").last.click()
        self.page.get_by_role("option", name=label, exact=True).first.click()
        expect(blocks).to_have_count(before + 1)
        return blocks.last


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str, environment: dict[str, str]) -> Iterator[Desk]:
    with Visitor.at(address, browser, color_scheme="light") as visitor:
        visitor.page.add_init_script(NOTE_VIOLATIONS)
        visitor.sign_in("admin")
        yield Desk(visitor, environment)


def test_every_screen_is_silent(desk: Desk) -> None:
    page = page_number(desk.environment, "about")
    screens = [*SCREENS, *(f"pages/{page}/{rest}" for rest in OF_A_PAGE)]
    assert len(screens) >= 40
    complaints = {}
    for screen in screens:
        desk.go(screen)
        complaints[screen] = list(desk.visitor.complaints)
    assert {screen: found for screen, found in complaints.items() if found} == {}


def open_the_menu(desk: Desk) -> None:
    desk.go("/")
    desk.page.get_by_role("button", name="Reports").click()
    desk.page.get_by_role("link", name="Site history").click()
    desk.page.wait_for_url("**/reports/site-history/")


def filter_by_a_date(desk: Desk) -> None:
    desk.go("reports/site-history/")
    desk.page.get_by_role("button", name="Show filters").click()
    desk.page.get_by_role("button", name="Date", exact=True).click()
    desk.page.locator("input[name=timestamp_from]").click()
    expect(calendar(desk)).to_be_visible()


def pick_a_date(desk: Desk) -> None:
    desk.go("review/trust/")
    until = desk.page.locator("main form input[name=until]").first
    until.click()
    calendar(desk).locator("td.xdsoft_date:not(.xdsoft_disabled)").last.click()
    expect(until).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))


def calendar(desk: Desk) -> Locator:
    return desk.page.locator(".xdsoft_datetimepicker:visible")


def pick_a_date_and_time(desk: Desk) -> None:
    desk.go("snippets/contacts/contact/add/")
    desk.page.locator("#id_opens_at").click()
    calendar(desk).locator(".xdsoft_time:not(.xdsoft_disabled)").last.click()
    expect(desk.page.locator("#id_opens_at")).not_to_have_value("")


def choose_a_page(desk: Desk) -> None:
    desk.go("redirects/add/")
    desk.page.get_by_role("button", name="Choose a page").click()
    desk.page.locator(".modal a.choose-page").first.click()
    expect(desk.page.locator("#id_redirect_page")).to_have_value(re.compile(r"\d+"))


def add_to_an_inline_panel(desk: Desk) -> None:
    desk.edit("impact")
    forms = desk.page.locator("#id_entries-FORMS > *")
    before = forms.count()
    desk.page.locator("#id_entries-ADD").click()
    expect(forms).to_have_count(before + 1)
    # It is started as those are that came with the page, its own fields included.
    forms.last.locator("input[autocomplete=off]").first.click()


def write_in_a_block(desk: Desk) -> None:
    desk.go(f"pages/add/home/standardpage/{page_number(desk.environment, 'home')}/")
    # Wagtail would save by itself what is not whole yet.
    desk.page.evaluate(HOLD_AUTOSAVE)
    text = desk.insert("Paragraph").locator(".public-DraftEditor-content").first
    text.click()
    desk.page.keyboard.type("Written, and ")
    desk.page.keyboard.press("Control+b")
    desk.page.keyboard.type("loud")
    expect(text.locator("[style*=bold], strong")).to_have_text("loud")


def see_what_an_empty_text_offers(desk: Desk) -> None:
    """The editor's own style, which a program of its makes."""
    text = desk.insert("Paragraph").locator(".Draftail-block--empty").first
    shown = text.evaluate("block => getComputedStyle(block, '::before').content")
    assert "to insert a block" in shown


def choose_a_picture(desk: Desk) -> None:
    block = desk.insert("Image")
    block.get_by_role("button", name="Choose an image").click()
    desk.page.locator(".modal [data-chooser-modal-choice]").first.click()
    expect(block.locator("input[type=hidden][name$='-picture-image']")).to_have_value(
        re.compile(r"\d+")
    )


def open_the_documents(desk: Desk) -> None:
    block = desk.insert("Download")
    block.get_by_role("button", name="Choose a document").click()
    expect(desk.page.locator(".modal")).to_contain_text("Choose a document")
    desk.page.locator(".modal [data-dismiss=modal]").first.click()
    expect(desk.page.locator(".modal")).to_have_count(0)


def move_double_and_delete_a_block(desk: Desk) -> None:
    blocks = desk.page.locator("[data-streamfield-child]").filter(visible=True)
    before = blocks.count()
    last = blocks.last.get_attribute("data-contentpath")
    blocks.last.get_by_role("button", name="Move up").first.click()
    expect(blocks.last).not_to_have_attribute("data-contentpath", str(last))
    blocks.first.get_by_role("button", name="Duplicate").first.click()
    expect(blocks).to_have_count(before + 1)
    blocks.first.get_by_role("button", name="Delete").first.click()
    expect(blocks).to_have_count(before)


def change_tabs(desk: Desk) -> None:
    desk.page.get_by_role("tab", name="Promote").click()
    expect(desk.page.locator("#id_slug")).to_be_visible()
    desk.page.get_by_role("tab", name="Content").click()
    expect(desk.page.locator("#id_title")).to_be_visible()


def set_a_schedule(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Toggle status").click()
    desk.page.get_by_role("button", name="Set schedule").click()
    desk.page.locator("#id_go_live_at").click()
    expect(calendar(desk)).to_be_visible()
    calendar(desk).locator("td.xdsoft_date:not(.xdsoft_disabled)").last.click()
    expect(desk.page.locator("#id_go_live_at")).not_to_have_value("")


def look_at_the_preview(desk: Desk) -> None:
    desk.edit("about")
    desk.page.get_by_role("button", name="Toggle preview").click()
    preview = desk.page.locator("#w-preview-iframe").content_frame
    expect(preview.locator("h1")).to_be_visible()


def write_a_comment(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Toggle comments").click()
    desk.page.locator("[data-comment-add]").first.click(force=True)
    comment = desk.page.locator(".comment textarea, .comment [contenteditable]").first
    comment.fill("Is this so?")
    expect(desk.page.locator("#comments")).to_contain_text("Is this so?")


def change_several_pages(desk: Desk) -> None:
    desk.go(f"pages/{page_number(desk.environment, 'home')}/")
    desk.page.locator("[data-bulk-action-checkbox]").first.check()
    desk.page.locator("[data-bulk-action-button]", has_text="Unpublish").click()
    expect(desk.page.locator("main h1")).to_contain_text("Unpublish")


def choose_the_focus_of_a_picture(desk: Desk) -> None:
    desk.go("images/")
    desk.page.locator(".image-choice, main a[href*='/admin/images/']:has(img)").first.click()
    picture = desk.page.locator(".jcrop-holder")
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    desk.page.mouse.move(box["x"] + 40, box["y"] + 40)
    desk.page.mouse.down()
    desk.page.mouse.move(box["x"] + 100, box["y"] + 100, steps=4)
    desk.page.mouse.up()
    expect(desk.page.locator("#id_focal_point_x")).to_have_value(re.compile(r"[1-9]\d*"))


def add_a_task_to_a_workflow(desk: Desk) -> None:
    desk.go("workflows/list/")
    desk.page.locator("main table a[href*='/workflows/edit/']").first.click()
    desk.page.locator("button[id$='-ADD']").first.click()
    desk.page.get_by_role("button", name="Choose a task").last.click()
    expect(desk.page.locator(".modal")).to_contain_text("Choose a task")


def tag_a_picture(desk: Desk) -> None:
    desk.go("images/add/")
    desk.page.locator(".tagit input").first.press_sequentially("march,")
    expect(desk.page.locator(".tagit-choice")).to_have_text(re.compile("march"))


def link_to_a_page_in_a_text(desk: Desk) -> None:
    desk.edit("about")
    desk.page.locator(".public-DraftEditor-content").first.click()
    desk.page.keyboard.press("Control+k")
    expect(desk.page.locator(".modal a.choose-page").first).to_be_visible()


def answer_a_passage(desk: Desk) -> None:
    desk.go("translations/")
    desk.page.locator("main a[href*='/localize/translate/']").first.click()
    expect(desk.page.locator("main textarea, main [contenteditable]").first).to_be_visible()


DONE: tuple[Do, ...] = (
    open_the_menu,
    filter_by_a_date,
    pick_a_date,
    pick_a_date_and_time,
    choose_a_page,
    add_to_an_inline_panel,
    write_in_a_block,
    see_what_an_empty_text_offers,
    choose_a_picture,
    open_the_documents,
    move_double_and_delete_a_block,
    change_tabs,
    set_a_schedule,
    look_at_the_preview,
    write_a_comment,
    change_several_pages,
    choose_the_focus_of_a_picture,
    add_a_task_to_a_workflow,
    tag_a_picture,
    link_to_a_page_in_a_text,
    answer_a_passage,
)


def test_what_one_does_there_works_silently(desk: Desk) -> None:
    """One after the other, for some go on where the one before ended."""
    assert len(DONE) >= 15
    complaints = {}
    for do in DONE:
        do(desk)
        complaints[do.__name__] = list(desk.visitor.complaints)
    assert {name: found for name, found in complaints.items() if found} == {}


def test_what_the_policy_forbids_is_noticed(desk: Desk) -> None:
    """Markup that got into a page runs nothing and changes no style, and this module sees it."""
    desk.go("account/")
    ran, shown, forbidden = desk.page.evaluate("""async () => {
      const box = document.createElement("div");
      const wanted = new Set(["script-src-attr", "script-src-elem", "style-src-elem"]);
      const told = new Promise((resolve) => {
        const seen = new Set();
        addEventListener("securitypolicyviolation", (event) => {
          seen.add(event.violatedDirective);
          if (wanted.isSubsetOf(seen)) resolve([...wanted]);
        });
      });
      document.body.append(box);
      box.innerHTML = "<p onclick='window.ran = 1'></p><style>h1 { opacity: 0 }</style>";
      const script = document.createElement("script");
      script.textContent = "window.ran = 1";
      box.append(script);
      box.firstChild.click();
      const shown = getComputedStyle(document.querySelector("h1")).opacity;
      return [window.ran ?? 0, shown, await told];
    }""")
    assert (ran, shown) == (0, "1")
    assert len(forbidden) == 3
    for directive in forbidden:
        assert any(f"the policy forbids {directive}" in each for each in desk.visitor.complaints)
    desk.visitor.complaints.clear()


@pytest.mark.skipif(
    drills.TIMES == 1, reason="`make drill` follows every link; the screens above stand for them."
)
@pytest.mark.parametrize("account", ["admin", "staff", "boston-lead", "es-translator"])
def test_every_link_leads_to_a_silent_screen(browser: Browser, address: str, account: str) -> None:
    with Visitor.at(address, browser, color_scheme="light") as visitor:
        visitor.page.add_init_script(NOTE_VIOLATIONS)
        visitor.sign_in(account)
        complaints, ahead, seen = {}, ["/admin/"], Counter[str]()
        for _number in count():
            if not ahead:
                break
            path = ahead.pop(0)
            shape = NUMBER.sub("0", path.partition("?")[0])
            seen[shape] += 1
            if seen[shape] > 1:
                continue
            visitor.complaints.clear()
            answer = visitor.page.goto(address + path, wait_until="load")
            assert answer is not None
            if answer.ok:
                complaints[path] = list(visitor.complaints)
                ahead += links(visitor)
        assert len(seen) > 10
        assert {path: found for path, found in complaints.items() if found} == {}


def links(visitor: Visitor) -> list[str]:
    found = visitor.page.locator("a[href^='/admin/']").evaluate_all(
        "links => links.map((link) => link.getAttribute('href'))"
    )
    return [path for path in found if not NOT_FOLLOWED.search(path)]
