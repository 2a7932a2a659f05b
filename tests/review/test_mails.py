"""Mails leave when a mail server takes them, and nothing is lost while none does."""

import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth.models import User
from django.db import transaction
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.log_actions import LogContext
from wagtail.users.models import UserProfile

from cms.access import invitations, removals
from cms.mail import sending
from cms.mail.models import ATTEMPTS, OutgoingMail
from cms.mail.tasks import deliver_waiting
from cms.operations.scheduler import tick
from cms.review import decisions
from cms.review.standing import read_digest

from .flow import Flow, words
from .test_flow import make_overdue

pytestmark = pytest.mark.django_db


class Letters:
    """A mail server's hands: refuses while told to, keeps what it takes."""

    def __init__(self) -> None:
        self.refuses = True
        self.taken: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuses:
            return "451 Not now"
        self.taken.append(envelope)
        return "250 Taken"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def letters() -> Iterator[Letters]:
    hands, port = Letters(), free_port()
    server = Controller(hands, hostname="127.0.0.1", port=port)
    server.start()
    options = {"host": "127.0.0.1", "port": port}
    smtp = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
    with override_settings(MAILERS={"default": smtp}):
        yield hands
    server.stop()


def test_a_failing_mail_server_loses_neither_the_action_nor_the_mail(
    flow: Flow, letters: Letters, django_capture_on_commit_callbacks: Any
) -> None:
    OutgoingMail.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        flow.submit("boston-editor", title="A march")
    assert flow.kinds() == ["submitted"]
    waiting = OutgoingMail.objects.get()
    assert waiting.attempts == 1
    assert "451" in waiting.last_error
    assert deliver_waiting() == 1
    waiting.refresh_from_db()
    assert waiting.attempts == 1, "it is not tried again at once"
    letters.refuses = False
    OutgoingMail.objects.update(next_attempt_at=timezone.now())
    assert deliver_waiting() == 0
    assert deliver_waiting() == 0
    assert [envelope.rcpt_tos for envelope in letters.taken] == [["boston-lead@example.org"]]
    assert b"A march" in letters.taken[0].content
    assert b"text/plain" in letters.taken[0].content
    assert OutgoingMail.objects.get().body == ""


def test_no_server_at_all_is_no_different(
    flow: Flow, django_capture_on_commit_callbacks: Any
) -> None:
    options = {"host": "127.0.0.1", "port": free_port()}
    smtp = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
    with (
        override_settings(MAILERS={"default": smtp}),
        django_capture_on_commit_callbacks(execute=True),
    ):
        flow.submit("boston-editor")
    assert flow.kinds() == ["submitted"]
    assert OutgoingMail.objects.waiting().exists()


def test_a_mail_is_tried_for_more_than_a_day() -> None:
    mail = OutgoingMail()
    waits = [mail.wait_after(attempt) for attempt in range(1, ATTEMPTS + 1)]
    assert waits == sorted(waits)
    assert sum(waits, timedelta()) > timedelta(days=1)


def test_an_action_that_is_undone_mails_nobody(flow: Flow) -> None:
    OutgoingMail.objects.all().delete()
    with transaction.atomic():
        flow.submit("boston-editor")
        assert OutgoingMail.objects.exists()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


EVERY_MAIL = {
    *("review_waits", "review_changes", "review_reminder", "review_approved"),
    *("emergency", "invitation", "access_changed"),
}


def everything_that_is_mailed(flow: Flow) -> None:
    """Submit, ask for changes, remind, approve, publish in an emergency, invite, remove."""
    flow.submit("boston-editor", title="Una marcha")
    flow.decide("boston-lead", "request-changes", "¿Dónde?")
    flow.submit("boston-editor", title="Una marcha")
    make_overdue(flow)
    tick()
    flow.approve()
    flow.save("boston-editor", summary="Ahora.")
    page, revision = flow.page, flow.page.latest_revision
    read = decisions.Reviewed(revision.pk, read_digest(revision))
    decisions.publish_in_emergency(page, flow.user("emergency"), read, "Hay peligro.")
    editors, lead = flow.movement.team("editors", "boston"), flow.user("boston-lead")
    invitations.invite(lead, editors, "nueva@example.org", "es")
    with LogContext(user=lead):
        removals.remove(lead, editors, flow.user("boston-editor"))


def test_every_mail_is_plain_short_and_in_its_readers_language(
    flow: Flow,
    letters: Letters,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    letters.refuses = False
    for user in User.objects.all():
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "es"})
    written: list[tuple[str, str | None]] = []

    def render(template: str, context: dict[str, Any]) -> str:
        written.append((Path(template).stem, get_language()))
        return render_to_string(template, context)

    monkeypatch.setattr(sending, "render_to_string", render)
    OutgoingMail.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        everything_that_is_mailed(flow)
    assert {name for name, _language in written} == EVERY_MAIL
    assert {language for _name, language in written} == {"es"}
    assert len(letters.taken) == len(written) == OutgoingMail.objects.count()
    for envelope in letters.taken:
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert len(envelope.rcpt_tos) == 1
        assert message.get_content_type() == "text/plain"
        assert 10 < len(message["Subject"]) < 120
        body = message.get_content()
        assert len(body) < 700
        assert not re.search(r"[{}<>]|&\w+;", body), body
        assert "\n" not in message["Subject"]


def test_no_mail_holds_up_what_it_tells_of(
    flow: Flow, letters: Letters, django_capture_on_commit_callbacks: Any
) -> None:
    """Every act is done while the server refuses all mails, and all of them go out later."""
    OutgoingMail.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        everything_that_is_mailed(flow)
    assert flow.kinds()[-2:] == ["emergency", "published"]
    assert letters.taken == []
    waiting = OutgoingMail.objects.waiting().count()
    assert waiting == OutgoingMail.objects.count() > len(EVERY_MAIL)
    letters.refuses = False
    OutgoingMail.objects.update(next_attempt_at=timezone.now())
    assert deliver_waiting() == 0
    assert len(letters.taken) == waiting


def test_staff_see_mails_that_cannot_be_sent(flow: Flow) -> None:
    home = reverse("wagtailadmin_home")
    assert "could not be sent" not in words(flow.client("staff").get(home))
    OutgoingMail.objects.create(to="away@example.org", subject="x", attempts=5)
    assert "1 mail could not be sent" in words(flow.client("staff").get(home))
    assert "could not be sent" not in words(flow.client("boston-lead").get(home))
