"""Each app says what roles may do with its own models, and the policy names no app above it."""

from importlib import import_module, reload
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.contrib.auth.models import Permission

from cms.access import policy
from cms.access.policy import ROLES, Role, model_rights_of

OURS = [
    config
    for config in apps.get_app_configs()
    if (Path(config.path) / "role_rights.py").exists() and config.label != "access"
]


@pytest.mark.parametrize("app", OURS, ids=lambda app: app.name)
def test_an_app_gives_rights_on_its_own_models_alone(
    app: AppConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []

    def note(_role: Role, rights: list[str]) -> None:
        given.extend(rights)

    monkeypatch.setattr(policy, "register_rights", note)
    reload(import_module(f"{app.name}.role_rights"))
    assert given
    assert {right.partition(".")[0] for right in given} == {app.label}


def test_the_policy_itself_names_no_app_that_adds_its_own() -> None:
    named = {right.partition(".")[0] for role in ROLES.values() for right in role.models}
    assert "access" in named
    assert not named & {app.label for app in OURS}


@pytest.mark.django_db
def test_every_right_is_a_permission_that_there_is() -> None:
    known = {
        f"{app}.{codename}"
        for app, codename in Permission.objects.values_list("content_type__app_label", "codename")
    }
    for role in ROLES.values():
        assert model_rights_of(role) <= known, role.key
    assert "home.change_person" in model_rights_of(policy.STAFF)
