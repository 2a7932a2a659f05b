"""Two translators have one translation open: neither writes over the other's text unread."""

from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from .test_writing import kept
from .world import FORM, SCRIPT, World

pytestmark = pytest.mark.django_db


def send(world: World, who: str, text: str, was: str) -> Any:
    """Type a segment, as the editor's script sends it."""
    address = world.address("about", "es", world.segment("about", "title"))
    body = urlencode({"value": text, "was": was})
    return world.client(who).put(address, body, content_type=FORM, headers=SCRIPT)


def open_form(world: World, who: str) -> dict[str, str]:
    """The editor's whole form, as it stands in a browser without scripts."""
    soup = BeautifulSoup(world.client(who).get(world.editor("about", "es")).content, "html.parser")
    form = soup.select_one("form[data-desk]")
    assert form is not None
    hidden = form.select("input[type=hidden][name^=was-]")
    fields = {str(field["name"]): str(field.get("value", "")) for field in hidden}
    areas = form.select("textarea[name^=segment-]")
    return fields | {str(area["name"]): area.get_text().removeprefix("\n") for area in areas}


def test_the_script_gets_the_other_text_and_its_own_is_kept_back(world: World) -> None:
    before = kept(world, "about", "es", "title") or ""
    assert send(world, "es-translator", "Uno", before).status_code == 200
    answer = send(world, "es-reviewer", "Dos", before)
    assert answer.status_code == 409
    assert answer.json()["theirs"] == "Uno"
    assert "“Uno”" in answer.json()["error"]
    assert kept(world, "about", "es", "title") == "Uno"
    assert send(world, "es-reviewer", "Dos", "Uno").status_code == 200
    assert kept(world, "about", "es", "title") == "Dos"
    assert send(world, "es-translator", "Dos", "Uno").status_code == 200, "it says the same"


def test_a_whole_form_leaves_alone_what_its_writer_did_not_touch(world: World) -> None:
    form = open_form(world, "es-reviewer")
    world.write("es-translator", "about", "es", "title", "Uno")
    body = world.segment("about", "body")
    answer = world.client("es-reviewer").post(
        world.editor("about", "es"), form | {f"segment-{body.pk}": "Bien", "action": "save"}
    )
    assert answer.status_code == 302
    assert kept(world, "about", "es", "title") == "Uno"
    assert kept(world, "about", "es", "body") == "Bien"


def test_a_whole_form_is_shown_both_texts_and_keeps_its_own_the_second_time(world: World) -> None:
    form = open_form(world, "es-reviewer")
    world.write("es-translator", "about", "es", "title", "Uno")
    title = world.segment("about", "title")
    mine = {f"segment-{title.pk}": "Dos", "action": "save"}
    answer = world.client("es-reviewer").post(world.editor("about", "es"), form | mine)
    assert answer.status_code == 422
    assert "“Uno”" in answer.text
    assert ">Dos</textarea>" in answer.text
    assert kept(world, "about", "es", "title") == "Uno"
    again = form | mine | {f"was-{title.pk}": "Uno"}
    assert f'name="was-{title.pk}" value="Uno"' in answer.text
    assert world.client("es-reviewer").post(world.editor("about", "es"), again).status_code == 302
    assert kept(world, "about", "es", "title") == "Dos"
