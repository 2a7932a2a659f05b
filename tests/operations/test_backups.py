"""What is backed up comes back, whole or not at all, beside people who go on writing."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from cms.delivery.store.files import LAST, PageStore
from cms.operations.backups.folders import NAME, BackupFolder, moment
from cms.settings.environment import backup_recipient
from tests import drills, own_databases

from .installations import ROOT, Installation

TIMES = 1 if drills.TIMES == 1 else 20
PLANTED = "Somebody nobody should read about"
PLANT = f"""
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from tests.factories import ImageFactory

User.objects.create_user("somebody", first_name="{PLANTED}")
SessionStore().save()
for number in range(3):
    ImageFactory(title=f"Planted {{number}}", size=(40, 30 + number))
"""
CLEAR = """
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from cms.media.models import Image

for rows in (Image, Group.objects.filter(name__startswith="Picture"), User, Session):
    getattr(rows, "objects", rows).all().delete()
"""
EMPTY = """
from pathlib import Path
from django.db import connection

tables = connection.introspection.table_names()
with connection.cursor() as cursor:
    if connection.vendor == "postgresql" and tables:
        cursor.execute("DROP TABLE " + ", ".join(f'"{each}"' for each in tables) + " CASCADE")
if connection.vendor == "sqlite":
    connection.close()
    for each in Path(connection.settings_dict["NAME"]).parent.glob("there.sqlite3*"):
        each.unlink()
connection.close()
"""


@pytest.fixture(scope="module")
def stack(django_db_setup: None, django_db_blocker: Any) -> Iterator[ExitStack]:
    with django_db_blocker.unblock(), ExitStack() as stack:
        yield stack


def installation(stack: ExitStack, folder: Path, name: str) -> Installation:
    database = stack.enter_context(own_databases.database(folder, name))
    site = Installation(database, folder / name)
    stack.callback(site.end)
    return site


@pytest.fixture(scope="module")
def planted(stack: ExitStack, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return installation(stack, tmp_path_factory.mktemp("planted"), "here")


@pytest.fixture(scope="module")
def other(stack: ExitStack, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return installation(stack, tmp_path_factory.mktemp("other"), "there")


@pytest.fixture
def here(planted: Installation) -> Installation:
    """A site with an account, a session and three pictures."""
    planted.runs(CLEAR)
    shutil.rmtree(planted.media, ignore_errors=True)
    planted.runs(PLANT)
    return planted


@pytest.fixture
def there(other: Installation) -> Installation:
    """An empty place, not even migrated."""
    other.runs(EMPTY)
    shutil.rmtree(other.media, ignore_errors=True)
    return other


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def test_what_was_backed_up_under_load_comes_back(
    here: Installation, there: Installation, folder: Path
) -> None:
    """`make drill` does it twenty times; here by the command itself, as a timer would call it."""
    for _each in range(TIMES):
        with writing_into(here):
            command = [sys.executable, "manage.py", "backup", str(folder)]
            subprocess.run(command, cwd=ROOT, env=here.environment, check=True)
        there.does("restore", str(folder), "--force")
        seen = there.seen()
        written = [title for title in seen["pictures"] if title.startswith("Picture")]
        # Each group stands and falls with its picture: the database is of one moment.
        assert written == seen["groups"]
        assert written
        assert {"Planted 0", "Planted 1", "Planted 2"} <= {*seen["whole"]}
        # A picture that was deleted while files were read is gone, and no other is.
        gone = {*seen["pictures"]} - {*seen["whole"]}
        assert gone.isdisjoint(here.seen()["pictures"])
        assert seen["lost"] == len(gone)
        assert (seen["users"], seen["sessions"]) == (["somebody"], 0)


def test_pages_that_were_kept_go_with_what_they_were_made_of(
    here: Installation, there: Installation, folder: Path, tmp_path: Path
) -> None:
    here.does("backup", str(folder))
    store = PageStore(tmp_path / "pages")
    before = store.generation()
    (store.folder / LAST).mkdir()
    there.does("restore", str(folder), PAGE_STORE_DIR=str(store.folder))
    after = store.generation()
    assert before is not None
    assert after is not None
    assert after.name != before.name
    assert not (store.folder / LAST).exists()


@contextmanager
def writing_into(site: Installation) -> Iterator[None]:
    """Somebody writes into a site, from the third picture on, until the block is left."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.operations.writing"],
        cwd=ROOT,
        env=site.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with writer:
        assert writer.stdout is not None
        try:
            for _number in range(3):
                assert writer.stdout.readline(), "it ended"
            yield
        finally:
            writer.kill()


