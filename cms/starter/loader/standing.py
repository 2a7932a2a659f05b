"""The starter content as it stands in the database: pages by language and address."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page

from cms.contacts.models import Contact

from .blocks import References
from .files import StarterPlace
from .keys import HOME_KEY, key_of


@dataclass(frozen=True)
class StandingPages(References):
    """One language's pages, published or not, by address: "" or "chapters/boston/"."""

    locale: Locale

    def find(self, address: str) -> Any:
        """Return the page, of its own type; None where there is none."""
        home = Page.objects.filter(translation_key=HOME_KEY, locale=self.locale).first()
        if home is None:
            return None
        return Page.objects.filter(url_path=f"{home.url_path}{address}").specific().first()

    def page(self, address: str, place: StarterPlace) -> int:
        page = self.find(address)
        if page is None:
            raise place.error(f"there is no page at “{address}”.")
        return int(page.pk)

    def contact(self, key: str, place: StarterPlace) -> int:
        contact = Contact.objects.filter(translation_key=key_of("contact", key)).first()
        if contact is None:
            raise place.error(f"there is no contact “{key}”.")
        return int(contact.pk)

    def artwork(self, name: str, place: StarterPlace) -> int:
        raise place.error(f"new pictures such as “{name}” have no place here.")
