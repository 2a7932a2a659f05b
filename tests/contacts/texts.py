"""A page and a small issue in three languages, all of which refer to one contact."""

import datetime
from typing import Any

from django.test import Client
from pypdfium2 import PdfDocument
from wagtail.models import Page

from cms.contacts.models import Contact
from home.models import StandardPage
from tests.access.movement import add_child, publish
from tests.review.flow import Flow
from zine.models import ZineIndexPage, ZineIssuePage

LANGUAGES = ("en", "es", "ar")


class Texts:
    def __init__(self, flow: Flow) -> None:
        self.contact: Contact = flow.movement.contacts["national"]
        self.pages: dict[str, Page] = {}
        self.issues: dict[str, ZineIssuePage] = {}
        for code in LANGUAGES:
            home = flow.movement.homes[code]
            page = StandardPage(title=f"Help {code}", slug="help", summary="x", body=self.body)
            add_child(home, page, self.pages.get("en"))
            self.pages[code] = publish(page)
            shelf = ZineIndexPage(title=f"Zines {code}", slug="zine", summary="x")
            publish(add_child(home, shelf, self._shelf()))
            issue = ZineIssuePage(
                title=f"Zine {code}",
                slug="7",
                summary="x",
                number=7,
                published_on=datetime.date(2026, 1, 1),
                body=self.body,
            )
            add_child(shelf, issue, self.issues.get("en"))
            self.issues[code] = ZineIssuePage.objects.get(pk=publish(issue).pk)

    def _shelf(self) -> Any:
        return self.issues["en"].get_parent() if self.issues else None

    @property
    def body(self) -> list[Any]:
        line = {"contact": self.contact.pk, "kind": "phone", "text": "Helpline", "target": ""}
        contacts = [{"type": "item", "value": line | {"note": ""}, "id": "c1"}]
        return [{"type": "contacts", "id": "b1", "value": {"title": "", "contacts": contacts}}]

    def shown(self, code: str) -> str:
        """What readers of a language get of the page and the issue."""
        client = Client()
        return "".join(
            client.get(str(page.url)).text for page in (self.pages[code], self.issues[code])
        )

    def digits_in(self, code: str, kind: str) -> str:
        """The digits in the words of an edition."""
        (edition,) = self.issues[code].editions.filter(is_current=True)
        with edition.artifacts.get(kind=kind).file.open() as file:
            content = file.read()
        if not kind.endswith(".pdf"):
            words = content.decode()
        else:
            pages = PdfDocument(content)
            words = "".join(page.get_textpage().get_text_range() for page in pages)
        return "".join(sign for sign in words if sign.isdecimal())


def found(code: str, words: str) -> str:
    """What the search finds in a language."""
    return Client().get(f"/{code}/search/", {"q": words}).text
