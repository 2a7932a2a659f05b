"""Settings refuse what would harm, with a sentence that says what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.check import PRODUCTION

ROOT = Path(__file__).parents[2]
DEVELOPMENT = {"DJANGO_SETTINGS_MODULE": "cms.settings.development"}


def load(environment: dict[str, str], show: str = "") -> subprocess.CompletedProcess[str]:
    """Load settings in a process of its own, with nothing but this environment."""
    code = "from django.conf import settings as s; s.DEBUG"
    return subprocess.run(
        [sys.executable, "-c", f"{code}; print({show or None})"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "", "Production needs SECRET_KEY in the environment."),
        ("ALLOWED_HOSTS", "", "Production needs ALLOWED_HOSTS in the environment."),
        ("ALLOWED_HOSTS", "*", "Production needs ALLOWED_HOSTS to name its hosts, not *."),
        ("BASE_URL", "http://example.org", "Production needs BASE_URL, beginning with https://."),
        ("DATABASE_URL", "sqlite://:memory:", "DATABASE_URL to name a PostgreSQL database."),
    ],
)
def test_production_refuses(name: str, value: str, sentence: str) -> None:
    done = load(PRODUCTION | {name: value})
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].endswith(sentence)


def test_production_is_no_demo_and_no_debugging_whatever_the_environment_says() -> None:
    environment = PRODUCTION | {"DEBUG": "1", "DEMO": "1", "DEMO_PASSWORD": "secret"}
    done = load(environment, "s.DEMO, s.DEBUG, hasattr(s, 'DEMO_PASSWORD')")
    assert done.stdout.strip() == "False False False", done.stderr


def test_debugging_is_off_unless_asked() -> None:
    assert load(DEVELOPMENT, "s.DEBUG").stdout.strip() == "False"
    assert load(DEVELOPMENT | {"DEBUG": "1"}, "s.DEBUG").stdout.strip() == "True"


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SITE_LANGUAGES": "en,xx"}, "SITE_LANGUAGES names 'xx', which is no known language code"),
        ({"SITE_LANGUAGES": "es,ar"}, "SITE_LANGUAGES must contain en"),
        ({"MEDIA_STORAGE_URL": "s3://bucket"}, "MEDIA_STORAGE_URL must look like file:///"),
        ({"BASE_URL": "example.org"}, "BASE_URL must look like https://example.org"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(environment: dict[str, str], sentence: str) -> None:
    done = load(DEVELOPMENT | environment)
    assert done.returncode == 1
    assert sentence in done.stderr.strip().splitlines()[-1]


def test_the_folder_of_a_sqlite_database_is_made(tmp_path: Path) -> None:
    database = tmp_path / "deep" / "down" / "site.sqlite3"
    assert load(DEVELOPMENT | {"DATABASE_URL": f"sqlite:///{database}"}).returncode == 0
    assert database.parent.is_dir()


def test_languages_can_be_chosen() -> None:
    done = load(DEVELOPMENT | {"SITE_LANGUAGES": "en,yi"}, "s.LANGUAGES")
    assert done.stdout.strip() == "[('en', 'English'), ('yi', 'Yiddish')]"
