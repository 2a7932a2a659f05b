"""`make run`: prepares the site, then runs the web process, the background worker and the clock.

They stop together: on Ctrl-C, on SIGTERM, and when one of them ends by itself.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from types import FrameType

from tools.processes import die_with_parent

HOST = "127.0.0.1"
STOPPING_SECONDS = 10
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


WSGI = "cms.wsgi:application"
GRANIAN = (
    "--interface=wsgi",
    f"--host={HOST}",
    "--workers=1",
    "--blocking-threads=4",
    "--no-ws",
    "--log-level=warning",
)
WORKER = ("--queue-name=*", "--no-reload")


class Stopped(Exception):  # noqa: N818
    """Somebody asked for the end; nothing is wrong."""


class StartError(Exception):
    """What stands in the way, as one sentence for the person at the keyboard."""


def chosen_port() -> int:
    """Return the port that ``PORT`` names, 8000 without it."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise StartError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def claim(port: int) -> None:
    """Find out, before any work is done, whether the port can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise StartError(
                f"Port {port} may not be used by this account: choose one from 1024 up, "
                "such as PORT=8080 make run."
            ) from None
        except OSError:
            raise StartError(
                f"Port {port} is in use: stop what uses it or choose another, "
                f"such as PORT={port + 1 if port < 65535 else 8000} make run."
            ) from None


def prepare() -> None:
    """Build what is built, bring the database up to date, write the starter content once."""
    done = subprocess.run([sys.executable, "-m", "tools.prepare"], check=False)
    if done.returncode:
        raise StartError("The site could not be prepared; what went wrong stands above.")


def start(*command: str) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, so that it stops when told to and not before."""
    return subprocess.Popen(
        [sys.executable, *command],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509  (no thread runs that it could harm)
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started: asked first, made to after a while."""
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOPPING_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until_it_answers(port: int, web: subprocess.Popen[bytes]) -> None:
    """Return when the port takes connections, or when the process that should listen has ended."""
    while web.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def supervise(port: int) -> str | None:
    """Run the processes until told to stop; return a sentence if one ended by itself."""
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        with stop_signals():
            processes["web process"] = start("-m", "granian", *GRANIAN, "--port", str(port), WSGI)
            processes["background worker"] = start("manage.py", "db_worker", *WORKER)
            processes["clock"] = start("manage.py", "clock")
            wait_until_it_answers(port, processes["web process"])
            print(announcement(port))
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        ended = next(name for name, process in processes.items() if process.poll() is not None)
        return f"The {ended} ended by itself, so the rest was stopped too."
    except Stopped:
        print("Stopping ...")
        return None
    finally:
        for process in reversed(processes.values()):
            stop(process)


@contextlib.contextmanager
def stop_signals() -> Iterator[None]:
    """Raise `Stopped` on the first request to stop; let no second one disturb the clearing up."""

    def stopped(_number: int, _frame: FrameType | None) -> None:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    for each in STOP_SIGNALS:
        signal.signal(each, stopped)
    yield
    for each in STOP_SIGNALS:
        signal.signal(each, signal.SIG_IGN)


def announcement(port: int) -> str:
    address = f"http://{HOST}:{port}"
    return f"\n  The site   {address}/\n  The admin  {address}/admin/\n\nCtrl-C stops it."


def main() -> None:
    port = chosen_port()
    claim(port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    os.environ.setdefault("BASE_URL", f"http://{HOST}:{port}")
    prepare()
    problem = supervise(port)
    if problem:
        raise StartError(problem)


if __name__ == "__main__":
    try:
        main()
    except StartError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
