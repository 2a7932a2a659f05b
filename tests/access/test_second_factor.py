"""A second factor before the admin, and what it takes to change how an account is opened."""

import re
import time
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from bs4 import BeautifulSoup
from cryptography.fernet import InvalidToken
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cms.access.models import AccessEvent
from cms.access.report import access_report
from cms.accounts import sessions
from cms.accounts.adapters import MFAAdapter
from cms.accounts.forms import GUESSES
from cms.accounts.models import LONGEST, LONGEST_IDLE
from cms.mail.models import OutgoingMail
from cms.mail.sending import language_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_guesses_before")]

PASSWORD = "a right password, long enough"
LOGIN, FACTOR = reverse("wagtailadmin_login"), reverse("wagtailadmin_login_factor")
HOME, ACCOUNT = reverse("wagtailadmin_home"), reverse("wagtailadmin_account")
INDEX, APP = reverse("second_factor:index"), reverse("second_factor:app")
PASSKEY, CODES = reverse("second_factor:passkey"), reverse("second_factor:codes")
CONFIRM = reverse("second_factor:confirm")
INSIDE = (HOME, ACCOUNT, reverse("wagtailimages:index"), reverse("wagtailadmin_explore_root"))


@pytest.fixture
def ana() -> User:
    return User.objects.create_superuser("ana", "ana@example.org", PASSWORD)


