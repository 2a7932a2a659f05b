"""The audit log: who did what, kept as it was, read by few, without anybody's address."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Locale, Site

from cms.access.audit import Kind, enter, forget_old_entries
from cms.access.json_lines import JSONLines
from cms.access.models import AccessEvent, AppendOnlyError
from cms.accounts.forms import GUESSES
from cms.operations.scheduler import APART
from tests.operations.test_settings import load
from tools.check import PRODUCTION

from .audit_log import Entry, Log, shown
from .movement import PASSWORD, Movement

LOGIN = reverse("wagtailadmin_login")
WRONG = "a wrong password, long enough"

pytestmark = pytest.mark.usefixtures("no_guesses_before")


def sign_in(name: str, password: str, client: Client | None = None) -> Any:
    return (client or Client()).post(LOGIN, {"username": name, "password": password})


def more(first: CaptureQueriesContext, later: CaptureQueriesContext) -> Counter[str]:
    """What the first request asked for besides what the later one did, which was the same."""
    counted = [Counter(each["sql"].split()[0] for each in queries) for queries in (first, later)]
    return counted[0] - counted[1]


# Append only.


def _save(event: AccessEvent) -> Any:
    event.change = "something else"
    event.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        _save,
        lambda event: event.delete(),
        lambda _event: AccessEvent.objects.update(change="something else"),
        lambda _event: AccessEvent.objects.all().delete(),
        lambda event: AccessEvent.objects.bulk_update([event], ["change"]),
        lambda event: AccessEvent.objects.update_or_create(pk=event.pk, defaults={"change": "x"}),
        lambda event: AccessEvent._base_manager.filter(pk=event.pk).delete(),
    ],
)
def test_nothing_changes_or_deletes_an_entry(change: Callable[[AccessEvent], Any]) -> None:
    event = enter(Kind.ACCESS, "account made", after=["active"])
    with pytest.raises(AppendOnlyError), transaction.atomic():
        change(event)
    assert AccessEvent.objects.get(pk=event.pk).change == "account made"


def test_an_account_leaves_its_number_and_no_name(movement: Movement) -> None:
    """Also where its rows are read one by one."""
    number = movement.users["boston-editor"].pk
    enter(Kind.EXPORT, "downloaded", actor=movement.users["boston-editor"])
    movement.users["boston-editor"].delete()
    assert set(AccessEvent.objects.filter(kind="export").values_list("actor_id", flat=True)) == {
        number
    }
    page = shown(movement, "staff", person=str(number))
    assert f"deleted account {number}" in page
    assert "downloaded" in page
    assert "boston-editor" not in page


# Age.


@pytest.mark.django_db
def test_entries_are_kept_as_long_as_the_settings_say(settings: Settings) -> None:
    settings.AUDIT_RETENTION_DAYS = 30
    now = timezone.now()
    for days in (29, 31, 400):
        AccessEvent.objects.create(change=f"{days}", at=now - timedelta(days=days))
    assert any(forget_old_entries in jobs for jobs in APART.values())
    assert forget_old_entries() == 2
    left = AccessEvent.objects.filter(at__lt=now - timedelta(days=1))
    assert [event.change for event in left] == ["29"]
    with CaptureQueriesContext(connection) as queries:
        assert forget_old_entries() == 0
    assert len(queries) == 1, "nothing is locked every minute"


def test_less_than_a_day_is_refused() -> None:
    done = load(PRODUCTION | {"AUDIT_RETENTION_DAYS": "0"})
    assert done.returncode == 1
    assert "AUDIT_RETENTION_DAYS must be a day or more, not 0." in done.stderr


# Sign-ins and guesses.


@pytest.mark.django_db
def test_a_sign_in_is_an_entry(log: Log) -> None:
    ana = User.objects.create_superuser("ana", password=PASSWORD)
    assert sign_in("ana", PASSWORD).status_code == 302
    assert log.told("sign-in", account=ana) == [("ana", "signed in", [], [])]


@pytest.mark.django_db
def test_guesses_at_an_account_are_one_row_an_hour(log: Log) -> None:
    ana = User.objects.create_superuser("ana", "ana@example.org", PASSWORD)
    for _guess in range(GUESSES.times):
        sign_in("ana", WRONG)
    assert log.told("sign-in-failed") == []
    with CaptureQueriesContext(connection) as first:
        assert sign_in("ANA", WRONG).status_code == 429
    with CaptureQueriesContext(connection) as later:
        assert sign_in("Ana", WRONG).status_code == 429
    assert more(first, later) == {"SELECT": 1, "INSERT": 1}
    assert sign_in("ana", PASSWORD).status_code == 429
    entry: Entry = ("—", "wrong passwords, all tries used up", [], [])
    assert log.told("sign-in-failed", account=ana) == [entry]


@pytest.mark.django_db
def test_of_names_that_are_nobodys_nothing_is_kept(log: Log) -> None:
    """Somebody may have typed a password."""
    secret = "my-password-in-the-wrong-field"
    for _guess in range(GUESSES.times):
        sign_in(secret, WRONG)
    with CaptureQueriesContext(connection) as first:
        assert sign_in(secret, WRONG).status_code == 429
    with CaptureQueriesContext(connection) as later:
        sign_in(secret, WRONG)
    assert more(first, later) == {"SELECT": 1}, "the same as for accounts, before the answer"
    assert not log.events.exists()


@pytest.mark.django_db
def test_whoever_signs_in_leaves_how_many_tries_failed_before(log: Log) -> None:
    ana = User.objects.create_superuser("ana", password=PASSWORD)
    for _guess in range(3):
        sign_in("ana", WRONG)
    sign_in("ana", PASSWORD)
    entry: Entry = ("—", "wrong passwords before the right one", [], ["3"])
    assert log.told("sign-in-failed", account=ana) == [entry]
    sign_in("ana", PASSWORD)
    assert len(log.told("sign-in-failed")) == 1
    assert len(log.told("sign-in")) == 2


# What opens an account.


@pytest.mark.django_db
def test_a_new_password_and_address_are_told_and_not_which(log: Log) -> None:
    ana = User.objects.create_superuser("ana", "ana@example.org", PASSWORD)
    client, account = Client(), reverse("wagtailadmin_account")
    sign_in("ana", PASSWORD, client)
    rest = {
        "locale-preferred_language": "en",
        "locale-current_time_zone": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    address = {"name_email-email": "new@example.org", "name_email-current_password": PASSWORD}
    assert client.post(account, rest | address).status_code == 302
    other = "another one, long enough"
    passwords = {
        "password-old_password": PASSWORD,
        "password-new_password1": other,
        "password-new_password2": other,
    }
    assert client.post(account, rest | address | passwords).status_code == 302
    assert log.told("account", account=ana) == [
        ("ana", "mail address changed", [], []),
        ("ana", "password changed", [], []),
    ]


@pytest.mark.django_db
def test_a_hash_that_is_made_anew_is_no_new_password(settings: Settings, log: Log) -> None:
    hashers = list(settings.PASSWORD_HASHERS)
    User.objects.create_superuser("ana", password=PASSWORD)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *hashers]
    sign_in("ana", PASSWORD)
    assert User.objects.get(username="ana").password.startswith("pbkdf2_")
    assert log.told("account") == []


# Downloads.


def downloads() -> Iterator[str]:
    """Every view of the admin that has a sheet to give, by its name."""

    def walk(resolver: URLResolver, space: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                inner = f"{entry.namespace}:" if entry.namespace else ""
                yield from walk(entry, space + inner)
            elif _gives_sheets(entry):
                yield f"{space}{entry.name}"

    yield from sorted(set(walk(get_resolver(), "")))


def _gives_sheets(entry: URLPattern) -> bool:
    given = getattr(entry.callback, "view_initkwargs", {})
    view = getattr(entry.callback, "view_class", None)
    return bool(given.get("list_export")) or bool(getattr(view, "list_export", None))


SHEETS = [name for name in downloads() if not name.endswith("_results")]
OWN_FILES = {
    "access:report": {"export": "csv"},
    "access:log": {"export": "csv"},
    "translation:status": {"export": "csv"},
    "translation:archive": {},
}


def test_every_kind_of_download_is_known() -> None:
    assert SHEETS == [
        "wagtailadmin_reports:aging_pages",
        "wagtailadmin_reports:locked_pages",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:workflow_tasks",
        "wagtailredirects:index",
    ]


@pytest.mark.parametrize("name", [*SHEETS, *OWN_FILES])
def test_a_download_is_an_entry_and_the_screen_is_none(movement: Movement, name: str) -> None:
    arguments = ["es"] if name == "translation:archive" else []
    client, address = movement.clients["superuser"], reverse(name, args=arguments)
    asked = [OWN_FILES[name]] if name in OWN_FILES else [{"export": "csv"}, {"export": "xlsx"}]
    for query in asked:
        response = client.get(address, query)
        assert response.status_code == 200
        assert "filename=" in response["Content-Disposition"]
        assert b"".join(response)
    superuser = movement.users["superuser"]
    events = AccessEvent.objects.filter(kind="export", actor=superuser)
    assert [event.change for event in events] == ["downloaded"] * len(asked)
    assert {event.reference.split()[0] for event in events} == {name}
    assert all(event.about for event in events)
    if name != "translation:archive":
        client.get(address)
        assert events.count() == len(asked)


def test_a_refused_download_is_none(movement: Movement, log: Log) -> None:
    movement.clients["boston-lead"].get(reverse("access:report"), {"export": "csv"})
    assert log.told("export") == []


def test_who_asks_how_large_a_file_is_takes_none(movement: Movement, log: Log) -> None:
    movement.clients["staff"].head(reverse("access:report"), {"export": "csv"})
    assert log.told("export") == []


# Locks and settings.


def test_a_page_that_is_unlocked_is_an_entry(movement: Movement) -> None:
    page = movement.places["boston", "en"].plan
    for view in ("lock", "unlock"):
        movement.clients["staff"].post(reverse(f"wagtailadmin_pages:{view}", args=[page.pk]))
    (event,) = AccessEvent.objects.filter(kind="lock")
    assert (event.actor, event.change) == (movement.users["staff"], "unlocked")
    assert (event.about, event.reference) == (page.draft_title, f"page {page.pk}")


def test_settings_are_told_as_they_were_and_as_they_are(movement: Movement, log: Log) -> None:
    site = Site.objects.get()
    data = {
        "hostname": "elsewhere.example",
        "port": "80",
        "site_name": "",
        "root_page": str(site.root_page_id),
        "is_default_site": "on",
    }
    address = reverse("wagtailsites:edit", args=[site.pk])
    assert movement.clients["superuser"].post(address, data).status_code == 302
    entry = (
        "superuser",
        "settings changed",
        ["hostname: testserver"],
        ["hostname: elsewhere.example"],
    )
    assert log.told("settings", reference=f"site {site.pk}") == [entry]
    Locale.objects.create(language_code="fr").delete()
    assert [change for _who, change, _before, _after in log.told("settings")] == [
        "settings changed",
        "settings added",
        "settings deleted",
    ]


# The lines.


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What production writes to standard output, line by line."""
    found: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(self.format(record))

    handler = Kept()
    handler.setFormatter(JSONLines())
    logger = logging.getLogger("audit")
    logger.addHandler(handler)
    yield found
    logger.removeHandler(handler)


