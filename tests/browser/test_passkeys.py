"""A passkey, from its set-up to a sign-in without a password, with Chromium's own authenticator."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import OwnSite
from .visits import PASSWORD, Visitor

ACCOUNT = "boston-lead"
SCREENS = (
    "/admin/sessions/",
    "/admin/second-factor/",
    "/admin/second-factor/app/",
    "/admin/second-factor/passkey/",
)
OURS = ".access"
# As after five minutes.
FORGET_WHO_IS_THERE = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
for row in Session.objects.all():
    session = SessionStore(row.session_key)
    session["confirmed_at"] = 0
    session.save()
"""


def plug_in_an_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def give_the_password(visitor: Visitor) -> None:
    visitor.go("/admin/login/")
    visitor.page.locator("#id_username").fill(ACCOUNT)
    visitor.page.locator("#id_password").fill(PASSWORD)
    visitor.page.locator(".login-form button[type=submit]").click()


def sign_out(visitor: Visitor) -> None:
    visitor.page.context.clear_cookies()


@pytest.fixture
def visitor(browser: Browser, own_site: OwnSite) -> Iterator[Visitor]:
    # Browsers give passkeys to names only, not to numbers.
    address = own_site.address.replace("127.0.0.1", "localhost")
    with Visitor.at(address, browser, color_scheme="light") as found:
        yield found


def test_a_passkey_is_set_up_and_then_opens_the_site(visitor: Visitor) -> None:
    page = visitor.page
    plug_in_an_authenticator(page)
    give_the_password(visitor)
    page.wait_for_url("**/admin/")
    for screen in SCREENS:
        visitor.go(screen, width=360)
        assert visitor.overflow() == [], screen
        assert visitor.barriers(OURS) == [], screen
    page.locator("form[data-passkey] button").click()
    expect(page.locator(".second-factor__codes li")).to_have_count(10)
    sign_out(visitor)

    give_the_password(visitor)
    page.wait_for_url("**/admin/login/factor/")
    assert visitor.barriers("main") == []
    page.locator("form[data-passkey] button").click()
    page.wait_for_url("**/admin/")
    sign_out(visitor)

    visitor.go("/admin/login/")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url("**/admin/")
    assert visitor.complaints == []


def test_a_passkey_lets_a_change_of_access_go_on(visitor: Visitor, own_site: OwnSite) -> None:
    page = visitor.page
    plug_in_an_authenticator(page)
    give_the_password(visitor)
    page.wait_for_url("**/admin/")
    visitor.go("/admin/second-factor/passkey/")
    page.locator("form[data-passkey] button").click()
    expect(page.locator(".second-factor__codes li")).to_have_count(10)

    visitor.go("/admin/members/", width=360)
    page.get_by_role("link", name="Invite somebody").click()
    page.locator("#id_email").fill("somebody@example.org")
    own_site.carry_out(FORGET_WHO_IS_THERE)
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.locator("#id_confirm-password")).to_be_visible()
    assert visitor.overflow() == []
    assert visitor.barriers(OURS) == []
    page.locator("form[data-passkey] button").click()
    expect(page.get_by_text("somebody@example.org")).to_be_visible()
    # That nothing was done yet was said by its status.
    assert [each for each in visitor.complaints if "403" not in each] == []


def test_a_browser_without_a_passkey_is_told(visitor: Visitor) -> None:
    visitor.page.add_init_script("navigator.credentials.get = () => Promise.reject(new Error())")
    visitor.go("/admin/login/")
    told = visitor.page.locator("[data-passkey-refused]")
    expect(told).to_be_hidden()
    visitor.page.locator("form[data-passkey] button").click()
    expect(told).to_be_visible()