@pytest.fixture(params=["of age", "of SSH"])
def key(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """A public key, and the file that holds the private one."""
    if shutil.which("age-keygen") is None:
        pytest.skip("age is not installed (Debian: age); encrypted backups need it")
    make = {"of age": new_key, "of SSH": new_ssh_key}[request.param]
    return make(tmp_path / "key")


def new_key(file: Path) -> tuple[str, Path]:
    command = [shutil.which("age-keygen") or "", "-o", str(file)]
    subprocess.run(command, capture_output=True, check=True)
    [public] = [line for line in file.read_text().splitlines() if "public key" in line]
    return public.rpartition(" ")[2], file


def new_ssh_key(file: Path) -> tuple[str, Path]:
    private = Ed25519PrivateKey.generate()
    file.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    public = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return f"{public.decode()} backups@example.org", file


def test_an_encrypted_backup_opens_with_its_key_alone(
    here: Installation, there: Installation, folder: Path, key: tuple[str, Path], tmp_path: Path
) -> None:
    public, private = key
    before = here.seen()
    here.does("backup", str(folder), BACKUP_RECIPIENT=backup_recipient(public))
    assert not legible(folder)
    assert there.refuses("restore", str(folder)) == (
        "This backup is encrypted: name the key's file with `--identity`."
    )
    _another, wrong = new_key(tmp_path / "wrong")
    assert "no identity matched" in there.refuses("restore", str(folder), f"--identity={wrong}")
    there.does("restore", str(folder), f"--identity={private}")
    assert there.seen() == before | {"sessions": 0}


def legible(folder: Path) -> list[Path]:
    """Files of a backup that hold planted words or a picture's first bytes."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    assert len(files) >= 6
    signs = (
        PLANTED.encode(),
        b"Planted 1",
        b"\x89PNG",
        b"SQLite format",
        b"PGDMP",
        b"original_ima",
    )
    return [each for each in files if any(sign in each.read_bytes() for sign in signs)]


def test_what_is_looked_for_would_be_found(here: Installation, folder: Path) -> None:
    here.does("backup", str(folder))
    found = legible(folder)
    assert [each for each in found if each.name.startswith("database.")]
    assert [each for each in found if each.parent.parent.name == "files"]


def test_a_file_is_kept_once_for_all_backups(here: Installation, folder: Path) -> None:
    assert "3 files, 3 new" in here.does("backup", str(folder))
    stored = {each.name for each in folder.glob("files/*/*")}
    age_by_a_minute(folder)
    assert "3 files, 0 new" in here.does("backup", str(folder))
    assert {each.name for each in folder.glob("files/*/*")} == stored


def age_by_a_minute(folder: Path) -> None:
    """Have the backup that is there be of an earlier minute; backups are named by the second."""
    [name] = BackupFolder(folder).names()
    (folder / name).rename(folder / (moment(name) - timedelta(minutes=1)).strftime(NAME))


def test_files_that_no_backup_needs_go(here: Installation, folder: Path) -> None:
    here.does("backup", str(folder))
    [name] = BackupFolder(folder).names()
    years_ago = (moment(name) - timedelta(days=1000)).strftime(NAME)
    (folder / name).rename(folder / years_ago)
    for month in range(7):
        later = folder / (moment(name) - timedelta(days=35 * month + 1)).strftime(NAME)
        later.mkdir()
        (later / "files.txt").touch()
    for file in (here.media / "private").rglob("*.png"):
        file.unlink()
    said = here.does("backup", str(folder))
    assert "0 files, 0 new" in said
    assert f"Forgotten: {years_ago}" in said
    assert list(folder.glob("files/*/*")) == []


HARMS = ("a byte", "a file", "the database", "the manifest", "outside")


def test_a_damaged_backup_changes_nothing(
    here: Installation, there: Installation, folder: Path, tmp_path: Path
) -> None:
    here.does("backup", str(folder))
    there.does("migrate", "-v0")
    there.runs(PLANT.replace("somebody", "another").replace("range(3)", "[7]"))
    before = there.seen()
    for harm in HARMS:
        harmed = tmp_path / harm
        shutil.copytree(folder, harmed)
        [backup] = harmed.glob("20*")
        sentence = damage(harmed, backup, harm)
        assert sentence in there.refuses("restore", str(harmed), "--force")
        assert there.seen() == before
    assert before["pictures"] == ["Planted 7"]


def damage(folder: Path, backup: Path, harm: str) -> str:
    """Do a backup some harm; return what is said of it."""
    manifest = backup / "manifest.json"
    if harm == "the manifest":
        manifest.write_text(manifest.read_text()[:-20])
        return "The backup's manifest is damaged."
    if harm == "outside":
        contents = json.loads(manifest.read_text())
        contents["files"][0]["name"] = "../../outside.png"
        manifest.write_text(json.dumps(contents))
        return "The backup names a file outside of the media folder: ../../outside.png."
    if harm == "the database":
        [file] = backup.glob("database.*")
        file.write_bytes(file.read_bytes()[:-100])
        return f"{file.name} is not what was put into the backup."
    file = min(folder.glob("files/*/*"))
    if harm == "a file":
        file.unlink()
        return "The backup is incomplete: "
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    return " is not what was put into the backup."


def test_a_site_is_not_written_over_unasked(here: Installation, folder: Path) -> None:
    here.does("backup", str(folder))
    before = here.seen()
    assert here.refuses("restore", str(folder)) == (
        "There is a site in this database already. `--force` puts the backup in its place."
    )
    assert here.seen() == before
    here.does("restore", str(folder), "--force")
    assert here.seen() == before | {"sessions": 0}


def test_files_are_not_written_over_unasked(
    there: Installation, here: Installation, folder: Path
) -> None:
    here.does("backup", str(folder))
    (there.media / "private").mkdir(parents=True)
    (there.media / "private" / "mine.pdf").write_bytes(b"mine")
    assert "There are files in the media folder already." in there.refuses("restore", str(folder))
    assert (there.media / "private" / "mine.pdf").read_bytes() == b"mine"


def test_what_newer_code_made_is_refused(
    here: Installation, there: Installation, folder: Path
) -> None:
    here.does("backup", str(folder))
    [manifest] = folder.glob("20*/manifest.json")
    contents = json.loads(manifest.read_text())
    contents["migrations"].append("home.9999_later")
    manifest.write_text(json.dumps(contents))
    assert there.refuses("restore", str(folder)) == (
        "This backup was made by newer code, which has home.9999_later: fetch that code first."
    )


def test_what_is_missing_is_said(there: Installation, here: Installation, folder: Path) -> None:
    assert there.refuses("backup") == "Name a folder, or set BACKUP_DIR."
    assert there.refuses("restore", str(folder)) == f"There is no backup in {folder}."
    assert not folder.exists()
    here.does("backup", BACKUP_DIR=str(folder))
    [name] = BackupFolder(folder).names()
    assert there.refuses("restore", str(folder), "--backup=2020-01-01T00-00-00Z") == (
        f"There is no backup 2020-01-01T00-00-00Z in {folder}; there are {name}."
    )
    (folder / "file").write_text("")
    assert "cannot be made" in here.refuses("backup", str(folder / "file" / "in"))


def test_two_at_once_are_one(here: Installation, folder: Path) -> None:
    backups = BackupFolder(folder)
    backups.create()
    with backups.held():
        assert here.refuses("backup", str(folder)) == f"Another backup is being made in {folder}."
    here.does("backup", str(folder))


def test_what_was_cut_off_is_no_backup(here: Installation, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / ".unfinished").mkdir()
    (folder / ".unfinished" / "database.dump").write_bytes(b"half")
    assert BackupFolder(folder).newest_at() is None
    here.does("backup", str(folder))
    assert not (folder / ".unfinished").exists()
    [name] = BackupFolder(folder).names()
    assert (folder / name).stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


# What staff are told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("age", "told"),
    [(None, "There is no backup in the folder"), (27, "was made more than a day ago"), (25, "")],
)
def test_staff_are_told_of_a_backup_that_is_overdue(
    client: Client, settings: Any, folder: Path, age: int | None, told: str
) -> None:
    client.force_login(User.objects.create_superuser("chief"))
    settings.BACKUP_DIR = folder
    if age is not None:
        made_at = timezone.now() - timedelta(hours=age)
        (folder / made_at.strftime(NAME)).mkdir(parents=True)
    text = client.get("/admin/").content.decode()
    assert ("manage.py backup" in text) == bool(told)
    assert told in text
    settings.BACKUP_DIR = None
    assert "manage.py backup" not in client.get("/admin/").content.decode()
