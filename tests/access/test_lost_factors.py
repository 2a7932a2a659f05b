"""A lost second factor: two staff together, its person told, a link beside the password."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from cms.access.models import AccessEvent, Team
from cms.access.reconcile import reconcile
from cms.access.whose_word import NotAllowedError
from cms.accounts import sessions
from cms.accounts.factor_resets import ask, confirm_reset
from cms.accounts.models import LINK_HOLDS, REQUEST_HOLDS, FactorReset, OpenSession
from cms.mail.models import OutgoingMail

from .test_second_factor import set_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_guesses_before")]

PASSWORD = "a right password, long enough"
LOGIN, FACTOR = reverse("wagtailadmin_login"), reverse("wagtailadmin_login_factor")
HOME, SET_UP = reverse("wagtailadmin_home"), reverse("second_factor:index")
LIST, ASK = reverse("factor_resets:index"), reverse("factor_resets:ask")
LINK = re.compile(r"http://127\.0\.0\.1:8000(/admin/login/new-factor/[\w-]+/)")


class People:
    """Staff (ada, ben, cem), a superuser (root) and somebody who has lost their factor (eva)."""

    def __init__(self) -> None:
        reconcile()
        self.accounts = {name: self._make(name) for name in ("ada", "ben", "cem")}
        staff = Team.objects.get(role_key="staff").group
        for user in self.accounts.values():
            user.groups.add(staff)
        self.accounts["root"] = User.objects.create_superuser("root", "root@example.org", PASSWORD)
        self.accounts["eva"] = self._make("eva")
        entering = Group.objects.create(name="entering")
        entering.permissions.add(Permission.objects.get(codename="access_admin"))
        self.accounts["eva"].groups.add(entering)
        for name in ("eva", "root"):
            self.give_factor(name)
        OutgoingMail.objects.all().delete()

    def _make(self, name: str) -> User:
        return User.objects.create_user(name, f"{name}@example.org", PASSWORD)

    def __getitem__(self, name: str) -> User:
        return User.objects.get(username=name)

    def give_factor(self, name: str) -> None:
        Authenticator.objects.create(user=self[name], type="totp", data={"secret": ""})

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self[name])
        return client

    def asks(self, who: str, whom: str = "eva", reason: str = "I know the voice.") -> Any:
        return self.client(who).post(ASK, {"account": self[whom].pk, "reason": reason})

    def decides(self, who: str, how: str = "confirm") -> Any:
        address = reverse(f"factor_resets:{how}", args=[FactorReset.objects.latest("pk").pk])
        return self.client(who).post(address, follow=True)

    def has_factor(self, name: str = "eva") -> bool:
        return Authenticator.objects.filter(user=self[name]).exists()


@pytest.fixture
def people() -> People:
    return People()


def mails_to(name: str) -> list[str]:
    mails = OutgoingMail.objects.filter(to=f"{name}@example.org").order_by("pk")
    return [mail.body for mail in mails]


def sign_in(client: Client | None = None) -> tuple[Client, Any]:
    client = client or Client()
    return client, client.post(LOGIN, {"username": "eva", "password": PASSWORD}, follow=True)


def link() -> str:
    """The last one that was sent."""
    return str(LINK.findall("".join(mails_to("eva")))[-1])


def test_two_together_take_it_away_and_it_is_recorded(people: People) -> None:
    evas = people.client("eva")
    assert people.asks("ada")["Location"] == LIST
    assert people.has_factor(), "one alone does nothing"
    assert evas.get(HOME).status_code == 200
    people.decides("ben")
    assert not people.has_factor()
    assert evas.get(HOME)["Location"].startswith(LOGIN), "sessions end"
    events = AccessEvent.objects.filter(account=people["eva"], kind=AccessEvent.Kind.ACCESS)
    events = events.filter(change__contains="second factor")
    recorded = [(event.actor, event.change, event.after) for event in events.order_by("pk")]
    assert recorded == [
        (people["ada"], "asked to take second factors away", ["I know the voice."]),
        (people["ben"], "second factors taken away", []),
    ]


def test_its_person_and_the_others_are_told_at_once(people: People) -> None:
    people.asks("ada")
    [told] = mails_to("eva")
    assert "I know the voice." in told
    assert "ada says that you" in told
    assert SET_UP in told
    assert not mails_to("ada")
    for name in ("ben", "cem"):
        [waits] = mails_to(name)
        assert LIST in waits
    people.decides("ben")
    assert "Two staff members" in mails_to("eva")[-1]


def test_its_person_objects(people: People) -> None:
    people.asks("ada")
    reset = FactorReset.objects.get()
    evas = people.client("eva")
    assert "I did not ask for this" in evas.get(SET_UP).text
    address = reverse("second_factor:object", args=[reset.pk])
    assert people.client("cem").post(address).status_code == 404, "nobody else's to object to"
    evas.post(address)
    assert "waits no longer" in people.decides("ben").text
    assert people.has_factor()
    event = AccessEvent.objects.filter(change="request about second factors ended").get()
    assert event.actor == people["eva"]


@pytest.mark.parametrize("name", ["ada", "ben"])
def test_staff_withdraw_a_request(people: People, name: str) -> None:
    people.asks("ada")
    people.decides(name, "withdraw")
    assert "waits no longer" in people.decides("cem").text
    assert people.has_factor()


def test_who_asked_does_not_confirm(people: People) -> None:
    people.asks("ada")
    assert "Somebody else than who asked" in people.decides("ada").text
    assert people.has_factor()


def test_nobody_decides_about_themselves(people: People) -> None:
    people.give_factor("ben")
    assert people.asks("ben", "ben").status_code == 200, "it is not in the list"
    people.asks("ada", "ben")
    assert "Nobody decides about their own" in people.decides("ben").text
    with pytest.raises(NotAllowedError, match="their own"):
        ask(people["ben"], people["ben"], "x")
    assert people.has_factor("ben")


def test_a_superusers_is_taken_away_on_the_machine_alone(people: People) -> None:
    assert people.asks("ada", "root").status_code == 200, "it is not in the list"
    with pytest.raises(NotAllowedError, match="on the machine alone"):
        ask(people["ada"], people["root"], "x")
    people.asks("ada")
    User.objects.filter(username="eva").update(is_superuser=True)
    assert "on the machine alone" in people.decides("ben").text
    assert people.has_factor()
    assert "on the machine alone" in people.client("ada").get(LIST).text
    call_command("forget_second_factor", "root", stdout=StringIO())
    assert not people.has_factor("root")


def test_only_staff_do_it(people: People) -> None:
    people.asks("ada")
    before = OutgoingMail.objects.count()
    assert people.client("eva").get(LIST)["Location"] == HOME
    people.decides("eva")
    assert people.has_factor()
    with pytest.raises(NotAllowedError, match="Staff alone"):
        ask(people["eva"], people["ben"], "x")
    assert OutgoingMail.objects.count() == before


def leaves(people: People, name: str) -> None:
    people[name].groups.clear()


def is_closed(people: People, name: str) -> None:
    User.objects.filter(username=name).update(is_active=False)


def is_deleted(people: People, name: str) -> None:
    people[name].delete()


@pytest.mark.parametrize("end", [leaves, is_closed, is_deleted])
def test_the_word_of_who_is_staff_no_more_is_worth_nothing(people: People, end: Any) -> None:
    people.asks("ada")
    end(people, "ada")
    assert "may no longer do so" in people.decides("ben").text
    assert people.has_factor()


def test_a_request_lapses_after_a_day(people: People) -> None:
    people.asks("ada")
    late = timezone.now() - REQUEST_HOLDS - timedelta(minutes=1)
    FactorReset.objects.update(asked_at=late)
    assert "waits no longer" in people.decides("ben").text
    assert people.has_factor()
    assert people.asks("ada")["Location"] == LIST, "it can be asked for anew"


def test_one_request_at_a_time_and_for_somebody_who_has_one(people: People) -> None:
    people.asks("ada")
    with pytest.raises(NotAllowedError, match="has asked for this already"):
        ask(people["ben"], people["eva"], "x")
    with pytest.raises(NotAllowedError, match="no second factor"):
        ask(people["ada"], people["cem"], "x")
    User.objects.filter(username="eva").update(email="")
    FactorReset.objects.all().delete()
    with pytest.raises(NotAllowedError, match="no mail address"):
        ask(people["ada"], people["eva"], "x")


# Signing in afterwards


@pytest.mark.parametrize("required", [True, False])
def test_the_password_opens_only_with_the_link(
    people: People, settings: Settings, required: bool
) -> None:
    settings.REQUIRE_SECOND_FACTOR = required
    ask(people["ada"], people["eva"], "x")
    confirm_reset(people["ben"], FactorReset.objects.get())
    _thief, answer = sign_in()
    assert "Open the link in the mail" in answer.text
    assert not OpenSession.objects.filter(user=people["eva"]).exists()
    browser = Client()
    assert "Now sign in" in browser.get(link(), follow=True).text
    assert browser.get(HOME)["Location"].startswith(LOGIN), "the link alone opens nothing"
    sign_in(browser)
    assert browser.get(HOME)["Location"] == SET_UP, "a new one comes first"
    set_up(browser)
    assert browser.get(HOME).status_code == 200
    _again, answer = sign_in()
    assert answer.request["PATH_INFO"] == FACTOR
    assert "holds no longer" in Client().get(link(), follow=True).text


def test_the_link_is_of_use_to_its_own_account_alone(people: People) -> None:
    people.give_factor("cem")
    for name in ("cem", "eva"):
        reset = ask(people["ada"], people[name], "x")
        confirm_reset(people["ben"], reset)
    browser = Client()
    browser.get(link())
    answer = browser.post(LOGIN, {"username": "cem", "password": PASSWORD}, follow=True)
    assert "Open the link in the mail" in answer.text


def test_the_link_lapses_and_two_can_send_another(people: People) -> None:
    reset = ask(people["ada"], people["eva"], "x")
    confirm_reset(people["ben"], reset)
    old = link()
    late = timezone.now() - LINK_HOLDS - timedelta(minutes=1)
    FactorReset.objects.update(confirmed_at=late)
    browser = Client()
    assert "holds no longer" in browser.get(old, follow=True).text
    assert "Open the link" in sign_in(browser)[1].text, "the password alone does not do"
    assert people.asks("cem")["Location"] == LIST
    people.decides("ada")
    assert link() != old
    browser.get(link())
    assert sign_in(browser)[1].request["PATH_INFO"] == SET_UP


def test_the_link_is_kept_nowhere_but_in_the_mail(people: People) -> None:
    confirm_reset(people["ben"], ask(people["ada"], people["eva"], "x"))
    token = link().split("/")[-2]
    assert token not in str(FactorReset.objects.values().get())
    assert token not in str(list(AccessEvent.objects.values()))


def test_operators_vouch_without_a_link(people: People) -> None:
    confirm_reset(people["ben"], ask(people["ada"], people["eva"], "x"))
    call_command("forget_second_factor", "eva", stdout=StringIO())
    assert sign_in()[1].request["PATH_INFO"] == HOME


def test_it_asks_who_is_there(people: People) -> None:
    client = people.client("ada")
    session = client.session
    session[sessions.CONFIRMED] -= sessions.CONFIRMED_FOR + 1
    session.save()
    sent = {"account": people["eva"].pk, "reason": "I know the voice."}
    answer = client.post(ASK, sent)
    assert "I know the voice." in answer.text
    assert not FactorReset.objects.exists()


def test_whose_word_is_asked_finds_it_on_the_dashboard(people: People) -> None:
    heading = "Lost second factors wait for your word"
    assert heading not in people.client("ben").get(HOME).content.decode()
    people.asks("ada")
    shown = people.client("ben").get(HOME).content.decode()
    assert heading in shown
    assert f'<a href="{LIST}" dir="auto">eva</a>' in shown
    for name in ("ada", "eva"):
        assert heading not in people.client(name).get(HOME).content.decode()
    people.decides("ben")
    assert heading not in people.client("cem").get(HOME).content.decode()
