"""Somebody who presses the demo's buttons, with nothing but what the page gave them."""

from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

LOGIN, DASHBOARD, SIGN_IN = "/admin/login/", "/admin/", "/demo/sign-in/"


@dataclass
class Visitor:
    """A browser without scripts: it holds cookies, reads pages and sends their forms."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    response: Any = None

    def go(self, address: str, **headers: str) -> "Visitor":
        self.response = self.client.get(address, headers=headers or None)
        return self

    @property
    def page(self) -> BeautifulSoup:
        return BeautifulSoup(self.response.content, "html.parser")

    @property
    def words(self) -> str:
        return " ".join(self.page.get_text(" ", strip=True).split())

    @property
    def offered(self) -> dict[str, str]:
        """What the buttons say, by the accounts that they sign in."""
        return {
            str(button["value"]): " ".join(button.get_text(": ", strip=True).split())
            for button in self.page.select(".demo-accounts button[name=account]")
        }

    @property
    def account(self) -> str:
        """Whose session it is; empty for nobody's."""
        number = self.client.session.get("_auth_user_id")
        return number or ""

    def press(self, account: str, **data: str) -> "Visitor":
        """Press an account's button on the page that is open, and go where that leads."""
        form = self.page.select_one("form:has(.demo-accounts)")
        assert form is not None, "there are no accounts on this page"
        fields = {str(each["name"]): str(each["value"]) for each in form.select("input")}
        address = str(form["action"])
        data = fields | {"account": account} | data
        self.response = self.client.post(address, data, follow=True)
        return self

    @property
    def at(self) -> str:
        return str(self.response.request["PATH_INFO"])


def edit_address(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
