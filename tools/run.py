"""`make run`: prepares the site, then runs the web process, the worker and the scheduler.

They stop together: on Ctrl-C, on SIGTERM, when the terminal closes, and when one of them ends.
"""

import logging
import os
import socket
import subprocess
import sys
from pathlib import Path

from tools.folder import FolderError, hold_folder
from tools.ports import HOST, HeldPort, PortError, chosen_port, hold
from tools.processes import HAS_SAID_WHY, Family, Stopped, hold_signals_back, write_out

ROOT = Path(__file__).resolve().parents[1]
APPLICATION = "cms.asgi:application"
GRANIAN = (
    "--interface=asginl",
    "--http=1",
    f"--host={HOST}",
    "--workers=1",
    "--no-ws",
    "--http1-header-read-timeout=15000",
    "--http1-buffer-size=65536",
    "--log-level=warning",
    f"--log-config={ROOT / 'tools' / 'granian.json'}",
)
WORKER = ("--queue-name=*", "--no-reload")


class SaidByMakeRun(logging.Filter):
    """Leaves out granian's line about a worker that ended: `make run` says it in a sentence.

    Where all are told to stop, a worker that is faster than its parent would be called unexpected.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith("Unexpected exit from worker-")


class StartError(Exception):
    """What stands in the way, as one sentence for the person at the keyboard; empty if said."""


class Site:
    """The site's processes. Each holds the lock on ``var/`` until it has ended."""

    def __init__(self, family: Family, lock: int) -> None:
        self.family = family
        self.lock = lock
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def prepare(self) -> None:
        """Build what is built, update the database, write the starter content once."""
        status = self.family.run([sys.executable, "-m", "tools.prepare"], pass_fds=[self.lock])
        if status == HAS_SAID_WHY:
            raise StartError
        if status:
            raise StartError("The site could not be prepared; what went wrong stands above.")

    def serve(self, port: HeldPort) -> None:
        """Run until told to stop. Raises Stopped, and StartError when a process has ended."""
        port.hand_over()
        self._start(
            "web process", "-m", "granian", *GRANIAN, "--port", str(port.number), APPLICATION
        )
        self._start("background worker", "manage.py", "db_worker", *WORKER)
        self._start("scheduler", "manage.py", "scheduler")
        while not answers(port.number):
            self._look_after(0.1)
        write_out(announcement(port.number))
        while True:
            self._look_after()

    def _start(self, name: str, *command: str) -> None:
        process = self.family.start([sys.executable, *command], pass_fds=[self.lock])
        self.processes[name] = process

    def _look_after(self, seconds: float = 0) -> None:
        self.family.wait(seconds)
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise StartError(f"The {name} has ended, so the rest was stopped too.")


def answers(port: int) -> bool:
    """Whether the port takes connections."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def announcement(port: int) -> str:
    address = f"http://{HOST}:{port}"
    return f"\n  The site   {address}/\n  The admin  {address}/admin/\n\nCtrl-C stops it.\n"


def run() -> None:
    """Run the site. Raises StartError, PortError or FolderError, and Stopped when it is told to."""
    number = chosen_port(os.environ.get("PORT", ""))
    address = f"http://{HOST}:{number}"
    lock = hold_folder(ROOT / "var", address)
    port = hold(number)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    os.environ.setdefault("BASE_URL", address)
    with Family() as family:
        try:
            site = Site(family, lock)
            site.prepare()
            site.serve(port)
        except Stopped:
            # On one line, which is begun when the request is heard and ended when all is done.
            family.hush()
            write_out("Stopping ...")
            family.end()
            write_out(" stopped.\n")


if __name__ == "__main__":
    hold_signals_back()
    try:
        run()
    except (StartError, PortError, FolderError) as error:
        sys.exit(str(error) or 1)
