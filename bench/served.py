"""The whole site as `make run` serves it, on content of its own, and what its web process takes."""

import contextlib
import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.ports import DEFAULT, HOST, PortError, free_port, hold
from tools.processes import descendants, start, stop
from tools.run import APPLICATION, GRANIAN, WORKER, answers

EVERY = 0.01
STARTING_SECONDS = 60
TICKS = os.sysconf("SC_CLK_TCK")
CSRF = "c" * 32


@contextlib.contextmanager
def served() -> Iterator["Site"]:
    """Serve the site of this environment's database, with its worker and its scheduler."""
    number = free_port(DEFAULT)
    if number is None:
        raise PortError("No port is free to serve the site on.")
    port = hold(number)
    port.hand_over()
    commands = (
        ("-m", "granian", *GRANIAN, "--port", str(number), APPLICATION),
        ("manage.py", "db_worker", *WORKER),
        ("manage.py", "scheduler"),
    )
    # Their standard output is ours, which is kept for what is told at last.
    processes = [start([sys.executable, *each], stdout=sys.stderr) for each in commands]
    try:
        _wait_for(number, processes)
        yield Site(number, WebProcess(_largest(processes[0].pid)))
    finally:
        stop(*processes)
        port.close()


def _wait_for(port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    """Return when the site answers. Raises RuntimeError where it does not."""
    deadline = time.monotonic() + STARTING_SECONDS
    while not answers(port):
        ended = any(process.poll() is not None for process in processes)
        if ended or time.monotonic() > deadline:
            raise RuntimeError("The site has not started.")
        time.sleep(0.1)


def _largest(pid: int) -> int:
    """The process that answers: the one below granian's first that has the most memory."""
    return max(descendants(pid), key=lambda each: _status(each, "VmRSS"))


def _status(pid: int, kind: str) -> int:
    """A figure of a process's memory in bytes; none of one that has ended."""
    with contextlib.suppress(OSError):
        status = Path(f"/proc/{pid}/status").read_text()
        found = re.search(rf"^{kind}:\s+(\d+) kB", status, re.MULTILINE)
        return int(found.group(1)) * 1024 if found else 0
    return 0


@dataclass
class WebProcess:
    """The web process, and the processes with limits that it starts."""

    pid: int

    def memory(self) -> int:
        return _status(self.pid, "VmRSS")

    def most_memory(self) -> int:
        """The most that it took since `forget_most`."""
        return _status(self.pid, "VmHWM")

    def forget_most(self) -> None:
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")

    def processor(self) -> float:
        """Seconds on the processor, with those of what it started and has seen the end of."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / TICKS

    def sandboxes(self) -> list[int]:
        """Those that are running now; not one that is only about to become the program."""
        found: list[int] = []
        for thread in Path(f"/proc/{self.pid}/task").iterdir():
            with contextlib.suppress(OSError):
                found += map(int, (thread / "children").read_text().split())
        return [pid for pid in found if _is_sandbox(pid)]


def _is_sandbox(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return b"/workers/" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


class Watch:
    """The most memory that one sandboxed process took, while it is watched."""

    def __init__(self, web: WebProcess) -> None:
        self.web = web
        self.most = 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stopped.wait(EVERY):
            sizes = (_status(pid, "VmHWM") for pid in self.web.sandboxes())
            self.most = max(self.most, *sizes, 0)


@dataclass(frozen=True)
class Reply:
    """What came back, and after how many seconds."""

    status_code: int
    content: bytes
    seconds: float


class Browser:
    """Sends what a browser sends, to the site that is served; posts as Django's test client."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.port = port
        pairs = [f"{name}={value}" for name, value in (cookies or {}).items()]
        self.headers = {"Cookie": "; ".join(pairs)} if pairs else {}
        self.last: Reply | None = None

    def get(self, path: str) -> Reply:
        return self._ask("GET", path, None, {})

    def post(self, path: str, data: dict[str, Any]) -> Reply:
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

        body = encode_multipart(BOUNDARY, data)
        return self._ask(
            "POST", path, body, {"Content-Type": MULTIPART_CONTENT, "X-CSRFToken": CSRF}
        )

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        began = time.perf_counter()
        connection = http.client.HTTPConnection(HOST, self.port, timeout=180)
        try:
            connection.request(method, path, body, self.headers | headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        self.last = Reply(response.status, content, time.perf_counter() - began)
        return self.last


@dataclass
class Site:
    """The site that is served."""

    port: int
    web: WebProcess

    def reader(self) -> Browser:
        return Browser(self.port)

    def signed_in(self, name: str) -> Browser:
        """A browser in which an account has signed in."""
        from django.conf import settings
        from django.contrib.auth.models import User
        from django.test import Client

        client = Client()
        client.force_login(User.objects.get(username=name))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: CSRF}
        return Browser(self.port, cookies)
