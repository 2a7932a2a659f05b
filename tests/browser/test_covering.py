"""Covering people in a picture: with the mouse, with keys, by numbers, in a real browser."""

import contextlib
import io
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import PIL.Image
import pytest
from playwright.sync_api import Browser, FilePayload, Locator, expect

from .visits import Visitor

ADD = "/admin/images/add/"
RED, BLUE = (220, 30, 30), (30, 30, 220)


def photograph() -> FilePayload:
    """A red picture with a blue square in the middle, which is somebody's face."""
    picture = PIL.Image.new("RGB", (400, 300), RED)
    picture.paste(BLUE, (160, 120, 240, 180))
    output = io.BytesIO()
    picture.save(output, "PNG")
    return {"name": "march.png", "mimeType": "image/png", "buffer": output.getvalue()}


def no_picture() -> FilePayload:
    """What a browser cannot show, as HEIC is for most."""
    return {"name": "phone.heic", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic"}


@pytest.fixture
def editor(reader: Visitor) -> Visitor:
    reader.sign_in("staff")
    return reader


@pytest.fixture
def editor_in_arabic(browser: Browser, address: str) -> Iterator[Visitor]:
    """Somebody whose admin is in Arabic, on dark screens."""
    with Visitor.at(address, browser, color_scheme="dark") as visitor:
        visitor.sign_in("staff-ar")
        yield visitor


def begin(visitor: Visitor, title: str, file: FilePayload, *, width: int = 1280) -> Locator:
    """Choose a file in the form for one picture; return where it is drawn upon."""
    visitor.go(ADD, width=width)
    visitor.page.locator("#id_title").fill(title)
    visitor.page.locator("#id_file").set_input_files(file)
    visitor.page.locator("[name=people][value=covered]").check()
    return visitor.page.locator(".covering__picture")


def kept(environment: dict[str, str], title: str) -> PIL.Image.Image:
    """The picture as the site has stored it."""
    with contextlib.closing(sqlite3.connect(urlsplit(environment["DATABASE_URL"]).path)) as rows:
        [(name,)] = rows.execute("SELECT file FROM media_image WHERE title = ?", (title,))
    folder = Path(unquote(urlsplit(environment["MEDIA_STORAGE_URL"]).path))
    [path] = folder.rglob(Path(name).name)
    with PIL.Image.open(path) as picture:
        return picture.convert("RGB")


def send(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Upload").click()
    expect(visitor.page.locator(".messages")).to_contain_text("added")


def test_a_face_is_covered_with_the_mouse(editor: Visitor, environment: dict[str, str]) -> None:
    drawing = begin(editor, "By mouse", photograph())
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    assert box is not None
    x, y, width, height = (box[side] for side in ("x", "y", "width", "height"))
    editor.page.mouse.move(x + 0.3 * width, y + 0.3 * height)
    editor.page.mouse.down()
    editor.page.mouse.move(x + 0.5 * width, y + 0.5 * height)
    editor.page.mouse.move(x + 0.7 * width, y + 0.7 * height)
    editor.page.mouse.up()
    expect(editor.page.locator(".covering__box")).to_be_focused()
    editor.keep_picture("covering-mouse")
    send(editor)
    picture = kept(environment, "By mouse")
    assert BLUE not in {picture.getpixel((x, y)) for x in range(160, 240) for y in range(120, 180)}
    assert picture.getpixel((200, 150)) == (32, 32, 32)
    assert picture.getpixel((20, 20)) == RED
    assert editor.complaints == []


def test_a_face_is_covered_with_keys_alone(editor: Visitor, environment: dict[str, str]) -> None:
    begin(editor, "By keys", photograph())
    editor.page.get_by_role("button", name="Add a rectangle").focus()
    editor.page.keyboard.press("Enter")
    box = editor.page.get_by_role("button", name=re.compile("Rectangle 1"))
    expect(box).to_be_focused()
    for key, times in (("ArrowLeft", 3), ("ArrowUp", 2), ("Shift+ArrowRight", 5)):
        for _time in range(times):
            editor.page.keyboard.press(key)
    sides = {side: editor.page.locator(f"[name=covers-0-{side}]") for side in ("left", "top")}
    expect(sides["left"]).to_have_value("37")
    expect(sides["top"]).to_have_value("38")
    expect(editor.page.locator("[name=covers-0-width]")).to_have_value("25")
    editor.page.get_by_role("button", name="Add a rectangle").click()
    editor.page.keyboard.press("Delete")
    expect(editor.page.locator(".covering__box")).to_have_count(1)
    send(editor)
    picture = kept(environment, "By keys")
    assert picture.getpixel((160, 130)) == (32, 32, 32)
    assert picture.getpixel((140, 130)) == RED
    assert editor.complaints == []


def test_what_no_browser_shows_is_covered_by_numbers(editor: Visitor) -> None:
    drawing = begin(editor, "By numbers", no_picture())
    expect(editor.page.get_by_text("Your browser cannot show this picture.")).to_be_visible()
    expect(drawing).to_be_hidden()
    editor.page.get_by_role("button", name="Add a rectangle").click()
    expect(editor.page.locator("[name=covers-0-left]")).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_covering_has_no_barriers(editor: Visitor, editor_in_arabic: Visitor, width: int) -> None:
    for name, visitor in (("en", editor), ("ar-dark", editor_in_arabic)):
        begin(visitor, "Looked at", photograph(), width=width)
        visitor.page.locator("[data-action='covering#add']").click()
        expect(visitor.page.locator(".covering__box")).to_be_focused()
        visitor.keep_picture(f"covering-{name}-{width}")
        assert visitor.barriers(".covering") == []
        assert visitor.complaints == []


def test_three_rectangles_are_offered_without_a_script(
    browser: Browser, address: str, editor: Visitor
) -> None:
    state = editor.page.context.storage_state()
    options = {"java_script_enabled": False, "storage_state": state}
    with Visitor.at(address, browser, **options) as visitor:
        visitor.go(ADD)
        expect(visitor.page.locator(".covering__row")).to_have_count(3)
        visitor.keep_picture("covering-without-a-script")
