"""Mail by SMTP, with an end to all waiting."""

import smtplib
import socket
from functools import partial
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from cms.sandbox.deadlines import Deadline

DEADLINE_IN_SECONDS = 30.0


class PunctualSMTP(smtplib.SMTP):
    """A conversation that is cut off after so many seconds; whoever waits gets an OSError."""

    def __init__(self, *args: Any, deadline: float, **options: Any) -> None:
        self._seconds = deadline
        self._deadline: Deadline | None = None
        self.sock: socket.socket | None = None
        super().__init__(*args, **options)

    def connect(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        self._deadline = Deadline(self._seconds, lambda: self.sock)
        try:
            return super().connect(*args, **options)
        except BaseException:
            self._deadline.cancel()
            raise

    def close(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        super().close()


class PunctualBackend(EmailBackend):
    """Django's backend, with ``deadline`` among its options: seconds for all of a conversation."""

    def __init__(self, *, deadline: float = DEADLINE_IN_SECONDS, **options: Any) -> None:
        super().__init__(**options)
        self.deadline = deadline

    @property
    def connection_class(self) -> Any:
        return partial(PunctualSMTP, deadline=self.deadline)
