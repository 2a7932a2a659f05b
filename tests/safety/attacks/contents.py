"""A member who sends what is no text, no picture and no form, to run or to break something."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from django.urls import reverse

from tests.access.admin_addresses import admin_addresses
from tests.safety.bad_blocks import BLOCKS, paragraph
from tests.safety.dirty_files import PDF, jpeg

from .members import editor_form
from .site import CSRF, ORIGIN, Answer, AttackedSite, Attempt, Browser, Gain, some

SCRIPT = "<script>pwned()</script>"
NAME = f"\"'><img src=x onerror=pwned()>{SCRIPT}{{{{7*7}}}}"
TEXT = "A text that was kept"
BROKEN = 500
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="pwned()">{SCRIPT}</svg>'.encode()


def contentstate(text: str, *entities: dict[str, Any], depth: int = 0, span: int = 3) -> str:
    """Rich text as the editor's script sends it."""
    text = f"See {text}"
    ranges = [{"offset": 0, "length": span, "key": key} for key in range(len(entities))]
    block = {"key": "a", "type": "unstyled", "depth": depth, "text": text, "entityRanges": ranges}
    block |= {"inlineStyleRanges": []}
    return json.dumps({"blocks": [block], "entityMap": dict(enumerate(entities))})


def link(address: str) -> dict[str, Any]:
    return {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}


def prose(text: str) -> tuple[str, dict[str, Any]]:
    return "paragraph", {"text": text, "footnotes": {"count": "0"}}


# Rich texts that a script sends: the first are read as text, the others as nothing that is known.
TEXTS = (
    contentstate(f"{TEXT} {SCRIPT}", link("javascript:pwned()")),
    contentstate(f"{TEXT} {NAME}", link("data:text/html,<script>pwned()</script>")),
    contentstate(TEXT, link('https://example.org/" onmouseover="pwned()')),
    contentstate(TEXT, {"type": "EMBED", "data": {"url": "javascript:pwned()", "html": SCRIPT}}),
    contentstate(TEXT, {"type": "IMAGE", "data": {"id": "1", "src": 'x" onerror="pwned()'}}),
)
ODD_TEXTS = (
    contentstate(TEXT, depth=999_999),
    contentstate(TEXT, link("https://example.org/"), span=10**9),
    contentstate(TEXT, {"type": "x"}),
    '{"blocks": 1, "entityMap": 2}',
    '{"blocks": [{"text": 1}], "entityMap": {}}',
    "{}",
    "null",
    "[]",
    "<p>x",
    "\0",
)


def runs(answer: str) -> bool:
    """Whether a browser would run what was sent, if no policy kept it from doing so."""
    page = BeautifulSoup(answer, "html.parser")
    for each in page.find_all(True):
        is_script = each.name == "script" and "json" not in str(each.get("type", ""))
        if is_script and "pwned()" in each.get_text():
            return True
        for name, value in each.attrs.items():
            active = name.startswith("on") or str(value).strip().lower().startswith(
                ("javascript:", "data:text/html", "vbscript:")
            )
            if active and "pwned" in str(value):
                return True
    return False


def save(site: AttackedSite, form: dict[str, Any]) -> int:
    """Save a draft of Boston's; the status of the answer."""
    edit = reverse("wagtailadmin_pages:edit", args=[site.chapter("boston")["plan"]])
    return site.account("boston-editor").post(edit, form).status


def shows(site: AttackedSite) -> Iterator[str]:
    """Each screen on which the draft, or the name of a file, is shown to somebody else."""
    its, reader = site.chapter("boston"), site.account("boston-lead")
    for view in ("edit", "view_draft", *some(("history", "usage", "delete", "copy", "move"), 3)):
        yield html_of(reader.get(reverse(f"wagtailadmin_pages:{view}", args=[its["plan"]])))
    for path in (
        reverse("wagtailadmin_explore", args=[its["root"]]),
        reverse("wagtailadmin_choose_page_child", args=[its["root"]]),
        "/admin/images/",
        "/admin/documents/chooser/",
        *some(("/admin/", "/admin/images/chooser/", "/admin/documents/"), 3),
    ):
        yield html_of(reader.get(path))


