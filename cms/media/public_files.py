"""Which sizes of pictures stand in public storage, where a web server gives them to everybody.

All sizes are made in private storage. Those of pictures that readers have stand in public storage
too, under the same name: as a second name of the same file where the disk can do that, else as a
copy. That is only the quick way to them: what is not there yet, ``public_file`` serves from private
storage after having asked. So nothing is lost where this comes late, and only where it takes away
does it have to be quick: it follows the commit of what took a picture from readers.
"""

import os
import shutil
import uuid
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import cast

from django.core.files.storage import FileSystemStorage, Storage, default_storage, storages
from django.db import transaction

from .models import Image, Rendition
from .readers import had_by_readers

# Where sizes of pictures lie, in private storage and in public storage.
FOLDER = "images"


def follow(images: Collection[int | None]) -> None:
    """Have public storage follow what is committed about these pictures, as soon as it is."""
    numbers = {number for number in images if number is not None}
    if numbers:
        transaction.on_commit(partial(settle, numbers), robust=True)


@transaction.atomic
def settle(images: Collection[int]) -> int:
    """Show or hide the sizes of these pictures; return how many files that changed.

    The pictures are locked, so that who shows a new size and who takes the picture from readers do
    not pass each other: the later one sees what the other has committed.
    """
    locked = Image.objects.select_for_update().filter(pk__in=images).order_by("pk")
    list(locked.values_list("pk"))
    had = had_by_readers(Image, images)
    sizes = Rendition.objects.filter(image__in=images).values_list("image", "file")
    return sum(show(name) if image in had else hide(name) for image, name in sizes)


def settle_all() -> int:
    """Mend what differs, such as after a process was killed between a commit and its files.

    It lists public storage and asks which sizes belong there; return how many files changed.
    """
    if not isinstance(default_storage, FileSystemStorage):
        return 0
    there, wanted = set(_shown()), set(public_names())
    strangers = there - set(Rendition.objects.filter(file__in=there).values_list("file", flat=True))
    differing = Rendition.objects.filter(file__in=there ^ wanted)
    images = set(differing.values_list("image", flat=True))
    return sum(hide(name) for name in strangers) + (settle(images) if images else 0)


def public_names() -> Iterator[str]:
    """The names of all sizes that readers have."""
    had = had_by_readers(Image, Image.objects.values_list("pk", flat=True))
    sizes = Rendition.objects.values_list("image", "file")
    yield from (name for image, name in sizes if image in had)


def show(name: str) -> bool:
    """Give a size a place in public storage; return whether it had none."""
    source, target = _path(storages["private"], name), _path(default_storage, name)
    if target.exists() or not source.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except FileExistsError:
        return False
    except OSError:  # Two disks, or one that knows no second names.
        _copy(source, target)
    return True


def hide(name: str) -> bool:
    """Take a size out of public storage; return whether it was there."""
    try:
        _path(default_storage, name).unlink()
    except FileNotFoundError:
        return False
    return True


def _copy(source: Path, target: Path) -> None:
    """Copy it whole or not at all. A name that begins with a dot is served to nobody."""
    unfinished = target.with_name(f".{uuid.uuid4().hex}")
    try:
        shutil.copy2(source, unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _shown() -> Iterator[str]:
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
    yield from (f"{FOLDER}/{name}" for name in names if not name.startswith("."))


def _path(storage: Storage, name: str) -> Path:
    return Path(cast(FileSystemStorage, storage).path(name))