def test_a_line_goes_out_once_it_is_committed(
    movement: Movement, lines: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    team, user = movement.team("editors", "boston"), movement.users["boston-editor"]
    with django_capture_on_commit_callbacks(execute=True):
        movement.clients["boston-lead"].post(reverse("members:remove", args=[team.pk, user.pk]))
        assert lines == []
    (line,) = lines
    assert json.loads(line) == {
        "at": AccessEvent.objects.get(account=user, change__startswith="left").at.isoformat(),
        "kind": "access",
        "by": movement.users["boston-lead"].pk,
        "account": user.pk,
        "change": "left: Boston: Editors",
        "about": "",
        "territory": str(team.territory),
        "before": ["Boston: Editors"],
        "after": [],
    }


def test_what_is_undone_has_no_line(
    movement: Movement, lines: list[str], django_capture_on_commit_callbacks: Any, log: Log
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        enter(Kind.ACCESS, "account made")
        transaction.set_rollback(True)
    assert lines == []
    assert log.told("access", change="account made") == []


def test_no_address_is_in_any_row_or_line(
    movement: Movement, log: Log, lines: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    """Of a network, of a browser, of mail; also where an account is called by one."""
    User.objects.filter(username="newcomer").update(username="called@example.org")
    called = User.objects.get(username="called@example.org")
    where: Any = {"REMOTE_ADDR": "203.0.113.7", "headers": {"user-agent": "Sailor/5"}}
    with django_capture_on_commit_callbacks(execute=True):
        for password in (WRONG, PASSWORD):
            data = {"username": "called@example.org", "password": password}
            Client().post(LOGIN, data, **where)
        called.groups.add(movement.team("staff").group)
        called.email = "other@example.org"
        called.save()
        enter(Kind.ACCESS, "account changed", before=["called@example.org, auth.change_user"])
    assert len(lines) == 5
    # The last one is what a reconcile may write of an account that is called so.
    rows = log.events.exclude(change="account changed")
    kept = f"{list(rows.values())} {lines}"
    for telling in ("203.0.113", "Sailor", "example.org"):
        assert telling not in kept


def test_production_writes_lines_to_standard_output_and_nothing_else_does() -> None:
    asked = "s.LOGGING['loggers']['audit'], s.LOGGING['handlers']['audit']['stream']"
    done = load(PRODUCTION, asked)
    assert "'handlers': ['audit']" in done.stdout
    assert "ext://sys.stdout" in done.stdout