@pytest.fixture
def required(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def sign_in(client: Client, **data: str) -> Any:
    return client.post(LOGIN, {"username": "ana", "password": PASSWORD} | data)


def code_of(secret: str, ahead: int = 0) -> str:
    """What an app shows now, or will show next; the site takes either."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def secret_on(client: Client) -> str:
    page = BeautifulSoup(client.get(APP).content, "html.parser")
    shown = page.select_one(".second-factor__secret")
    assert shown is not None
    return shown.get_text(strip=True)


def set_up(client: Client) -> tuple[str, list[str]]:
    """Set an app up; its secret, and the recovery codes that are shown once."""
    secret = secret_on(client)
    response = client.post(APP, {"code": code_of(secret)})
    page = BeautifulSoup(response.content, "html.parser")
    return secret, [each.get_text() for each in page.select(".second-factor__codes li")]


@pytest.fixture
def secured(ana: User) -> tuple[str, list[str]]:
    client = Client()
    sign_in(client)
    return set_up(client)


def test_nothing_opens_before_a_factor_is_set_up(ana: User, required: None) -> None:
    client = Client()
    assert sign_in(client).status_code == 302
    assert {client.get(address)["Location"] for address in INSIDE} == {INDEX}
    script = client.get(HOME, headers={"x-requested-with": "XMLHttpRequest"})
    assert script.status_code == 403
    assert "asks everybody for a second factor" in client.get(INDEX).content.decode()
    _secret, codes = set_up(client)
    assert len(set(codes)) == 10
    assert client.get(HOME).status_code == 200


def test_without_the_setting_nobody_has_to(ana: User) -> None:
    client = Client()
    sign_in(client)
    assert client.get(HOME).status_code == 200


def test_a_password_alone_opens_nothing(secured: tuple[str, list[str]]) -> None:
    client = Client()
    assert sign_in(client, next=ACCOUNT)["Location"] == FACTOR
    for address in INSIDE:
        assert client.get(address)["Location"].startswith(LOGIN)
    assert client.post(FACTOR, {"code": "000000"}).status_code == 200
    assert "did not match" in client.post(FACTOR, {"code": "000000"}).content.decode()
    done = client.post(FACTOR, {"code": code_of(secured[0], ahead=1)})
    assert done["Location"] == ACCOUNT
    assert client.get(HOME).status_code == 200


def test_a_code_opens_once(secured: tuple[str, list[str]]) -> None:
    code = code_of(secured[0], ahead=1)
    answers = []
    for _time in range(2):
        client = Client()
        sign_in(client)
        answers.append(client.post(FACTOR, {"code": code}).status_code)
    assert answers == [302, 200]


def test_a_recovery_code_opens_once(secured: tuple[str, list[str]]) -> None:
    answers = []
    for code in (secured[1][0], secured[1][0], secured[1][1]):
        client = Client()
        sign_in(client)
        answers.append(client.post(FACTOR, {"code": code}).status_code)
    assert answers == [302, 200, 302]


def test_codes_cannot_be_guessed(secured: tuple[str, list[str]]) -> None:
    client = Client()
    sign_in(client)
    for _guess in range(5):
        client.post(FACTOR, {"code": "000000"})
    late = client.post(FACTOR, {"code": code_of(secured[0], ahead=1)})
    assert late.status_code == 200
    assert "Too many attempts" in late.content.decode()


def test_the_wait_for_a_factor_ends(secured: tuple[str, list[str]]) -> None:
    client = Client()
    sign_in(client)
    session = client.session
    session[sessions.PENDING] |= {"at": time.time() - sessions.PENDING_FOR - 1}
    session.save()
    assert client.get(FACTOR)["Location"] == LOGIN
    assert client.post(FACTOR, {"code": secured[1][0]})["Location"] == LOGIN


def test_a_new_password_ends_the_wait(secured: tuple[str, list[str]], ana: User) -> None:
    client = Client()
    sign_in(client)
    ana.set_password("another one, long enough")
    ana.save()
    assert client.post(FACTOR, {"code": secured[1][0]})["Location"] == LOGIN


def test_an_older_session_does_not_outlive_a_new_factor(ana: User, required: None) -> None:
    older, newer = Client(), Client()
    sign_in(older)
    sign_in(newer)
    set_up(newer)
    assert older.get(HOME)["Location"].startswith(LOGIN)
    assert newer.get(HOME).status_code == 200


def test_no_lock_keeps_a_passkey_out(secured: tuple[str, list[str]]) -> None:
    """All guesses are used up; the passkey's door is asked and answers as ever."""
    for _guess in range(GUESSES.times + 1):
        sign_in(Client(), password="wrong")
    address = reverse("wagtailadmin_login_passkey")
    client = Client()
    assert "challenge" in str(client.get(address, {"options": ""}).json())
    false = client.post(address, {"credential": '{"id": "none"}'}, follow=True)
    assert "This passkey opens no account here." in false.content.decode()


@pytest.mark.parametrize(
    "nonsense", ["", "no JSON", "[]", "1", "{}", '{"id": "AA", "rawId": "AA"}']
)
def test_what_is_no_passkey_is_refused(
    secured: tuple[str, list[str]], ana: User, nonsense: str
) -> None:
    client, inside = Client(), Client()
    sign_in(client)
    inside.force_login(ana)
    for browser, address in ((client, FACTOR), (inside, PASSKEY), (inside, CONFIRM)):
        browser.get(address, {"options": ""})
        answer = browser.post(address, {"credential": nonsense})
        assert answer.status_code == 200
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_secrets_are_kept_encrypted(secured: tuple[str, list[str]], settings: Settings) -> None:
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secured[0] not in kept
    row = Authenticator.objects.get(type="totp")
    assert MFAAdapter().decrypt(row.data["secret"]) == secured[0]
    settings.SECOND_FACTOR_KEYS = ["another key"]
    with pytest.raises(InvalidToken):
        MFAAdapter().decrypt(row.data["secret"])


def test_the_account_is_told(secured: tuple[str, list[str]]) -> None:
    mail = OutgoingMail.objects.get(body__contains="A second factor was added.")
    assert mail.to == "ana@example.org"


def test_the_report_says_who_has_one(secured: tuple[str, list[str]]) -> None:
    User.objects.create_superuser("ben", "", PASSWORD)
    said = {line.user.username: line.has_second_factor for line in access_report()}
    assert (said["ana"], said["ben"]) == (True, False)


def test_the_last_one_stays_where_it_is_required(
    secured: tuple[str, list[str]], ana: User, settings: Settings
) -> None:
    client = Client()
    client.force_login(ana)
    remove = reverse("second_factor:remove", args=[Authenticator.objects.get(type="totp").pk])
    settings.REQUIRE_SECOND_FACTOR = True
    session = client.session
    session[sessions.FACTOR] = True
    session.save()
    client.post(remove)
    assert Authenticator.objects.filter(type="totp").exists()
    settings.REQUIRE_SECOND_FACTOR = False
    client.post(remove)
    assert not Authenticator.objects.exists(), "the recovery codes go with it"


def test_anothers_factor_is_nobodys_to_remove(secured: tuple[str, list[str]]) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("ben", "", PASSWORD))
    remove = reverse("second_factor:remove", args=[Authenticator.objects.get(type="totp").pk])
    assert client.post(remove).status_code == 404
    assert Authenticator.objects.filter(type="totp").exists()


@pytest.mark.parametrize("address", [APP, PASSKEY, CODES])
def test_a_change_asks_who_is_there(
    secured: tuple[str, list[str]], ana: User, address: str
) -> None:
    client = Client()
    client.force_login(ana)
    later(client, sessions.CONFIRMED, sessions.CONFIRMED_FOR + 1)
    codes = Authenticator.objects.get(type="recovery_codes").data
    assert client.post(address, {"code": "1"})["Location"].startswith(CONFIRM)
    assert Authenticator.objects.get(type="recovery_codes").data == codes
    wrong = client.post(CONFIRM, {"password": "wrong", "next": address})
    assert "This is not your password." in wrong.content.decode()
    done = client.post(CONFIRM, {"password": PASSWORD, "next": address})
    assert done["Location"] == address
    assert client.get(APP).status_code == 200


def later(client: Client, key: str, seconds: float) -> None:
    """Make what a session notes so much older."""
    session = client.session
    session[key] -= seconds
    session.save()


