"""One door, few guesses, and nothing by which a stranger learns who has an account."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Page, PageViewRestriction

from cms.accounts.forms import GUESSES, GUESSES_OF_A_NETWORK, RESETS
from cms.accounts.tasks import write_reset_mails
from cms.mail.models import OutgoingMail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_guesses_before")]

LOGIN, RESET = reverse("wagtailadmin_login"), reverse("wagtailadmin_password_reset")
RIGHT, WRONG = "a right password, long enough", "a wrong password, long enough"
# Every address that lets somebody in, or takes a secret, and what guards it.
DOORS = {
    "admin/login/": "the one sign-in",
    "admin/login/factor/": "throttled, behind the right password",
    "admin/login/passkey/": "a passkey, which nobody can guess",
    "admin/login/new-factor/<str:token>/": "a token of 32 bytes, beside the right password",
    "admin/password_reset/": "throttled; the mail is written in the background",
    "admin/password_reset/done/": "shows a sentence",
    "admin/password_reset/confirm/<uidb64>/<token>/": "a token of Django's, for an hour",
    "admin/password_reset/complete/": "shows a sentence",
    "admin/logout/": "lets out",
    "<lang>/_util/login/": "leads to the one sign-in",
    "<lang>/_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": (
        "opens a page, no account; nobody may set such a password"
    ),
    "documents/authenticate_with_password/<int:restriction_id>/": "opens a document, as above",
    r"<lang>/^(?P<path>(?:[\w\-]+/)+)pages/(?P<token>[0-9a-f]{16})\.pdf$": "names a file",
    (
        r"<lang>/^(?P<path>(?:[\w\-]+/)+)pages/"
        r"(?P<token>[0-9a-f]{16})-(?P<number>[0-9]{1,4})-(?P<width>[0-9]{1,4})\.webp$"
    ): "names a file",
    "invitation/<str:token>/": "a token of 32 bytes, of which a digest is kept",
    "demo/sign-in/": "development alone",
}
WORDS = re.compile("log_?-?(in|out)|sign|password|token|auth|account|invitation|api|factor|passkey")
# They ask for a session first.
BEHIND_THE_DOOR = (
    "admin/account/",
    "admin/members/",
    "admin/api/",
    "admin/localize/",
    "admin/second-factor/",
    "admin/factor-resets/",
)


@pytest.fixture
def ana() -> User:
    return User.objects.create_superuser("ana", "Ana@example.org", RIGHT)


def sign_in(name: str, password: str, client: Client | None = None, **extra: Any) -> Any:
    data = {"username": name, "password": password}
    return (client or Client()).post(LOGIN, data, **extra)


def addresses(resolver: URLResolver, path: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        prefix = "<lang>/" if type(entry.pattern).__name__ == "LocalePrefixPattern" else ""
        here = path + (prefix or str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from addresses(entry, here)
        elif isinstance(entry, URLPattern):
            yield here, entry.lookup_str


def test_every_door_is_known() -> None:
    found = {
        path
        for path, view in addresses(get_resolver())
        if (WORDS.search(path) or "LoginView" in view) and not path.startswith(BEHIND_THE_DOOR)
    }
    assert found == set(DOORS)


def test_nothing_that_others_bring_has_a_door_of_its_own() -> None:
    views = {view for _path, view in addresses(get_resolver())}
    assert not {name for name in views if name.startswith(("django.contrib.admin.", "allauth."))}


@pytest.mark.parametrize("path", BEHIND_THE_DOOR[:1])
def test_what_is_behind_the_door_asks_for_a_session(path: str) -> None:
    assert Client().get(f"/{path}")["Location"].startswith(LOGIN)


def test_wagtails_door_for_readers_leads_to_the_one() -> None:
    response = Client().get("/en/_util/login/", {"next": "/en/members/"})
    assert response["Location"] == f"{LOGIN}?next=%2Fen%2Fmembers%2F"
    assert Client().post("/en/_util/login/")["Location"] == LOGIN


def test_a_page_behind_a_login_leads_to_the_one() -> None:
    page = Page.objects.get(depth=2)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    response = Client().get("/en/")
    assert response["Location"].startswith(f"{LOGIN}?")


def test_guesses_are_few_and_then_even_the_right_one_waits(ana: User) -> None:
    answers = [sign_in("ana", WRONG).status_code for _guess in range(GUESSES.times)]
    assert answers == [200] * GUESSES.times
    late = sign_in("ANA", RIGHT)
    assert late.status_code == 429
    assert "Please wait five minutes" in late.content.decode()
    assert sign_in("ana", RIGHT, REMOTE_ADDR="203.0.113.9").status_code == 429
    cache.clear()  # As five minutes do.
    assert sign_in("ana", RIGHT).status_code == 302


def test_who_signs_in_has_all_guesses_again(ana: User) -> None:
    for _round in range(2):
        for _guess in range(GUESSES.times - 1):
            assert sign_in("ana", WRONG).status_code == 200
        assert sign_in("ana", RIGHT).status_code == 302


@pytest.mark.parametrize(
    "where",
    [
        {"REMOTE_ADDR": "203.0.113.{}"},
        {"REMOTE_ADDR": "2001:db8:5::{}"},
        {"headers": {"x-client-network": "198.51.100"}},
    ],
    ids=str,
)
def test_a_network_has_few_guesses_at_all_accounts_together(ana: User, where: Any) -> None:
    for guess in range(GUESSES_OF_A_NETWORK.times):
        here = {key: _at(value, guess) for key, value in where.items()}
        assert sign_in(f"name-{guess}", WRONG, **here).status_code == 200
    here = {key: _at(value, 99) for key, value in where.items()}
    assert sign_in("ana", RIGHT, **here).status_code == 429
    assert sign_in("ana", RIGHT, REMOTE_ADDR="192.0.2.1").status_code == 302


def _at(value: Any, number: int) -> Any:
    return value.format(number) if isinstance(value, str) else value


def test_this_machine_is_no_network(ana: User) -> None:
    for guess in range(GUESSES_OF_A_NETWORK.times):
        sign_in(f"name-{guess}", WRONG)
    assert sign_in("ana", RIGHT).status_code == 302


def test_nothing_is_kept_by_which_somebody_could_be_found(ana: User) -> None:
    sign_in("ana", WRONG, REMOTE_ADDR="203.0.113.77", headers={"user-agent": "Sailor/5"})
    Client().post(RESET, {"email": "ana@example.org"}, REMOTE_ADDR="203.0.113.77")
    kept = str(caches["default"]._cache)  # type: ignore[attr-defined]  # LocMemCache's own
    assert "accounts.guesses." in kept
    for telling in ("203.0.113", "ana", "Sailor"):
        assert telling not in kept


def test_equal_work_is_done_for_strangers(ana: User) -> None:
    """Django hashes a password for whoever is not there; so it does here, as often."""
    encode = MD5PasswordHasher.encode
    hashed: dict[str, int] = {}
    for name in ("ana", "nobody"):
        counted: list[str] = []

        def count(*given: Any, counted: list[str] = counted) -> str:
            counted.append("")
            return str(encode(*given))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(MD5PasswordHasher, "encode", count)
            for _guess in range(GUESSES.times + 1):
                sign_in(name, WRONG)
        hashed[name] = len(counted)
    assert hashed == {"ana": GUESSES.times, "nobody": GUESSES.times}


def test_a_guess_writes_nothing_and_opens_no_transaction(ana: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        sign_in("ana", WRONG)
    written = [each["sql"] for each in queries if not each["sql"].startswith("SELECT")]
    assert written == []


def test_strangers_get_the_same_answers_for_the_same_work(
    ana: User,
) -> None:
    answers = {name: [sign_in(name, WRONG) for _guess in range(6)] for name in ("ana", "nobody")}
    statuses = [[each.status_code for each in answers[name]] for name in answers]
    assert statuses[0] == statuses[1]
    pages = [_without_tokens(answers[name][0], name) for name in answers]
    assert pages[0] == pages[1]


def _without_tokens(response: Any, name: str) -> str:
    page = re.sub(r"\b[A-Za-z0-9]{64}\b", "", response.content.decode())
    page = re.sub(r'nonce="[\w-]+"', "", page)
    return page.replace(name, "")


def test_a_new_password_is_asked_for_in_the_background(ana: User) -> None:
    asked: list[list[int]] = []
    answers = []
    for address in ("ana@example.org", "nobody@example.org"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(write_reset_mails), "enqueue", lambda _task, ids: asked.append(ids))
            answers.append(Client().post(RESET, {"email": address}))
    assert [each.status_code for each in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert asked == [[ana.pk], []], "a task for either, which names no address"


def test_the_mail_leads_to_a_new_password(
    ana: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=False):
        Client().post(RESET, {"email": "ana@example.org"})
    mail = OutgoingMail.objects.get()
    assert mail.to == "Ana@example.org"
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    client = Client()
    form = client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    other = "another one, long enough"
    chosen = {"new_password1": other, "new_password2": other}
    client.post(form.redirect_chain[-1][0], chosen)
    assert sign_in("ana", other).status_code == 302
    assert sign_in("ana", RIGHT).status_code == 200


def test_mails_for_new_passwords_are_few_and_nobody_is_told(ana: User) -> None:
    answers = {Client().post(RESET, {"email": "ana@example.org"})["Location"] for _ in range(9)}
    assert len(answers) == 1
    assert OutgoingMail.objects.count() == RESETS.times
