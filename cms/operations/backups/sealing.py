"""Encrypts a backup's files to a public key with the `age` program, and decrypts them again.

Whoever takes over the server has the public key alone, and can read no backup. `age` opens them
without this site, too.
"""

import contextlib
import shutil
import subprocess
from pathlib import Path
from typing import BinaryIO, cast

from .errors import BackupError

PROGRAM = "age"
SUFFIX = ".age"


def seal(source: BinaryIO, target: Path, recipient: str) -> None:
    """Encrypt to a public key. Raises BackupError where `age` is missing or refuses."""
    with target.open("wb") as sealed:
        _age(["--encrypt", "--recipient", recipient], source, sealed)


def unseal(source: BinaryIO, target: BinaryIO, identity: Path) -> None:
    """Decrypt with a file that holds the private key. Raises BackupError as `seal` does."""
    _age(["--decrypt", "--identity", str(identity)], source, target)


def _age(arguments: list[str], source: BinaryIO, target: BinaryIO) -> None:
    program = shutil.which(PROGRAM)
    if not program:
        raise BackupError("Encrypted backups need the program age (Debian: apt install age).")
    process = subprocess.Popen(  # noqa: S603 - our arguments, no shell
        [program, *arguments],
        stdin=subprocess.PIPE,
        stdout=target,
        stderr=subprocess.PIPE,
    )
    said = _feed(process, source)
    if process.returncode:
        raise BackupError(f"age could not {arguments[0].lstrip('-')}: {said.partition('\n')[0]}")


def _feed(process: subprocess.Popen[bytes], source: BinaryIO) -> str:
    """Give a program all of a file, wait for its end, and return what it complained of."""
    with process:
        given, complaints = cast("BinaryIO", process.stdin), cast("BinaryIO", process.stderr)
        # One that refuses closes its end, and says why.
        with contextlib.suppress(BrokenPipeError), given:
            shutil.copyfileobj(source, given)
        return complaints.read().decode(errors="replace").strip()
