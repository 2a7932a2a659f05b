"""A process that is killed in the middle of a publication leaves nothing of it, or all."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import drills, own_databases

ROOT = Path(__file__).parents[2]
TIMES = 3 if drills.TIMES == 1 else 200


@pytest.fixture
def own_database(db: None, tmp_path: Path) -> Iterator[str]:
    with own_databases.database(tmp_path, "killed") as address:
        yield address


def test_no_death_in_a_publication_leaves_half_of_it(own_database: str, tmp_path: Path) -> None:
    """`make drill` kills two hundred times."""
    environment = {
        "DATABASE_URL": own_database,
        "MEDIA_STORAGE_URL": (tmp_path / "media").as_uri(),
        "DJANGO_SETTINGS_MODULE": "tests.delivery.gated_settings",
    }
    command = [sys.executable, "-m", "tests.review.killing", f"--times={TIMES}"]
    done = subprocess.run(
        [*command, f"--notes={tmp_path / 'notes'}"],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=7200,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["half_done"] == []
    assert found["not_mended"] == []
    assert sum(found["deaths"].values()) == TIMES
    assert found["deaths"]["undone"] > TIMES / 2
