"""Where one is signed in: seen and ended by oneself alone, and told where a browser is new."""

import re
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail.users.models import UserProfile

from cms.accounts.known_browsers import MOST_ACCOUNTS, SALT
from cms.accounts.models import LONGEST, LONGEST_IDLE, OpenSession
from cms.accounts.sessions import forget_ended
from cms.mail.models import OutgoingMail

from .test_second_factor import account_form, code_of, secret_on, set_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_guesses_before")]

PASSWORD = "a right password, long enough"
LOGIN, FACTOR = reverse("wagtailadmin_login"), reverse("wagtailadmin_login_factor")
HOME, ACCOUNT = reverse("wagtailadmin_home"), reverse("wagtailadmin_account")
SESSIONS, OTHERS = reverse("own_sessions:index"), reverse("own_sessions:end_others")
ENGINES = ("db", "cached_db", "cache", "signed_cookies")
COOKIE = settings.KNOWN_BROWSER_COOKIE_NAME


@pytest.fixture
def ana() -> User:
    return User.objects.create_superuser("ana", "ana@example.org", PASSWORD)


def sign_in(client: Client | None = None, name: str = "ana", **data: str) -> Client:
    client = client or Client()
    client.post(LOGIN, {"username": name, "password": PASSWORD} | data)
    return client


def is_in(client: Client) -> bool:
    return bool(client.get(HOME).status_code == 200)


def rows_on(client: Client) -> list[Any]:
    return BeautifulSoup(client.get(SESSIONS).content, "html.parser").select("tbody tr")


def ends_on(client: Client) -> list[str]:
    """What the buttons of the list are for, the session in use first."""
    return [str(row.select_one("form")["action"]) for row in rows_on(client)]


def test_one_sees_ones_own_sessions_and_which_this_one_is(ana: User) -> None:
    User.objects.create_superuser("ben", "", PASSWORD)
    here = sign_in()
    sign_in(shared="on")
    sign_in(name="ben")
    first, second = rows_on(here)
    assert "this one" in first.get_text()
    assert "Sign out here" in first.get_text()
    assert "this one" not in second.get_text()
    assert [row.select("td")[1].get_text() for row in (first, second)] == ["no", "yes"]
    assert SESSIONS in here.get(ACCOUNT).text


@pytest.mark.parametrize("engine", ENGINES)
def test_an_ended_session_stops_at_its_next_request(
    ana: User, engine: str, settings: Settings
) -> None:
    """Wherever sessions are stored, the browser's cookie included."""
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{engine}"
    here, there, elsewhere = sign_in(), sign_in(), sign_in()
    kept = there.cookies[settings.SESSION_COOKIE_NAME].value
    assert is_in(there)
    here.post(ends_on(here)[1])
    here.post(ends_on(here)[1])
    assert [is_in(each) for each in (here, there, elsewhere)] == [True, False, False]
    there.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert not is_in(there)
    assert OpenSession.objects.count() == 1


def test_all_others_are_ended_at_once(ana: User) -> None:
    here, *others = [sign_in() for _browser in range(3)]
    told = here.post(OTHERS, follow=True).text
    assert "2 sessions have been ended." in told
    assert [is_in(each) for each in (here, *others)] == [True, False, False]


def test_ending_this_one_signs_out(ana: User) -> None:
    here, there = sign_in(), sign_in()
    assert here.post(ends_on(here)[0])["Location"] == LOGIN
    assert [is_in(here), is_in(there)] == [False, True]


def test_anothers_session_is_nobodys_to_end(ana: User) -> None:
    User.objects.create_superuser("ben", "", PASSWORD)
    anas, bens = sign_in(), sign_in(name="ben")
    bens.post(ends_on(anas)[0])
    bens.post(OTHERS)
    assert is_in(anas)


def test_what_one_typed_is_kept_when_somebody_ended_the_session(ana: User) -> None:
    here, there = sign_in(), sign_in()
    here.post(OTHERS)
    answer = there.post(ACCOUNT, {"name_email-email": "typed@example.org"})
    assert answer.status_code == 403
    assert "typed@example.org" in answer.text


def test_a_new_password_ends_the_others_and_the_list_says_so(ana: User) -> None:
    here, there = sign_in(), sign_in()
    other = "another one, long enough"
    fields = ("password-new_password1", "password-new_password2")
    sent = account_form(here) | dict.fromkeys(fields, other) | {"password-old_password": PASSWORD}
    here.post(ACCOUNT, sent)
    assert [is_in(here), is_in(there)] == [True, False]
    assert len(rows_on(here)) == 1


def test_a_change_of_factors_ends_the_others(ana: User) -> None:
    here, there = sign_in(), sign_in()
    set_up(here)
    assert [is_in(here), is_in(there)] == [True, False]
    later = Client()
    later.force_login(ana)
    here.post(reverse("second_factor:codes"))
    assert [is_in(here), is_in(later)] == [True, False]


def test_nothing_is_kept_but_times(ana: User) -> None:
    browser = Client(headers={"user-agent": "Sailor/5"}, REMOTE_ADDR="203.0.113.77")
    sign_in(browser)
    row = OpenSession.objects.get()
    names = {field.name for field in OpenSession._meta.fields}
    kept = {"id", "user", "key", "auth_hash", "signed_in_at", "seen_at", "is_shared"}
    assert names == kept
    assert (row.seen_at.second, row.signed_in_at.microsecond) == (0, 0)
    told = str(OpenSession.objects.values().get()) + str(browser.session.items())
    assert str(browser.session.session_key) not in told
    assert "Sailor" not in told
    assert "203.0.113" not in told


