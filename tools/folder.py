"""The folder that a run of the site writes into: one run at a time."""

import contextlib
import fcntl
import getpass
import os
from pathlib import Path

LOCK = "run.lock"


class FolderError(Exception):
    """Why the folder cannot be used, as one sentence for the person at the keyboard."""


def hold_folder(folder: Path, address: str) -> int:
    """Lock the folder for this process and all that it hands the returned descriptor to.

    The kernel lets go of the lock when the last of them has ended, however that came. ``address``
    is where the site will be, for whoever comes second. Raises FolderError.
    """
    try:
        folder.mkdir(exist_ok=True)
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except PermissionError:
        raise FolderError(
            f"The folder {folder.name}/ belongs to another account than {account()}: use a copy "
            "of the project of your own."
        ) from None
    except OSError as error:
        raise FolderError(
            f"The folder {folder.name}/ cannot be written into: {error.strerror}."
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(lock, 200, 0).decode(errors="replace")
        os.close(lock)
        raise FolderError(taken_by(holder, folder.name)) from None
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()} {address}".encode(), 0)
    return lock


def taken_by(holder: str, folder: str) -> str:
    """Say who has the folder, from what they wrote into the lock's file."""
    pid, _, address = holder.partition(" ")
    if not pid.isdecimal() or not is_running(int(pid)):
        return (
            f"What an earlier run has started still writes into {folder}/: try again in a minute."
        )
    return (
        f"The site runs from {folder}/ already, or is about to, at {address}/ (process {pid}): "
        "use that one, or stop it first."
    )


def is_running(pid: int) -> bool:
    with contextlib.suppress(PermissionError):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
    return True


def account() -> str:
    """The name of this account, or its number where it has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
