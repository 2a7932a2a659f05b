"""Languages are named in the language of whoever reads of them."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.users.models import UserProfile

from .world import World

pytestmark = pytest.mark.django_db


def test_the_editor_is_titled_in_spanish(world: World) -> None:
    UserProfile.objects.update_or_create(
        user=world.users["es-translator"], defaults={"preferred_language": "es"}
    )
    response = world.client("es-translator").get(world.editor("about", "es"))
    told = BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)
    assert "→ Español" in told
    assert "→ Spanish" not in told


def test_the_mail_to_a_team_names_its_language_in_it() -> None:
    with override("es"):
        mail = render_to_string("mail/translations_changed.txt", {"language": "ar", "number": 2})
    assert "(Árabe)" in mail
