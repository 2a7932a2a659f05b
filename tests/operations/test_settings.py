"""Settings refuse what would harm, with a sentence that says what to do."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cms.pages.languages import LANGUAGES
from cms.settings import languages
from cms.settings.languages import missing_for
from tools.check import PRODUCTION

ROOT = Path(__file__).parents[2]
DEVELOPMENT = {"DJANGO_SETTINGS_MODULE": "cms.settings.development"}


def load(
    environment: dict[str, str], show: str = "", folder: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Load settings in a process of its own, with nothing but this environment."""
    code = "from django.conf import settings as s; s.DEBUG"
    return subprocess.run(
        [sys.executable, "-c", f"{code}; print({show or None})"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "", "Production needs SECRET_KEY in the environment."),
        ("SECRET_KEY", "x7Qm0vXw2Ls9-aZ4kT8pN1cRb6", "keep it out of the repository."),
        ("SECRET_KEY", "abab" * 20, "keep it out of the repository."),
        ("SECRET_KEY", "django-insecure-7Qm0vXw2Ls9" * 3, "keep it out of the repository."),
        ("SECOND_FACTOR_KEY", "", "Production needs SECOND_FACTOR_KEY in the environment."),
        ("SECOND_FACTOR_KEY", "short", "keep it out of the repository."),
        ("SECOND_FACTOR_KEY", PRODUCTION["SECRET_KEY"], "that is not the SECRET_KEY."),
        (
            "SECOND_FACTOR_KEY",
            f"{PRODUCTION['SECOND_FACTOR_KEY']}, {PRODUCTION['SECRET_KEY']}",
            "that is not the SECRET_KEY.",
        ),
        (
            "SECOND_FACTOR_KEY",
            f"{PRODUCTION['SECOND_FACTOR_KEY']}, short",
            "keep it out of the repository.",
        ),
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


def test_no_mail_server_is_waited_for_without_end() -> None:
    done = load(PRODUCTION, "s.MAILERS['default']['OPTIONS']['timeout']")
    assert done.stdout.strip() == "20", done.stderr


def test_debugging_is_off_unless_asked() -> None:
    assert load(DEVELOPMENT, "s.DEBUG").stdout.strip() == "False"
    assert load(DEVELOPMENT | {"DEBUG": "1"}, "s.DEBUG").stdout.strip() == "True"


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SITE_LANGUAGES": "en,xx"}, "SITE_LANGUAGES names 'xx', which is no known language code"),
        ({"SITE_LANGUAGES": "en,nl"}, "set into cms/pages/languages.py and the words of its edi"),
        ({"SITE_LANGUAGES": "es,ar"}, "SITE_LANGUAGES must contain en"),
        ({"MEDIA_STORAGE_URL": "s3://bucket"}, "MEDIA_STORAGE_URL must look like file:///"),
        ({"BASE_URL": "example.org"}, "BASE_URL must look like https://example.org"),
        ({"BACKUP_DIR": "backups"}, "BACKUP_DIR must be a whole path from /, not 'backups'."),
        ({"PAGE_STORE_DIR": "pages"}, "PAGE_STORE_DIR must be a whole path from /, not 'pages'."),
        ({"BACKUP_RECIPIENT": "AGE-SECRET-KEY-1"}, "BACKUP_RECIPIENT must be a public key of age"),
        ({"QUICK_EXIT_ADDRESS": "http://a.example/"}, "QUICK_EXIT_ADDRESS must look like https"),
        ({"QUICK_EXIT_ADDRESS": "https://a@b.example/"}, "QUICK_EXIT_ADDRESS must look like"),
        (
            {"ALLOWED_HOSTS": "us.example", "QUICK_EXIT_ADDRESS": "https://us.example/"},
            "QUICK_EXIT_ADDRESS must lead away from this site",
        ),
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


def test_every_setting_is_documented() -> None:
    """What the environment is asked for stands in the table of the README."""
    source = ast.parse((ROOT / "cms/settings/environment.py").read_text("utf-8"))
    asked = {
        argument.value
        for call in ast.walk(source)
        if isinstance(call, ast.Call)
        for argument in call.args
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and re.fullmatch("[A-Z]+(_[A-Z]+)*", argument.value)
    }
    rows = re.findall(
        r"^\| (`[A-Z_`, ]+`) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    documented = {name for row in rows for name in re.findall("[A-Z_]+", row)}
    assert {"DEBUG", "SITE_LANGUAGES", "EMAIL_HOST"} <= asked
    assert asked - documented == set()


@pytest.mark.parametrize("listed", ["en, de", "en,DE", " en ,de,"])
def test_languages_may_have_spaces_and_capitals(listed: str) -> None:
    done = load(DEVELOPMENT | {"SITE_LANGUAGES": listed}, "s.LANGUAGES")
    assert done.stdout.strip() == "[('en', 'English'), ('de', 'German')]"


def test_every_language_that_is_known_is_known_wholly() -> None:
    for code in LANGUAGES:
        assert missing_for(code) == []


def test_what_a_language_lacks_is_named_with_its_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "labels.toml").write_text("[en]")
    monkeypatch.setattr(languages, "LANGUAGES", {"en": LANGUAGES["en"]})
    monkeypatch.setattr(languages, "LABELS", "labels.toml")
    monkeypatch.setattr(languages, "ROOT", tmp_path)
    assert missing_for("en") == []
    assert missing_for("yi") == [
        "how it is written and set into cms/pages/languages.py",
        "the words of its editions into labels.toml",
        "its months and days into cms/languages/dates/yi/LC_MESSAGES/django.po",
    ]


def cookies_of_a_checkout(folder: Path) -> list[str]:
    shutil.copytree(ROOT / "cms", folder / "cms")
    (folder / "zine" / "editions").mkdir(parents=True)
    shutil.copy(ROOT / languages.LABELS, folder / languages.LABELS)
    names = "__import__('json').dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME])"
    done = load(DEVELOPMENT, names, folder)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.django_db
def test_checkouts_side_by_side_do_not_sign_each_other_out(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    """One browser signs in to both: it sends the cookies of a host to every port."""
    checkouts = [cookies_of_a_checkout(tmp_path / name) for name in ("one", "two")]
    for index, names in enumerate(checkouts):
        settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = names
        User.objects.create_superuser(f"user-{index}", password="of no use elsewhere")
        sign_in = {"username": f"user-{index}", "password": "of no use elsewhere"}
        client.post(reverse("wagtailadmin_login"), sign_in)
    for index, names in enumerate(checkouts):
        settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = names
        shown = client.get(reverse("wagtailadmin_home"))
        assert shown.status_code == 200
        assert shown.context["user"].get_username() == f"user-{index}"
