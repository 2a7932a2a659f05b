"""Writes the contacts that starter content refers to: one record for all languages."""

from cms.contacts.models import Contact

from .checks import check_values
from .files import StarterFile
from .keys import key_of
from .pairing import check_names, tables

FIELDS = ("name", "purpose", "for_whom", "kind", "target", "days", "languages")


def write_contacts(file: StarterFile | None) -> dict[str, Contact]:
    """Publish every contact of the file; return them by their keys."""
    found: dict[str, Contact] = {}
    if file is None:
        return found
    for index, table in enumerate(tables(file.table.get("contacts"), "contacts", file.place)):
        place = file.place.inside(f"contacts, {index + 1}")
        check_names(table, None, ("key", *FIELDS), place)
        key = str(table.get("key", index))
        contact = Contact(
            **{name: table[name] for name in FIELDS if name in table},
            translation_key=key_of("contact", key),
        )
        contact.be_in_the_first_language()
        check_values(contact, place)
        contact.save()
        contact.save_revision(clean=False).publish()
        found[key] = contact
    return found
