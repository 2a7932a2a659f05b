"""Says, under the settings of its environment, what there is of the demo.

Its arguments name what it leaves out. Where the demo is not on, nothing asks for accounts.
"""

import json
import sys
from collections.abc import Callable

import django
from django.conf import settings

# Pages are made here without the files that a server would have collected.
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
# A database that knows of languages, which the admin asks for, and of no accounts.
settings.DATABASES["default"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
django.setup()

from django.apps import apps  # noqa: E402  (all of these need the settings)
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.contrib.staticfiles.finders import find  # noqa: E402
from django.core.checks import run_checks  # noqa: E402
from django.core.management import get_commands  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import Http404  # noqa: E402
from django.template.backends.django import get_installed_libraries  # noqa: E402
from django.template.loader import TemplateDoesNotExist, get_template  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.urls import NoReverseMatch, resolve, reverse  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402
from wagtail.admin.views.account import LoginView  # noqa: E402
from wagtail.models import Locale  # noqa: E402


def has_address() -> bool:
    try:
        reverse("demo:sign_in")
    except NoReverseMatch:
        return "demo" in resolve("/demo/sign-in/").func.__module__
    return True


def has_template() -> bool:
    try:
        get_template("demo/accounts.html")
    except TemplateDoesNotExist:
        return False
    return True


def login_page() -> str:
    request = RequestFactory(headers={"host": host}).get("/admin/login/")
    request.user = AnonymousUser()
    return str(LoginView.as_view()(request).render().content.decode())


def answer_of_the_view() -> int:
    """What the view itself says, past every address."""
    request = RequestFactory(headers={"host": host}).post("/", {"account": "admin"})
    request.user = AnonymousUser()
    try:
        return int(import_string("cms.demo.views.sign_in")(request).status_code)
    except Http404:
        return 404


with connection.schema_editor() as editor:
    editor.create_model(Locale)
host = next(iter(settings.ALLOWED_HOSTS)).removeprefix(".")
report: dict[str, Callable[[], object]] = {
    # First, while nothing here has asked for it.
    "loaded": lambda: sorted(
        name for name in sys.modules if name.startswith(("cms.demo", "cms.starter"))
    ),
    "DEMO": lambda: settings.DEMO,
    "installed": lambda: apps.is_installed("cms.demo"),
    "content is installed": lambda: apps.is_installed("cms.starter"),
    "commands": lambda: sorted(
        command for command, app in get_commands().items() if app in ("cms.demo", "cms.starter")
    ),
    "address": has_address,
    "template": has_template,
    "tags": lambda: "demo_tags" in get_installed_libraries(),
    "style": lambda: find("demo/demo.css") is not None,
    "is asked for a password": lambda: "id_password" in login_page(),
    "is shown accounts": lambda: "demo-accounts" in login_page(),
    "errors": lambda: [
        each.id for each in run_checks(tags=["security"]) if str(each.id)[:5] == "demo."
    ],
    "the view": answer_of_the_view,
}
print(json.dumps({name: say() for name, say in report.items() if name not in sys.argv}))