def html_of(answer: Answer) -> str:
    """The page, or the part of one that a script puts into it."""
    if "json" not in str(answer.headers["Content-Type"]):
        return answer.text
    return str(json.loads(answer.text).get("html", ""))


def runs_scripts(site: AttackedSite) -> Gain:
    """Scripts in titles, in texts, and in the names of files."""
    its, editor = site.chapter("boston"), site.account("boston-editor")
    form = {"title": NAME, "collection": its["collection"], "tags": "", "people": "nobody"}
    editor.upload("/admin/images/add/", form, file=("x.jpg", jpeg()))
    editor.upload("/admin/documents/add/", form, file=("x.pdf", PDF))
    both = "SELECT title FROM media_image UNION ALL SELECT title FROM media_document"
    assert site.rows(both).count((NAME,)) == 2, "the files keep their names"
    assert save(site, editor_form(NAME, [prose(text) for text in TEXTS])) == 302
    pages = [*shows(site)]
    assert TEXT in pages[1], "the draft shows what was sent"
    assert all("pwned" in page for page in pages[:2])
    return [page[:2000] for page in pages if runs(page)]


def odd_forms() -> Iterator[dict[str, Any]]:
    """What no script of the editor's sends for a stream."""
    good = editor_form("A plan", [prose(contentstate(TEXT))])
    for name, value in (
        ("body-count", "x"),
        ("body-count", "-1"),
        ("body-count", "1000000000"),
        ("body-0-type", "sorcery"),
        ("body-0-type", "{}"),
        ("body-0-order", "x"),
        ("body-0-id", "{}"),
        ("body-0-value-footnotes-count", "9" * 40),
        ("title", "\0"),
        ("slug", "../../etc"),
        ("comments-TOTAL_FORMS", "x"),
    ):
        yield good | {name: value}
    yield editor_form("A plan", [prose(text) for text in ODD_TEXTS[:-1]])
    yield editor_form("A plan", [prose(ODD_TEXTS[-1])])
    picture = {"picture": {"image": "first", "alt_text": {}}}
    yield editor_form("A plan", [("image", picture)])
    yield editor_form("A plan", [("heading", {"text": "x", "level": "2"})] * 1500)


def breaks_the_editor(site: AttackedSite) -> Gain:
    """The answer, the editor and the draft after each of them."""
    number = site.chapter("boston")["plan"]
    edit, draft = (
        reverse(f"wagtailadmin_pages:{view}", args=[number]) for view in ("edit", "view_draft")
    )
    editor, broken = site.account("boston-editor"), []
    for form in odd_forms():
        statuses = [editor.post(edit, form).status]
        if statuses == [302]:
            statuses += [editor.get(edit).status, editor.get(draft).status]
        if max(statuses) >= BROKEN:
            broken.append(f"{statuses} {str(form)[:300]}")
    return broken


def saves_a_text(site: AttackedSite) -> Gain:
    """The forms that are odd are odd by one thing: without it, they are kept."""
    return save(site, editor_form("A plan", [prose(contentstate(TEXT))])) == 302


def takes_a_page_away(site: AttackedSite, stream: str) -> Gain:
    """Readers get no page, for what a hand at the database has left in it; then it is mended."""
    number, address = site.chapter("boston")["news"], "/en/chapters/boston/news/"
    update = "UPDATE home_standardpage SET body = %s WHERE page_ptr_id = %s"
    site.sql(update, stream, number)
    page = site.stranger().get(address)
    edit = site.account("boston-editor").get(reverse("wagtailadmin_pages:edit", args=[number]))
    site.sql(update, "[]", number)
    return page.status != 200 or TEXT not in page.text or edit.status != 200


def choosers() -> Iterator[str]:
    """Every address of a chooser."""
    for address in admin_addresses():
        if re.search("choos|chosen|embeds", address.name):
            yield "/" + re.sub(r"<[^>]*>", "1", address.path.replace("^", ""))


