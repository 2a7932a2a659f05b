"""Keeps editions: whole files, a manifest last, and a pointer that moves once all is valid.

Files lie in private storage, where no address leads to them, under a folder named by the edition's
key, which says everything that they depend on: content, pictures, templates, code, fonts and
versions. The same key is the same files, so making an edition again is harmless whenever it was
interrupted. ``zine.web.files`` serves them to whoever may have them.
"""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from cms.media.fields import private_storage
from cms.pages import contacts, languages
from cms.sandbox import runner

from . import fonts
from .document.model import Document, canonical
from .kinds.kind import Kind
from .languages import LANGUAGES
from .pipeline import Build

HERE = Path(__file__).parent
# What makes editions and stands elsewhere: how languages are written, how addresses are said, and
# what runs the programs that make them.
ELSEWHERE = (contacts, languages, runner)
ENGINES = ("typst", "pikepdf", "pypdfium2", "pillow", "page-validation")
FOLDER = "zines"
MANIFEST = "manifest.json"
KEY_LENGTH = 40
ABANDONED_AFTER = 600  # seconds; writing a file takes less than one


@cache
def workshop() -> str:
    """Return a digest of everything but the content that editions depend on."""
    digest = hashlib.sha256(fonts.fingerprint().encode())
    for name, path in materials():
        digest.update(name.encode() + path.read_bytes())
    # Django names them, and they name themselves on the last page.
    digest.update(canonical({code: spoken.own_name for code, spoken in LANGUAGES.items()}))
    for engine in ENGINES:
        digest.update(f"{engine} {version(engine)}".encode())
    return digest.hexdigest()


def materials() -> Iterator[tuple[str, Path]]:
    """Yield the files of the project that editions are made with, each with a name for it."""
    for path in sorted(HERE.rglob("*")):
        if path.suffix in (".py", ".typ", ".toml"):
            yield path.relative_to(HERE).as_posix(), path
    for module in ELSEWHERE:
        yield module.__name__, Path(str(module.__file__))


def key_of(document: Document) -> str:
    """Return the name of what is made of a document: the same for the same content."""
    content = canonical([document.digest, workshop()])
    return hashlib.sha256(content).hexdigest()[:KEY_LENGTH]


def file_name(document: Document, kind: Kind) -> str:
    """Return the name under which a reader saves an edition."""
    return f"zine-{document.imprint.number}-{document.language.lower()}-{kind.name}"


def is_complete(key: str) -> bool:
    """Whether every file that the manifest of this key names is there, whole."""
    folder = _folder(key)
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    return all(_size(folder / name) == size for name, size in manifest.items())


def write(key: str, document: Document, build: Build) -> dict[Kind, str]:
    """Write a build's files, each whole or not at all, the manifest last.

    Returns each kind's name in storage.
    """
    folder = _folder(key)
    folder.mkdir(parents=True, exist_ok=True)
    names: dict[Kind, str] = {}
    manifest: dict[str, int] = {}
    for kind, artifact in build.artifacts.items():
        name = file_name(document, kind)
        _put(folder / name, artifact.content)
        names[kind] = f"{FOLDER}/{key}/{name}"
        manifest[name] = len(artifact.content)
    _put(folder / MANIFEST, canonical(manifest))
    _sweep(folder)
    return names


def remove(keys: Iterable[str]) -> None:
    """Take the files of these keys away."""
    for key in keys:
        shutil.rmtree(_folder(key), ignore_errors=True)


def _folder(key: str) -> Path:
    return Path(private_storage().path(f"{FOLDER}/{key}"))


def _put(path: Path, content: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o640)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _sweep(folder: Path) -> None:
    """Take away the unfinished files of workers that died; one may be at work there right now."""
    for path in folder.glob(".*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - ABANDONED_AFTER:
                path.unlink()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
