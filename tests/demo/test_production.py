"""Nothing that one can set brings the demo, its sign-in or its content, about on a public server.

Each attempt is a process of its own. Those who try are whoever may set the environment, and
whoever writes settings for a server on top of the project's and copies too much.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools.check import PRODUCTION

ROOT = Path(__file__).parents[2]
NOTHING = {
    "DEMO": False,
    "installed": False,
    "content is installed": False,
    "commands": [],
    "address": False,
    "template": False,
    "tags": False,
    "style": False,
    "is asked for a password": True,
    "is shown accounts": False,
    "loaded": [],
    "errors": [],
    "the view": 404,
}


def report(environment: dict[str, str], folder: Path = ROOT, *left_out: str) -> dict[str, Any]:
    """What there is of the demo in a process with this environment."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.demo.report", *left_out],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(folder)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def under(folder: Path, settings: str) -> dict[str, Any]:
    """The same, under settings that somebody wrote on top of production's."""
    (folder / "written_by_somebody.py").write_text(
        f"from cms.settings.production import *\n{settings}\n"
    )
    return report(PRODUCTION | {"DJANGO_SETTINGS_MODULE": "written_by_somebody"}, folder)


def test_no_environment_does() -> None:
    tried = {
        "DEMO": "true",
        "DEBUG": "1",
        "DEMO_PASSWORD": "a-password-that-is-known",
        "INSTALLED_APPS": "cms.demo",
        "MIDDLEWARE": "cms.demo.arrival.ArrivalMiddleware",
        "ROOT_URLCONF": "cms.demo.urls",
        "WAGTAILADMIN_USER_LOGIN_FORM": "cms.demo.forms.LoginForm",
        "SECURE_SSL_REDIRECT": "0",
        "SESSION_COOKIE_SECURE": "0",
        "SECURE_HSTS_SECONDS": "0",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BASE_URL": "https://localhost",
    }
    assert report(PRODUCTION | tried) == NOTHING


def test_the_word_alone_does_not(tmp_path: Path) -> None:
    assert under(tmp_path, "DEMO = True") == NOTHING | {"DEMO": True}


INSTALL = 'INSTALLED_APPS = ["cms.demo", *INSTALLED_APPS]'
AS_DEVELOPMENT = f"""
{INSTALL}
MIDDLEWARE = [*MIDDLEWARE, "cms.demo.arrival.ArrivalMiddleware"]
WAGTAILADMIN_USER_LOGIN_FORM = "cms.demo.forms.LoginForm"
DEMO_PASSWORD = "a-password-that-is-known"
"""
WITHOUT_TLS = "SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = False\nSECURE_HSTS_SECONDS = 0"


@pytest.mark.parametrize(
    ("settings", "errors"),
    [
        (INSTALL, ["demo.E001", "demo.E002"]),
        (f"{AS_DEVELOPMENT}\nDEMO = True", ["demo.E002"]),
        (f"{AS_DEVELOPMENT}\n{WITHOUT_TLS}", ["demo.E001"]),
        (
            f"{AS_DEVELOPMENT}\n{WITHOUT_TLS}\nDEMO = True\nALLOWED_HOSTS = ['.example.org']",
            ["demo.E003"],
        ),
    ],
    ids=[
        "the app",
        "all of development's lines and the word",
        "without TLS and the word",
        "hosts without names",
    ],
)
def test_installing_the_app_does_not_and_is_an_error(
    tmp_path: Path, settings: str, errors: list[str]
) -> None:
    found = under(tmp_path, settings)
    assert found["installed"]
    assert found["errors"] == errors
    shut = ("address", "is shown accounts", "is asked for a password", "the view")
    assert {name: found[name] for name in shut} == {name: NOTHING[name] for name in shut}


def test_an_address_written_by_hand_does_not(tmp_path: Path) -> None:
    (tmp_path / "addresses_by_hand.py").write_text(
        "from django.urls import include, path\n"
        "from cms.urls import urlpatterns as ours\n"
        'urlpatterns = [path("demo/", include("cms.demo.urls")), *ours]\n'
    )
    found = under(tmp_path, f'{INSTALL}\nDEMO = True\nROOT_URLCONF = "addresses_by_hand"')
    assert not found["address"]
    assert found["the view"] == 404


def test_development_has_it() -> None:
    """So that the report is known to see it where it is."""
    asking_the_database = ("is asked for a password", "is shown accounts", "the view")
    development = {"DJANGO_SETTINGS_MODULE": "cms.settings.development"}
    found = report(development, ROOT, *asking_the_database)
    wanted = {"installed", "content is installed", "address", "template", "tags", "style"}
    assert {name for name in wanted if found[name]} == wanted
    assert found["commands"] == ["demo_accounts", "seed_demo"]
    assert found["errors"] == []
