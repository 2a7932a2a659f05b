"""The visitor sees what is wrong; otherwise its silence would prove nothing."""

from .visits import Visitor

SPOIL = """() => {
  const text = document.createElement("p");
  text.textContent = "Hardly legible";
  text.style.cssText = "color: #aaa; background: #bbb";
  document.querySelector("main").append(text);
  const wide = document.createElement("div");
  wide.className = "wide-by-mistake";
  wide.style.cssText = "inline-size: 2000px; block-size: 1px";
  document.querySelector("main").append(wide);
  document.querySelector("html").removeAttribute("lang");
  console.error("something broke");
}"""

FOREIGN_IMAGE = """() => {
  const image = document.createElement("img");
  image.src = "http://other.invalid/x.png";
  document.body.append(image);
}"""


def test_barriers_and_overflow_and_errors_are_seen(reader: Visitor) -> None:
    reader.go("/en/about/", width=320)
    assert (reader.barriers(), reader.overflow(), reader.complaints) == ([], [], [])
    reader.page.evaluate(SPOIL)
    found = {barrier.partition(":")[0] for barrier in reader.barriers()}
    assert {"color-contrast", "html-has-lang"} <= found
    assert "DIV.wide-by-mistake" in reader.overflow()
    assert any(found.startswith("console: something broke (") for found in reader.complaints)


def test_a_request_to_another_host_is_seen(reader: Visitor) -> None:
    reader.go("/en/about/")
    # The reader's content policy forbids the request, so it is followed by hand.
    with reader.page.expect_event("requestfailed"):
        reader.page.evaluate("() => { location.href = 'http://other.invalid/'; }")
    assert "asks another host: http://other.invalid/" in reader.complaints


def test_the_content_policy_lets_nothing_else_in(reader: Visitor) -> None:
    reader.go("/en/about/")
    with reader.page.expect_console_message():
        reader.page.evaluate(FOREIGN_IMAGE)
    assert any("Content Security Policy" in complaint for complaint in reader.complaints)


def test_an_unseen_focus_is_seen(reader: Visitor) -> None:
    reader.go("/en/about/")
    reader.page.evaluate("() => { document.activeElement.blur(); }")
    reader.page.keyboard.press("Tab")
    assert reader.focused()["outlined"]
    reader.page.evaluate("() => { document.activeElement.style.outline = 'none'; }")
    assert not reader.focused()["outlined"]
