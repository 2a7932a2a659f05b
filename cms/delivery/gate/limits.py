"""How much, how long, and how many at once, before a request has a thread."""

from dataclasses import dataclass

KIB, MIB = 1024, 1024**2
# What readers send, and whoever signs in: forms with a few words.
ANONYMOUS = 64 * KIB
# Forms of the admin hold whole texts; Django's own limit for what is no file is 2.5 MB.
FORM = 3 * MIB
# A little more than the largest file that a form takes, so that the form can say what is wrong.
UPLOAD = 40 * MIB


@dataclass(frozen=True)
class Limits:
    """The limits of a web process."""

    # Requests that are answered at once, each in a thread with a connection to the database.
    threads: int = 8
    # Requests that have arrived whole and wait for a thread.
    waiting: int = 200
    # Bodies of anybody that are on their way: in memory, 64 kB each.
    small_bodies: int = 128
    # Larger ones, of accounts: on disk, 40 MB each.
    large_bodies: int = 16
    # A body has this many seconds, and more only as it arrives at this many bytes a second.
    patience: float = 20.0
    slowest: int = 4 * KIB
    # A reader of a large file has so many seconds for each part of it.
    reading: float = 60.0
