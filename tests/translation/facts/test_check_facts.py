"""``check_facts`` tells where translations stray, and mends what follows by declaration."""

import pytest
from django.core.management import call_command
from wagtail.models import Page

from cms.translation import tasks

from .steps import CORRECTED, Steps, names, numbers

pytestmark = pytest.mark.django_db

CLEAN = "Every translation follows its source.\n"


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_nothing_strays(steps: Steps, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_facts")
    assert said(capsys) == CLEAN


def test_what_strays_is_named_and_mended(
    steps: Steps, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "follow_everywhere", lambda _source: {})
    monkeypatch.setattr(tasks, "bring_facts", lambda _translation: 0)
    steps.publish("boston", contact_links=CORRECTED)
    words = names(steps.spanish())
    with pytest.raises(SystemExit) as ended:
        call_command("check_facts")
    assert ended.value.code == 1
    assert "es: Boston: Contact links › Contact link › Address or number: " in said(capsys)
    with steps.capture(execute=True):
        call_command("check_facts", "--fix")
    assert said(capsys).endswith("Mended: 1.\n")
    assert (numbers(steps.spanish())[0], names(steps.spanish())) == ("617-555-0199", words)
    call_command("check_facts")
    assert said(capsys) == CLEAN


def test_an_own_value_is_named_and_stays(steps: Steps, capsys: pytest.CaptureFixture[str]) -> None:
    steps.publish("boston", "es", join_url="https://es.example.org/")
    with steps.capture(execute=True):
        call_command("check_facts", "--fix")
    output = said(capsys)
    assert "'https://es.example.org/', source 'https://join.example.org/' (its own" in output
    assert output.endswith(CLEAN)
    assert steps.spanish().join_url == "https://es.example.org/"


def test_pages_elsewhere_are_put_in_their_place(
    steps: Steps, capsys: pytest.CaptureFixture[str]
) -> None:
    steps.world.page("about", "es").move(steps.world.page("chapters", "es"), pos="last-child")
    with pytest.raises(SystemExit):
        call_command("check_facts")
    assert "/chapters/about/ does not stand where" in said(capsys)
    call_command("check_facts", "--fix")
    assert steps.world.page("about", "es").get_parent() == Page.objects.get(
        pk=steps.world.page("home", "es").pk
    )
    said(capsys)
    call_command("check_facts")
    assert said(capsys) == CLEAN
