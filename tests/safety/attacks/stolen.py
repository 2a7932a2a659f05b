"""Whoever holds a session that is not theirs: a cookie, or a computer that was left open.

It was confirmed an hour ago, so that every change of what opens an account asks who is there.
"""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from tests.access.movement import PASSWORD

from .site import AttackedSite, Attempt, Gain

ACCOUNT, CONFIRM = reverse("wagtailadmin_account"), reverse("second_factor:confirm")
APP, PASSKEY = reverse("second_factor:app"), reverse("second_factor:passkey")
CODES = reverse("second_factor:codes")
INVITE = reverse("members:invite", args=["national"])
REST = {
    "locale-preferred_language": "en",
    "locale-current_time_zone": "",
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
}
OTHER = "a password of the thief, long enough"
THIEF = "thief@example.org"


def opened_by(site: AttackedSite, account: str) -> tuple[str, str]:
    """The account's address, and what is kept of its password."""
    [[address, password]] = site.rows(
        "SELECT email, password FROM auth_user WHERE username = %s", account
    )
    return str(address), str(password)


def changes_address(site: AttackedSite, password: str) -> Gain:
    form = REST | {"name_email-email": THIEF, "name_email-current_password": password}
    site.account("robbed", "stolen").post(ACCOUNT, form)
    return opened_by(site, "robbed")[0] == THIEF


def changes_password(site: AttackedSite, old: str) -> Gain:
    address, before = opened_by(site, "emergency")
    form = REST | {
        "name_email-email": address,
        "password-old_password": old,
        "password-new_password1": OTHER,
        "password-new_password2": OTHER,
    }
    site.account("emergency", "stolen").post(ACCOUNT, form)
    return opened_by(site, "emergency")[1] != before


def resets_by_address(site: AttackedSite, password: str) -> Gain:
    """Change the address, then ask for a link for a new password: whom the queue has it go to."""
    account = "coordinator"
    address = f"thief-of-{account}@example.org"
    form = REST | {"name_email-email": address, "name_email-current_password": password}
    thief = site.account(account, "stolen")
    thief.post(ACCOUNT, form)
    thief.post(reverse("wagtailadmin_password_reset"), {"email": address})
    queued = (
        "SELECT args_kwargs FROM django_tasks_database_dbtaskresult "
        "WHERE task_path LIKE %s ORDER BY enqueued_at DESC LIMIT 1"
    )
    [[asked]] = site.rows(queued, "%write_reset_mails")
    return [str(number) for accounts in asked["args"] for number in accounts]


def changes_factors(site: AttackedSite, session: str) -> Gain:
    """What of the account's second factors the session lets itself be given."""
    browser, gained = site.account("boston-lead", session), []
    if "second-factor__secret" in browser.get(APP).text or browser.get(APP).status == 200:
        gained.append("a new app")
    if "challenge" in browser.get(f"{PASSKEY}?options").text:
        gained.append("a new passkey")
    if "second-factor__codes" in browser.post(CODES).text:
        gained.append("new recovery codes")
    return gained


def changes_access(site: AttackedSite, session: str) -> Gain:
    """Use a staff member's open session to let somebody in."""
    asked = "SELECT count(*) FROM access_invitation WHERE email = %s"
    form: Mapping[str, Any] = {
        "team": site.known["approvers"],
        "email": f"{session}@example.org",
        "language": "en",
    }
    site.account("staff", session).post(INVITE, form)
    return bool(site.rows(asked, form["email"])[0][0])


def guesses_in_session(site: AttackedSite, wrong: int) -> Gain:
    """Guess the password where the site asks whether it is still its person."""
    thief = site.account("chicago-lead" if wrong else "chicago-editor", "stolen")
    for number in range(wrong):
        thief.post(CONFIRM, {"password": f"wrong {number}", "next": APP})
    return thief.post(CONFIRM, {"password": PASSWORD, "next": APP}).status == 302


ATTEMPTS = [
    Attempt(
        "change the mail address with a stolen session",
        lambda site: changes_address(site, ""),
        lambda site: changes_address(site, PASSWORD),
    ),
    Attempt(
        "change the password with a stolen session",
        lambda site: changes_password(site, "a guess, long enough"),
        lambda site: changes_password(site, PASSWORD),
    ),
    Attempt(
        "have a new password sent to another address with a stolen session",
        lambda site: resets_by_address(site, ""),
        lambda site: resets_by_address(site, PASSWORD),
    ),
    Attempt(
        "add a factor of one's own with a stolen session",
        lambda site: changes_factors(site, "stolen"),
        lambda site: changes_factors(site, "fresh"),
    ),
    Attempt(
        "let somebody in with a stolen session of staff",
        lambda site: changes_access(site, "stolen"),
        lambda site: changes_access(site, "fresh"),
    ),
    Attempt(
        "guess the password in a stolen session",
        lambda site: guesses_in_session(site, 5),
        lambda site: guesses_in_session(site, 0),
    ),
]
