"""The files of the store: generations of pages, of which one is live.

    live -> g/<generation>         replaced in one step
    g/<generation>/<host>/<path>   pages that were rendered in it: as they are, compressed, packed
    last/<host>/<path>             the newest of each page, until something is taken down
    carried/<token>                changes that have been carried out (``changes``)

Whoever places a page or begins a generation holds a lock between processes. Names of generations
grow and are never used again, so that no rendering takes one generation for another.
"""

import fcntl
import json
import logging
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from .addresses import INDEX, Address
from .pages import IDENTITY, Page, unpacked

logger = logging.getLogger(__name__)

LIVE, GENERATIONS, LAST, GONE, CARRIED = "live", "g", "last", "gone", "carried"
STATE, UNTIL = ".state", ".until"
PACKED = ".page"
SUFFIXES = {IDENTITY: "", "gzip": ".gz", "br": ".br"}
# So many generations are remembered as having been live just now; older ones are of no use.
REMEMBERED = 50
# What could not be carried out in this time was, and has nobody left who would ask.
FORGOTTEN_AFTER = 60 * 60
READABLE = 0o644


@dataclass(frozen=True)
class Generation:
    """A generation, and when those before it ceased to be live, by the clock of the machine."""

    name: str
    ended: dict[str, float]

    @property
    def second(self) -> int:
        """A second that belongs to this generation alone."""
        return second_of(self.name)


def second_of(name: str) -> int:
    return int(name.partition("-")[0])


