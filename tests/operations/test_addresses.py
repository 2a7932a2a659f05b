"""Whatever a folder is called: its address leads back to it, in every setting that has one."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import example, given, strategies as st

from cms.settings.addresses import address_of, folder_of, path_of
from cms.settings.environment import cache, database, listed

# What a name may hold: anything but a slash and a zero, bytes that are no text included.
NAMES = st.binary(min_size=1, max_size=40).map(
    lambda name: os.fsdecode(name.replace(b"/", b"_").replace(b"\0", b"_"))
)
PATHS = st.lists(NAMES, min_size=1, max_size=4).map(lambda names: Path("/", *names))


@given(PATHS)
@example(Path("/home/Projekt Zürich – naïve/var"))
@example(Path("/home/100%41 #1? a+b;c@d:e'$HOME\"/var"))
@example(Path("/home/two\nlines\tand a tab/var"))
def test_every_path_comes_back_from_its_address(path: Path) -> None:
    file = address_of(path, "file")
    assert file == path.as_uri()
    assert folder_of("MEDIA_STORAGE_URL", file) == path
    assert path_of(address_of(path, "sqlite")) == f"/{path}"
    assert cache(address_of(path, "filecache"))["OPTIONS"]["inner"]["LOCATION"] == str(path)
    assert file.isascii()


@given(NAMES)
@example("naïve + 100%41.sqlite3")
def test_a_database_is_where_its_address_says(name: str) -> None:
    path = Path("/tmp", name)  # noqa: S108  (nothing is written)
    assert database(address_of(path, "sqlite"))["NAME"] == str(path)


@pytest.mark.parametrize("name", ["a b", "Zürich – naïve", "a+b", "a%20b"])
def test_what_people_type_is_understood(name: str) -> None:
    """Letters and spaces may stand as they are; a + is a +."""
    meant = f"/srv/{name.replace('%20', ' ')}"
    assert folder_of("MEDIA_STORAGE_URL", f"file:///srv/{name}") == Path(meant)
    assert path_of(f"sqlite:////srv/{name}") == f"/{meant}"


def test_what_would_be_cut_off_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="must have %23 in place of #"):
        folder_of("MEDIA_STORAGE_URL", "file:///srv/a#b")
    with pytest.raises(ImproperlyConfigured, match=r"must have %3F in place of \?"):
        folder_of("MEDIA_STORAGE_URL", "file:///srv/what?")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must have %23 in place of #"):
        database("sqlite:////srv/a#b.sqlite3")


@pytest.mark.parametrize(
    ("text", "parts"),
    [("en, de", ["en", "de"]), ("en,es", ["en", "es"]), (" en ,, ", ["en"]), ("", [])],
)
def test_lists_may_have_spaces(text: str, parts: list[str]) -> None:
    assert listed(text) == parts
