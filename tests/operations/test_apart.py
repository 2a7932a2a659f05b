"""What the scheduler does waits for no mail server, and no long job for another."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.core import mail
from django.test import override_settings

from cms.mail.models import ATTEMPTS, OutgoingMail
from cms.mail.tasks import deliver, deliver_waiting
from cms.operations import scheduler
from cms.operations.scheduler import APART, do, keep_doing, tick

HOST = "127.0.0.1"
GENEROUS = 60


class Server:
    """Takes connections and never answers them, or says a letter at a time without an end."""

    def __init__(self, says: bytes) -> None:
        self.says = says
        self.listening = socket.create_server((HOST, 0))
        self.port = self.listening.getsockname()[1]
        self.asked = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._serve)

    def __enter__(self) -> "Server":
        self.thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.ended.set()
        socket.create_connection((HOST, self.port)).close()
        self.thread.join()
        self.listening.close()

    def _serve(self) -> None:
        with ExitStack() as taken:
            while not self.ended.is_set():
                connection = taken.enter_context(self.listening.accept()[0])
                self.asked += 1
                self._say(connection)

    def _say(self, connection: socket.socket) -> None:
        while self.says and not self.ended.wait(0.02):
            try:
                connection.sendall(self.says)
            except OSError:
                return


@contextmanager
def mail_server(says: bytes, deadline: float = 0.3) -> Iterator[Server]:
    with Server(says) as server:
        options = {"host": HOST, "port": server.port, "timeout": GENEROUS, "deadline": deadline}
        smtp = {"BACKEND": "cms.mail.backend.PunctualBackend", "OPTIONS": options}
        with override_settings(MAILERS={"default": smtp}):
            yield server


def write(number: int) -> list[int]:
    return [
        OutgoingMail.objects.create(to=f"{each}@example.org", subject="x").pk
        for each in range(number)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("says", [b"", b"2"], ids=["nothing", "a letter at a time"])
def test_a_mail_server_that_never_answers_is_left(says: bytes) -> None:
    """Each part of its answer comes in time, and the answer never."""
    [mail_id] = write(1)
    with mail_server(says):
        assert deliver_waiting() == 1
    sent = OutgoingMail.objects.get(pk=mail_id)
    assert sent.attempts == 1
    assert sent.last_error
    assert sent.found_nobody_at is not None


@pytest.mark.django_db
def test_it_is_asked_once_for_all_mails_of_a_round() -> None:
    write(5)
    with mail_server(b"") as server:
        assert deliver_waiting() == 5
        assert server.asked == 1
    assert OutgoingMail.objects.filter(attempts=1).count() == 1


@pytest.mark.django_db
def test_the_worker_does_not_wait_for_it_again_for_each_mail() -> None:
    first, *others = write(5)
    with mail_server(b"") as server:
        deliver.call(first)
        for each in others:
            deliver.call(each)
        assert server.asked == 1
    assert OutgoingMail.objects.waiting().count() == 5
    assert OutgoingMail.objects.filter(attempts=0).count() == 4


@pytest.mark.django_db
def test_once_it_answers_everything_goes_out() -> None:
    write(3)
    with mail_server(b""):
        deliver_waiting()
    OutgoingMail.objects.update(next_attempt_at=OutgoingMail.objects.latest("pk").created_at)
    assert deliver_waiting() == 0
    assert len(mail.outbox) == 3
    assert not OutgoingMail.objects.server_is_away()
    assert ATTEMPTS > 1


def test_a_job_that_never_ends_keeps_no_other_from_running(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Dates are kept, minute after minute, while the mails of the first minute hang."""
    monkeypatch.setattr(scheduler, "A_MINUTE", 0)
    hangs, stopped = threading.Event(), threading.Event()
    minutes: list[str] = []
    kept = threading.Event()

    def waits_for_a_server() -> int:
        hangs.wait(GENEROUS)
        return 0

    def keeps_dates() -> int:
        minutes.append("dates")
        if len(minutes) == 3:
            kept.set()
        return 1

    apart = {"dates": (keeps_dates,), "mail": (waits_for_a_server,)}
    running = threading.Thread(target=keep_doing, args=(stopped, lambda _done: None, apart))
    running.start()
    assert kept.wait(GENEROUS)
    assert not hangs.is_set()
    stopped.set()
    hangs.set()
    running.join(GENEROUS)
    assert not running.is_alive()


def test_a_job_that_fails_keeps_no_other_from_running() -> None:
    def fails() -> int:
        raise RuntimeError

    def works() -> int:
        return 7

    assert do((fails, works)) == {"fails": 0, "works": 7}


def test_what_waits_for_a_server_stands_by_itself() -> None:
    assert APART["mail"] == (deliver_waiting,)
    assert list(APART)[-1] == "mail"


@pytest.mark.django_db
def test_once_is_everything() -> None:
    assert set(tick()) == {job.__name__ for jobs in APART.values() for job in jobs}
