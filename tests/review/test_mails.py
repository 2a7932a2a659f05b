"""Mails leave when a mail server takes them, and nothing is lost while none does."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from cms.mail.models import ATTEMPTS, OutgoingMail
from cms.mail.tasks import deliver_waiting

from .flow import Flow

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