class PageStore:
    """The store in a folder, shared by all processes of a machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: Generation | None = None

    def generation(self) -> Generation | None:
        """The one that is live; None where there can be none."""
        name = self._live()
        if name is None:
            try:
                self.begin()
            except OSError:
                return None
            name = self._live()
        if name is None:
            return None
        known = self._known
        if known is None or known.name != name:
            known = self._known = Generation(name, self._ended(name))
        return known

    def find(self, generation: str, address: Address) -> Page | None:
        """The page in a generation, if it is there."""
        return self._read(self._place(generation, address))

    def last(self, address: Address) -> Page | None:
        """The newest page that there was, if nothing has been taken down since."""
        return self._read(self.folder / LAST / address.file)

    def place(self, address: Address, page: Page) -> Page | None:
        """Place a page; return it as it is kept, None where its generation is live no more.

        In a generation a page is placed once. One that is as it was before keeps its date.
        """
        with self._locked():
            if self._live() != page.generation:
                return None
            there = self.find(page.generation, address)
            if there is not None:
                return there
            before = self.last(address)
            is_same = before is not None and before.tag == page.tag
            second = before.modified if before and is_same else second_of(page.generation)
            page = replace(page, modified=second)
            self._note_until(page)
            self._write(self._place(page.generation, address), page)
            self._keep_as_last(address, page)
        return page

    def begin(
        self, *, urgent: bool = False, instead_of: str | None = None, at: float | None = None
    ) -> bool:
        """Begin a generation, in which there is no page yet; False where another one is live.

        Where it is ``urgent``, no page from before is left when this returns. ``at`` is when what
        was there ceased to hold, if that is not now. Raises OSError where no file can be written;
        then no page is live.
        """
        with self._locked():
            name = self._live()
            if instead_of is not None and name != instead_of:
                return False
            try:
                self._make_live(name, time.time() if at is None else at)
            except OSError:
                with suppress(FileNotFoundError):
                    (self.folder / LIVE).unlink()
                raise
            finally:
                if urgent:
                    self._put_away(LAST)
        if urgent or len(_names(self.folder / GENERATIONS)) > REMEMBERED:
            self.prune()
        return True

    def until(self, generation: str) -> float | None:
        """Until when the pages of a generation hold by the clock; None while there are none."""
        try:
            return float((self.folder / GENERATIONS / generation / UNTIL).read_text())
        except (OSError, ValueError):
            return None

    def prune(self) -> None:
        """Delete what is live no more."""
        with self._locked():
            live = self._live()
            for name in _names(self.folder / GENERATIONS):
                if name != live:
                    self._put_away(f"{GENERATIONS}/{name}")
        shutil.rmtree(self.folder / GONE, ignore_errors=True)

    def is_to_be_pruned(self) -> bool:
        return len(_names(self.folder / GENERATIONS)) > 1

    def files(self) -> Iterator[str]:
        """What there is a page of now or was lately, by the names of their files."""
        root = self.folder / LAST
        for path in root.rglob(f"*{PACKED}"):
            yield str(path.relative_to(root)).removesuffix(PACKED)

    def note_carried(self, token: str) -> None:
        (self.folder / CARRIED).mkdir(parents=True, exist_ok=True)
        (self.folder / CARRIED / token).touch()

    def was_carried(self, token: str) -> bool:
        return (self.folder / CARRIED / token).exists()

    def forget_carried(self, tokens: list[str]) -> None:
        """Forget these, and what nobody has asked about for long."""
        long_ago = time.time() - FORGOTTEN_AFTER
        for name in _names(self.folder / CARRIED):
            path = self.folder / CARRIED / name
            with suppress(FileNotFoundError):
                if name in tokens or path.stat().st_mtime < long_ago:
                    path.unlink()

    def _live(self) -> str | None:
        try:
            return os.path.basename(os.readlink(f"{self.folder}/{LIVE}"))  # noqa: PTH115,PTH119 - each hit
        except OSError:
            return None

    def _ended(self, name: str) -> dict[str, float]:
        try:
            ended: dict[str, float] = json.loads(
                (self.folder / GENERATIONS / name / STATE).read_bytes()
            )
        except (OSError, ValueError):
            return {}
        return ended

    def _make_live(self, before: str | None, at: float) -> None:
        """Called with the lock."""
        now = int(time.time())
        second = max(now, second_of(before) + 1) if before else now
        name = f"{second:011d}-{secrets.token_hex(8)}"
        folder = self.folder / GENERATIONS / name
        folder.mkdir(parents=True)
        ended = {**self._ended(before), before: at} if before else {}
        kept = dict(list(ended.items())[-REMEMBERED:])
        (folder / STATE).write_text(json.dumps(kept))
        link = self.folder / f".{LIVE}-{secrets.token_hex(8)}"
        link.symlink_to(f"{GENERATIONS}/{name}")
        link.replace(self.folder / LIVE)

    def _note_until(self, page: Page) -> None:
        until = self.until(page.generation)
        if until is None or page.until < until:
            path = self.folder / GENERATIONS / page.generation / UNTIL
            _in_one_step(path, lambda new: new.write_text(repr(page.until)))

    def _place(self, generation: str, address: Address) -> Path:
        return self.folder / GENERATIONS / generation / address.file

    def _read(self, path: Path) -> Page | None:
        try:
            with open(f"{path}{PACKED}", "rb") as file:  # noqa: PTH123 - each hit
                return unpacked(file.read())
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(self, path: Path, page: Page) -> None:
        """Packed last: then all of it is there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        for coding, suffix in reversed(SUFFIXES.items()):
            if coding in page.bodies:
                _write_whole(Path(f"{path}{suffix}"), page.bodies[coding], page.modified)
        _write_whole(Path(f"{path}{PACKED}"), page.packed(), page.modified)

    def _keep_as_last(self, address: Address, page: Page) -> None:
        """Under a second name, so that it outlives its generation."""
        here, last = self._place(page.generation, address), self.folder / LAST / address.file
        last.parent.mkdir(parents=True, exist_ok=True)
        for suffix in (*SUFFIXES.values(), PACKED):
            source, target = Path(f"{here}{suffix}"), Path(f"{last}{suffix}")
            if source.exists():
                _in_one_step(target, partial(_link, source))
            else:
                target.unlink(missing_ok=True)

    def _put_away(self, name: str) -> None:
        """Take a folder out of all reach in one step; it is deleted after that."""
        try:
            (self.folder / GONE).mkdir(exist_ok=True)
            (self.folder / name).rename(self.folder / GONE / secrets.token_hex(8))
        except FileNotFoundError:
            return
        except OSError:  # A full disk, as it may be.
            shutil.rmtree(self.folder / name, ignore_errors=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _link(source: Path, new: Path) -> None:
    new.hardlink_to(source)


def _write_whole(path: Path, content: bytes, modified: int) -> None:
    def write(new: Path) -> None:
        new.write_bytes(content)
        new.chmod(READABLE)
        os.utime(new, (modified, modified))

    _in_one_step(path, write)


def _in_one_step(path: Path, make: Callable[[Path], object]) -> None:
    """Make a file beside where it goes, and put it there."""
    new = path.with_name(f".{INDEX}-{secrets.token_hex(8)}")
    try:
        make(new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names are what is wanted
    except FileNotFoundError:
        return []