def ask_in_json(browser: Browser, path: str) -> Answer:
    token = {"X_CSRFToken": browser.cookies[CSRF], "Content_Type": "application/json"}
    return browser.ask("POST", path, b"{}", Origin=ORIGIN, **token)


def ask_in_a_form(browser: Browser, path: str) -> Answer:
    return browser.post(path, {"{}": ""})


def ask_in_the_query(browser: Browser, path: str) -> Answer:
    odd = "id={}&id=%00&q=%00&p=x&collection_id={}&page_type=x"
    return browser.get(f"{path}?{odd}")


def breaks_choosers(site: AttackedSite, who: str) -> Gain:
    """Choosers that break by an empty object, or by numbers that are none."""
    browser, broken = site.account(who), []
    asked = (ask_in_json, ask_in_a_form, ask_in_the_query)
    for number, path in enumerate(sorted(set(choosers()))):
        for ask in some(asked, 3, number):
            status = ask(browser, path).status
            broken += [f"{path} {status}"] * (status >= BROKEN)
    return broken


def uploads(site: AttackedSite, *files: tuple[str, str, bytes]) -> Gain:
    """What of a file is kept as it came, or breaks the view that takes it."""
    editor, kept = site.account("boston-editor"), []
    collection = site.chapter("boston")["collection"]
    for kind, name, content in files:
        form = {"title": name, "collection": collection, "tags": "", "people": "nobody"}
        answer = editor.upload(f"/admin/{kind}/add/", form, file=(name, content))
        if answer.status >= BROKEN:
            kept.append(f"{name}: {answer.status}")
    stored = [path for path in (site.folder / "media").rglob("*") if path.is_file()]
    return kept + [path.name for path in stored if b"pwned()" in path.read_bytes()]


def keeps_a_picture(site: AttackedSite) -> Gain:
    """A picture is taken; and what lies there as it came is found."""
    pictures = "SELECT count(*) FROM media_image"
    before = site.rows(pictures)
    uploads(site, ("images", "a.jpg", jpeg()))
    planted = site.folder / "media/private/planted.html"
    planted.write_bytes(SCRIPT.encode())
    found = uploads(site)
    planted.unlink()
    return site.rows(pictures) != before and found


def is_broken(browser: Browser, path: str) -> Gain:
    """An address that breaks is one: where the database lacks what it asks for."""
    return browser.get(path).status >= BROKEN


def a_broken_chooser_is_seen(site: AttackedSite) -> Gain:
    site.sql("ALTER TABLE media_image RENAME TO away")
    found = is_broken(site.account("superuser"), "/admin/images/chooser/")
    site.sql("ALTER TABLE away RENAME TO media_image")
    return found


ATTEMPTS = [
    Attempt(
        "have a script run that stands in a title, a text or a file's name",
        runs_scripts,
        lambda _site: runs(f"<p>{NAME}</p>") and runs('<a href="javascript:pwned()">x</a>'),
    ),
    Attempt("break the editor by a stream that is none", breaks_the_editor, saves_a_text),
    Attempt(
        "take a page away by blocks that cannot be read",
        lambda site: takes_a_page_away(site, json.dumps([*BLOCKS.values(), paragraph(TEXT)])),
        lambda site: takes_a_page_away(site, "[]"),
    ),
    Attempt(
        "break a chooser by an empty object",
        lambda site: breaks_choosers(site, "superuser"),
        a_broken_chooser_is_seen,
    ),
    Attempt(
        "have a hostile file kept as it is",
        lambda site: uploads(
            site,
            ("images", "x.svg", SVG),
            ("images", "x.jpg", SVG),
            ("images", "x.jpg", b"GIF89a" + SCRIPT.encode()),
            ("images", "x.php.jpg", jpeg() + SCRIPT.encode()),
            ("images", "../../x.jpg", jpeg() + SCRIPT.encode()),
            ("images", "x.png", b"\x89PNG\r\n\x1a\n"),
            ("documents", "x.html", SCRIPT.encode()),
            ("documents", "x.pdf", SCRIPT.encode()),
            ("documents", "x.pdf", b"%PDF-1.7\n" + SCRIPT.encode()),
        ),
        keeps_a_picture,
    ),
]
