"""Builds one language's pages and records."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from wagtail.models import Locale, Page, Site

from cms.contacts.models import Contact

from .blocks import References
from .checks import check_values, plain_errors
from .fields import Entry, FieldWriter, with_pictures
from .files import (
    IDENTITY,
    PEOPLE,
    SOURCE_LANGUAGE,
    StarterFile,
    StarterLanguage,
    StarterPlace,
    Table,
    parent_address,
)
from .keys import key_of
from .pairing import lists
from .pictures import Pictures


@dataclass
class LanguageReferences(References):
    """What one language's content names: its pages so far, the pictures and contacts of all."""

    pictures: Pictures
    pages: dict[str, Page] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)

    def page(self, address: str, place: StarterPlace) -> int:
        if address not in self.pages:
            raise place.error(f"there is no page at “{address}”.")
        return int(self.pages[address].pk)

    def contact(self, key: str, place: StarterPlace) -> int:
        if key not in self.contacts:
            raise place.error(f"there is no contact “{key}”.")
        return int(self.contacts[key].pk)

    def artwork(self, name: str, place: StarterPlace) -> int:
        return self.pictures.image_id(name, place)


class LanguageBuilder:
    """Builds what one language's folder says, in the shape of the English one."""

    def __init__(
        self, source: StarterLanguage, language: StarterLanguage, locale: Locale, pictures: Pictures
    ) -> None:
        self.source = source
        self.language = language
        self.locale = locale
        self.references = LanguageReferences(pictures)
        self.writers: dict[str, FieldWriter] = {}
        self.records: list[models.Model] = []

    @property
    def pages(self) -> dict[str, Page]:
        return self.references.pages

    def add_pages(self, root: Page) -> None:
        """Put every page of the language into the tree, with its plain fields only."""
        for address in self._in_tree_order():
            file = self.source.pages[address]
            model = _page_model(file)
            writer = self._writer(
                file, self.language.pages[address], model, key_parts=("page", address)
            )
            page = model(
                **writer.plain(model),
                slug=self._slug(address),
                locale=self.locale,
                translation_key=writer.namespace,
            )
            parent = self.pages[parent_address(address)] if address else root
            place = writer.entry.place
            if model not in parent.specific_class.allowed_subpage_models():
                raise place.error(f"a page of type {model._meta.label} cannot stand there.")
            with plain_errors(place):
                parent.add_child(instance=page)
            self.pages[address] = page
            self.writers[address] = writer

    def fill_pages(self) -> None:
        """Write the streams, rich texts and children, now that every page can be linked to."""
        for address, page in self.pages.items():
            self.writers[address].rich(page)
            page.save()

    def publish_pages(self) -> Iterator[Page]:
        """Hold every page to the editors' rules, publish it, and yield it."""
        for address in self.pages:
            # Afresh: adding its children has changed the page's row.
            page = Page.objects.get(pk=self.pages[address].pk).specific
            check_values(page, self.writers[address].entry.place)
            page.save_revision(clean=False).publish()
            page.refresh_from_db()
            self.pages[address] = page
            yield page

    def add_records(self, site: Site) -> None:
        """Write the people and the site's identity."""
        person = apps.get_model("home", "Person")
        for entry, key in self._people():
            self._add_record(person, entry, key_of("person", key))
        identity = apps.get_model("home", "SiteIdentity")
        file, translation = self.source.records[IDENTITY], self.language.records[IDENTITY]
        self._add_record(identity, self._entry(file, translation), key_of("identity"), site=site)

    def _people(self) -> Iterator[tuple[Entry, str]]:
        file, translation = self.source.records[PEOPLE], self.language.records[PEOPLE]
        words = None if self._is_source else translation.table.get("people", [])
        pairs = zip(
            *lists(file.table.get("people"), words, "people", translation.place), strict=True
        )
        for index, (english, translated) in enumerate(pairs):
            place = translation.place.inside(f"people, {index + 1}")
            yield Entry(english, translated, place), str(english.get("key", index))

    def _add_record(self, model: type[Any], entry: Entry, key: Any, **fields: Any) -> None:
        writer = FieldWriter(entry, self.locale, self.references, key)
        record = model(**writer.plain(model), **fields, locale=self.locale, translation_key=key)
        writer.rich(record)
        check_values(record, entry.place)
        record.save()
        record.save_revision(clean=False).publish()
        record.refresh_from_db()
        self.records.append(record)

    def _writer(
        self,
        file: StarterFile,
        translation: StarterFile,
        model: type[models.Model],
        key_parts: tuple[str, ...],
    ) -> FieldWriter:
        entry = self._entry(
            StarterFile(with_pictures(file.table, model), file.place),
            StarterFile(with_pictures(translation.table, model), translation.place),
        )
        return FieldWriter(entry, self.locale, self.references, key_of(*key_parts))

    def _entry(self, file: StarterFile, translation: StarterFile) -> Entry:
        words: Table | None = None if self._is_source else translation.table
        return Entry(file.table, words, translation.place)

    @property
    def _is_source(self) -> bool:
        return self.language.code == SOURCE_LANGUAGE

    def _slug(self, address: str) -> str:
        if address:
            return address.rstrip("/").rpartition("/")[2]
        return "home" if self._is_source else f"home-{self.language.code}"

    def _in_tree_order(self) -> list[str]:
        """Parents before children; siblings in the order in which their parent names its types."""

        def rank(address: str) -> tuple[int, int, str]:
            if not address:
                return 0, 0, ""
            parent = _page_model(self.source.pages[parent_address(address)])
            label = str(self.source.pages[address].table["type"])
            allowed = list(parent.subpage_types)
            position = allowed.index(label) if label in allowed else len(allowed)
            return address.count("/"), position, address

        for file in self.source.pages.values():
            _page_model(file)
        return sorted(self.source.pages, key=rank)


def page_model(label: Any, place: StarterPlace) -> type[Page]:
    """Return the page type of a name such as ``home.AboutPage``."""
    try:
        model = apps.get_model(str(label))
    except (LookupError, ValueError):
        model = None
    if model is None or not issubclass(model, Page):
        raise place.error(f"there is no page type {label!r}.")
    return model


def _page_model(file: StarterFile) -> type[Page]:
    return page_model(file.table.get("type"), file.place)