@pytest.mark.parametrize(("shared", "minutes"), [("", 15), ("on", 1)])
def test_that_it_is_used_is_noted_seldom(ana: User, shared: str, minutes: int) -> None:
    client = sign_in(shared=shared)
    row = OpenSession.objects.get()
    for ago, is_noted in ((minutes - 1, False), (minutes + 1, True)):
        before = row.signed_in_at - timedelta(minutes=ago)
        OpenSession.objects.update(seen_at=before)
        client.get(HOME)
        assert (OpenSession.objects.get().seen_at != before) is is_noted


def test_rows_go_with_their_sessions(ana: User) -> None:
    client = sign_in()
    client.post(reverse("wagtailadmin_logout"))
    assert not OpenSession.objects.exists()
    sign_in(client)
    sign_in(client)
    User.objects.create_superuser("ben", "", PASSWORD)
    sign_in(client, name="ben")
    assert [row.user.username for row in OpenSession.objects.all()] == ["ben"]


@pytest.mark.parametrize(
    ("shared", "field", "seconds"),
    [(False, "signed_in_at", LONGEST), (True, "seen_at", LONGEST_IDLE)],
)
def test_rows_of_sessions_that_nobody_came_back_to_are_deleted(
    ana: User, shared: bool, field: str, seconds: int
) -> None:
    for _browser in range(2):
        sign_in()
        sign_in(shared="on")
    late = timezone.now() - timedelta(seconds=seconds + 180)
    OpenSession.objects.filter(is_shared=shared).update(**{field: late})
    assert forget_ended() == 2
    assert OpenSession.objects.exclude(is_shared=shared).count() == 2


# A browser that is new


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(subject__contains="new browser"))


def test_a_new_browser_is_told_and_a_known_one_is_not(ana: User) -> None:
    UserProfile.objects.create(user=ana, current_time_zone="America/Chicago")
    browser = sign_in()
    [mail] = mails()
    assert mail.to == "ana@example.org"
    assert re.search(r"\bC[SD]T\b", mail.body), "it says the zone, which is the account's"
    assert SESSIONS in mail.body
    assert reverse("wagtailadmin_password_reset") in mail.body
    browser.post(reverse("wagtailadmin_logout"))
    sign_in(browser)
    assert len(mails()) == 1
    sign_in()
    assert len(mails()) == 2


def test_the_mail_is_in_the_persons_language(ana: User) -> None:
    UserProfile.objects.create(user=ana, preferred_language="es")
    sign_in()
    [mail] = OutgoingMail.objects.all()
    assert re.search(r"\bde \d{4}", mail.body), "the date is in Spanish"


def test_the_second_factor_comes_before_the_mail(ana: User) -> None:
    first = sign_in()
    secret = secret_on(first)
    first.post(reverse("second_factor:app"), {"code": code_of(secret)})
    before = len(mails())
    browser = sign_in()
    assert len(mails()) == before
    assert COOKIE not in browser.cookies
    browser.post(FACTOR, {"code": code_of(secret, ahead=1)})
    assert len(mails()) == before + 1
    assert COOKIE in browser.cookies


def test_the_cookie_says_nothing_and_is_of_use_to_its_account_alone(ana: User) -> None:
    User.objects.create_superuser("ben", "ben@example.org", PASSWORD)
    browser = Client(headers={"user-agent": "Sailor/5"})
    sign_in(browser)
    cookie = browser.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"
    [mark] = signing.loads(cookie.value, salt=SALT)
    assert re.fullmatch("[0-9a-f]{32}", mark)
    sign_in(browser, name="ben")
    assert [mail.to for mail in mails()] == ["ana@example.org", "ben@example.org"]
    sign_in(browser)
    assert len(mails()) == 2, "it knows both"
    browser.cookies[COOKIE] = "forged"
    sign_in(browser)
    assert len(mails()) == 3


def test_production_marks_the_cookie_secure(ana: User, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    browser = Client()
    browser.post(LOGIN, {"username": "ana", "password": PASSWORD}, secure=True)
    assert browser.cookies[COOKIE]["secure"]


def test_the_cookie_stays_short(ana: User) -> None:
    browser = Client()
    for number in range(MOST_ACCOUNTS + 2):
        User.objects.create_superuser(f"p{number}", "", PASSWORD)
        sign_in(browser, name=f"p{number}")
    assert len(signing.loads(browser.cookies[COOKIE].value, salt=SALT)) == MOST_ACCOUNTS


def test_a_shared_computer_learns_nothing(ana: User) -> None:
    browser = sign_in(shared="on")
    assert COOKIE not in browser.cookies
    sign_in(browser, shared="on")
    assert len(mails()) == 2


def test_after_a_new_password_every_browser_is_new(ana: User) -> None:
    browser = sign_in()
    ana.set_password(PASSWORD)
    ana.save()
    sign_in(browser)
    assert len(mails()) == 2


def test_readers_get_no_cookie_and_nobody_asks_who_they_are(ana: User) -> None:
    browser = sign_in()
    OpenSession.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    before = OpenSession.objects.get().seen_at
    response = browser.get("/en/")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert OpenSession.objects.get().seen_at == before
