"""What people do with Boston's page and its translations, as the tests of facts tell it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision

from cms.translation.models import Freshness
from tests.translation.world import World


def link(key: str, text: str, target: str, kind: str = "phone") -> dict[str, Any]:
    value = {"kind": kind, "text": text, "target": target}
    return {"type": "contact_link", "id": key, "value": value}


LEGAL, FOOD = "11111111-0000-4000-8000-000000000000", "22222222-0000-4000-8000-000000000000"
LINKS = json.dumps([link(LEGAL, "Legal help", "617-555-0101"), link(FOOD, "Food", "617-555-0102")])
CORRECTED = LINKS.replace("0101", "0199")
NUMBER = f"contact_links.{LEGAL}.target"


@dataclass
class Steps:
    world: World
    capture: Callable[..., Any]

    def publish(self, name: str, code: str = "en", **values: Any) -> Any:
        """Publish a page with other values, as review does in the end."""
        page = self.world.page(name, code).get_latest_revision_as_object()
        for field, value in values.items():
            setattr(page, field, value)
        with self.capture(execute=True):
            page.save_revision().publish()
        return page

    def draft(self, who: str, name: str, code: str, **values: Any) -> Revision:
        """Write a draft of a page on top of the latest."""
        page = self.world.page(name, code).get_latest_revision_as_object()
        for field, value in values.items():
            setattr(page, field, value)
        revision: Revision = page.save_revision(user=self.world.users[who])
        return revision

    def spanish(self) -> Any:
        """Boston's page in Spanish as readers have it."""
        return self.world.page("boston", "es")

    def latest(self, code: str = "es") -> Any:
        return self.latest_of("boston", code)

    def latest_of(self, name: str, code: str) -> Any:
        return self.world.page(name, code).get_latest_revision_as_object()

    def freshness(self, name: str = "boston", code: str = "es") -> Freshness:
        return Freshness.objects.get(translation=self.world.translation(name, code))


def numbers(page: Any) -> list[str]:
    return [each.value["target"] for each in page.contact_links]


def names(page: Any) -> list[str]:
    return [each.value["text"] for each in page.contact_links]
