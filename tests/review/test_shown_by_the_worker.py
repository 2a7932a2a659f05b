"""From a draft to a shown picture with the real backend of tasks: its worker makes the files.

Nothing is done at once here but what has to be; the worker finds the rest in the database.
"""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage, storages
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from cms.media.models import Image
from cms.review.downs import address_of
from tests.access.movement import make_image
from tests.safety.test_deleted_files import real_tasks, work  # noqa: F401 - a fixture

from .flow import Commit, Flow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_tasks")]


def body(image: Image) -> list[Any]:
    shown = {"image": str(image.pk), "alt_text": "A march", "decorative": ""}
    return [("image", {"picture": shown, "caption": "", "credit": ""})]


def pictures(html: str) -> set[str]:
    """The addresses of every size in which the page's text shows its picture."""
    figure = BeautifulSoup(html, "lxml").select_one("figure.figure")
    assert figure is not None
    sets = [str(tag["srcset"]) for tag in figure.select("[srcset]")]
    named = {part.split()[0] for each in sets for part in each.split(",")}
    return named | {str(tag["src"]) for tag in figure.select("img")}


def shown(address: str) -> Path:
    """Where public storage has the file of an address, or would have it."""
    return Path(default_storage.path(address.removeprefix("/media/")))


def answers(addresses: set[str]) -> set[int]:
    return {Client().get(address).status_code for address in addresses}


def test_a_picture_is_shown_with_its_approval_and_gone_with_its_page(
    flow: Flow, commit: Commit
) -> None:
    image = make_image("A gate", flow.movement.files["boston"].image.collection)
    with commit():
        flow.submit("boston-editor", body=body(image))
        work()
    preview = reverse("wagtailadmin_pages:view_draft", args=[flow.page.pk])
    in_draft = pictures(flow.client("boston-editor").get(preview).content.decode())
    assert answers(in_draft) == {404}
    assert not any(shown(address).exists() for address in in_draft)

    with commit():
        flow.approve()
    assert DBTaskResult.objects.ready().exists()
    with commit():
        work()
    addresses = pictures(flow.public_text())
    assert addresses > in_draft
    for address in addresses:
        answer = Client().get(address)
        assert answer.status_code == 200
        assert answer.getvalue() == shown(address).read_bytes()
    assert {shown(address).suffix for address in addresses} == {".avif", ".webp", ".jpg"}

    with commit():
        down = {"action": "take-down", "reason": "Somebody is in danger."}
        flow.client("boston-lead").post(address_of(flow.page), down)
    assert answers(addresses) == {404}
    assert not any(shown(address).exists() for address in addresses)
    work()
    assert answers(addresses) == {404}
    private = storages["private"]
    assert all(private.exists(address.removeprefix("/media/")) for address in addresses)
