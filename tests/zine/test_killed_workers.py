"""A worker that is killed at any moment leaves no half of anything, and nothing undone."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import drills, prepared_database

ROOT = Path(__file__).parents[2]
STEPS, TIMES = (30, 3) if drills.TIMES == 1 else (200, 50)


@pytest.mark.django_db
def test_no_death_of_a_worker_leaves_half_an_edition(tmp_path: Path) -> None:
    """Fifty real builds are killed by `make drill`: here most begin with the finished files."""
    database = tmp_path / "site.sqlite3"
    if prepared_database.prepared_file().exists():
        shutil.copy(prepared_database.prepared_file(), database)
    environment = {
        "DATABASE_URL": f"sqlite:///{database}",
        "MEDIA_STORAGE_URL": (tmp_path / "media").as_uri(),
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
    }
    command = [sys.executable, "-m", "tests.zine.killing", f"--steps={STEPS}", f"--times={TIMES}"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600 * drills.TIMES,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["half_written"] == []
    assert found["incomplete"] == []
    assert sum(found["deaths"].values()) == STEPS + TIMES
    assert found["deaths"]["RUNNING"] > STEPS / 2
