"""What is changed of other packages while the site runs: each change with its reason, in a list.

A package that changes Wagtail or wagtail-localize has one module for it, ``wagtail_patches.py`` or
``localize_patches.py``. Each entry holds a digest of what it takes the place of, as it was in the
version that somebody read; a test fails when that changes or goes, and asks for another look.
"""

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from weakref import ReferenceType

from django.dispatch import Signal
from django.template.loader import get_template
from django.utils.translation import override

DIGEST_LENGTH = 16


@dataclass(frozen=True, kw_only=True)
class _Read:
    """Why something of another package is touched, and what was read of it.

    ``seen_in`` names the version, such as "wagtail 8.0.1"; ``digest`` is what ``digest_of`` gave of
    the original there.
    """

    reason: str
    seen_in: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class _Attribute(_Read):
    """What stands under a name in a module or class of another package."""

    owner: Any
    name: str

    def __str__(self) -> str:
        return f"{self.owner.__name__}.{self.name}"


@dataclass(frozen=True, kw_only=True)
class Patch(_Attribute):
    """A function, class or value of another package, and what stands in its place."""

    instead: Any

    def install(self) -> None:
        """Put it in its place; again, it changes nothing."""
        original = getattr(self.owner, self.name)
        if original is not self.instead:
            _originals[self.owner, self.name] = original
            setattr(self.owner, self.name, self.instead)

    @property
    def original(self) -> Any:
        """What was there before."""
        return _originals.get((self.owner, self.name), getattr(self.owner, self.name, None))

    @property
    def is_installed(self) -> bool:
        return getattr(self.owner, self.name, None) is self.instead


@dataclass(frozen=True, kw_only=True)
class Silence(_Read):
    """A receiver of another package that hears its signal no more."""

    signal: Signal
    receiver: Callable[..., Any]
    sender: type

    def __str__(self) -> str:
        return f"{self.receiver.__module__}.{self.receiver.__name__}"

    def install(self) -> None:
        """Disconnect it."""
        self.signal.disconnect(self.receiver, sender=self.sender)

    @property
    def original(self) -> Any:
        return self.receiver

    @property
    def is_installed(self) -> bool:
        return self.receiver not in _receivers(self.signal)


@dataclass(frozen=True, kw_only=True)
class TakenName(_Read):
    """A receiver of another package that is not connected, for its name is taken before.

    Django connects one receiver under a name, the first. ``original`` is what would connect it.
    """

    signal: Signal
    sender: type
    name: str
    instead: Callable[..., Any]
    original: Callable[..., Any]

    def __str__(self) -> str:
        return self.name

    def install(self) -> None:
        """Take the name. Called before the other package connects its receivers."""
        self.signal.connect(self.instead, sender=self.sender, dispatch_uid=self.name)

    @property
    def is_installed(self) -> bool:
        return self.instead in _receivers(self.signal, (self.name, id(self.sender)))


@dataclass(frozen=True, kw_only=True)
class Addition(_Read):
    """Something of ours in a list of another package's.

    ``original`` is what the list belongs to, ``items`` the list, ``added`` what is put at its end.
    """

    original: Any
    items: list[Any]
    added: Any

    def __str__(self) -> str:
        return f"{self.added.__name__} in {self.original.__name__}"

    def install(self) -> None:
        """Put it at the end; again, it changes nothing."""
        if not self.is_installed:
            self.items.append(self.added)

    @property
    def is_installed(self) -> bool:
        return self.added in self.items


@dataclass(frozen=True, kw_only=True)
class PrivateUse(_Attribute):
    """What another package keeps to itself, and ours calls, overrides or stands in the place of.

    Nothing is changed; but what is private changes without notice.
    """

    def install(self) -> None:
        """There is nothing to put anywhere."""

    @property
    def original(self) -> Any:
        return getattr(self.owner, self.name, None)

    @property
    def is_installed(self) -> bool:
        return self.original is not None


@dataclass(frozen=True, kw_only=True)
class TakenTemplate(_Read):
    """A template of another package in whose place stands one of ours.

    Where ``owner`` is a class, it is drawn with the template ``instead``; where it is none, ours
    has the same name, and its folder is looked into first. ``original`` is the text of theirs.
    """

    package: str
    name: str
    owner: Any = None
    instead: str = ""

    def __str__(self) -> str:
        return self.name

    def install(self) -> None:
        """Have the class drawn with ours; again, it changes nothing."""
        if self.owner:
            self.owner.template_name = self.instead

    @property
    def file(self) -> Path:
        return Path(*import_module(self.package).__path__) / "templates" / self.name

    @property
    def original(self) -> Any:
        return self.file.read_text("utf-8")

    @property
    def is_installed(self) -> bool:
        if self.owner:
            return bool(self.owner.template_name == self.instead)
        return get_template(self.name).origin.name != str(self.file)  # type: ignore[attr-defined]


type Change = Patch | Silence | TakenName | Addition | PrivateUse | TakenTemplate

_originals: dict[tuple[Any, str], Any] = {}


def digest_of(thing: Any) -> str:
    """A digest of how something is written; of a value, how it reads."""
    written = getattr(thing, "func", thing)  # A cached property keeps its function so.
    try:
        text = inspect.getsource(written)
    except TypeError:
        with override("en"):
            text = str(thing)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


def _receivers(signal: Signal, key: tuple[str, int] | None = None) -> list[Any]:
    """What is connected to a signal; with a name and a sender's number, under these alone."""
    found = [(each[0], each[1]) for each in signal.receivers]
    return [
        receiver() if isinstance(receiver, ReferenceType) else receiver
        for name, receiver in found
        if key is None or name == key
    ]