def test_a_factor_confirms_as_well(secured: tuple[str, list[str]], ana: User) -> None:
    client = Client()
    client.force_login(ana)
    later(client, sessions.CONFIRMED, sessions.CONFIRMED_FOR + 1)
    elsewhere = {"code": code_of(secured[0], ahead=1), "next": "https://example.com/"}
    assert client.post(CONFIRM, elsewhere)["Location"] == HOME
    assert client.get(APP).status_code == 200


def test_a_stolen_session_guesses_no_password(ana: User) -> None:
    client = Client()
    client.force_login(ana)
    for _guess in range(5):
        client.post(CONFIRM, {"password": "wrong"})
    assert "Too many attempts" in client.post(CONFIRM, {"password": PASSWORD}).content.decode()


def account_form(client: Client) -> dict[str, str]:
    """What the account's page would send, unchanged."""
    page = BeautifulSoup(client.get(ACCOUNT).content, "html.parser")
    form = page.select_one("form:has([name='name_email-email'])")
    assert form is not None
    fields = {
        str(each["name"]): str(each.get("value", ""))
        for each in form.select("input[name]")
        if each.get("type") not in ("checkbox", "file", "radio") or each.has_attr("checked")
    }
    for each in form.select("select[name]"):
        chosen = each.select_one("option[selected]")
        fields[str(each["name"])] = str(chosen["value"]) if chosen else ""
    return fields


def test_a_mail_address_changes_with_the_password_alone(ana: User) -> None:
    client = Client()
    client.force_login(ana)
    sent = account_form(client) | {"name_email-email": "thief@example.org"}
    refused = client.post(ACCOUNT, sent)
    assert "This is not your password." in refused.content.decode()
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"
    client.post(ACCOUNT, sent | {"name_email-current_password": PASSWORD})
    ana.refresh_from_db()
    assert ana.email == "thief@example.org"
    told = OutgoingMail.objects.filter(body__contains="The mail address was changed.")
    assert {mail.to for mail in told} == {"ana@example.org", "thief@example.org"}


def test_what_opens_nothing_needs_no_password(ana: User) -> None:
    client = Client()
    client.force_login(ana)
    client.post(ACCOUNT, account_form(client) | {"locale-preferred_language": "es"})
    assert language_of(ana) == "es"
    assert not OutgoingMail.objects.exists()


def test_a_new_password_is_told(ana: User) -> None:
    client = Client()
    client.force_login(ana)
    other = "another one, long enough"
    new = {"password-new_password1": other, "password-new_password2": other}
    sent = account_form(client) | new
    client.post(ACCOUNT, sent | {"password-old_password": "wrong"})
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)
    client.post(ACCOUNT, sent | {"password-old_password": PASSWORD})
    ana.refresh_from_db()
    assert ana.check_password(other)
    assert "The password was changed." in OutgoingMail.objects.get().body


def test_a_session_ends_after_eight_hours_however_busy(ana: User) -> None:
    client = Client()
    sign_in(client)
    later(client, sessions.SIGNED_IN, LONGEST - 60)
    assert client.get(HOME).status_code == 200
    later(client, sessions.SIGNED_IN, 61)
    assert client.get(HOME)["Location"].startswith(LOGIN)


@pytest.mark.parametrize(("shared", "ends"), [("on", True), ("", False)])
def test_a_shared_computer_is_left_alone_for_half_an_hour(
    ana: User, shared: str, ends: bool
) -> None:
    client = Client()
    sign_in(client, shared=shared)
    later(client, sessions.SEEN, LONGEST_IDLE - 60)
    assert client.get(HOME).status_code == 200
    later(client, sessions.SEEN, LONGEST_IDLE + 60)
    assert (client.get(HOME).status_code == 302) is ends


def test_the_app_gets_a_name_and_no_address(ana: User) -> None:
    client = Client()
    client.force_login(ana)
    page = client.get(APP).content.decode()
    assert re.search('src="data:image/svg', page)
    assert "ana@example.org" not in MFAAdapter().get_totp_label(ana)


@pytest.mark.parametrize("address", [LOGIN, INDEX, APP, PASSKEY, CONFIRM])
def test_no_screen_holds_a_script_or_a_style_of_its_own(ana: User, address: str) -> None:
    client = Client()
    if address != LOGIN:
        client.force_login(ana)
    main = BeautifulSoup(client.get(address).content, "html.parser").select_one("#main, main")
    assert main is not None
    ours = main.select(".access, .second-factor, form[data-passkey]")
    assert ours
    for part in ours:
        assert not part.select("script:not([src]), style, [style], [onclick]")


def test_operators_help_who_has_lost_everything(secured: tuple[str, list[str]]) -> None:
    call_command("forget_second_factor", "ana", stdout=StringIO())
    assert not Authenticator.objects.exists()
    assert AccessEvent.objects.filter(change="second factors taken away").exists()
    assert OutgoingMail.objects.filter(body__contains="A second factor was removed.").exists()
    for name in ("ana", "nobody"):
        with pytest.raises(CommandError, match=name):
            call_command("forget_second_factor", name)
