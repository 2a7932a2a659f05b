"""Numbers and addresses of contacts that stand in texts all the same, as they are or were."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page, PageQuerySet, Revision

from cms.access.querysets import own_pages
from cms.pages.contacts import dialled, shown_address
from cms.pages.stored_blocks import decoded

from .models import Contact
from .reach import own_contacts

# Digits with what may stand between them; a letter or another mark ends a number.
NUMBER = re.compile(r"\+?\(?\d[\d\s().\-/\u00a0\u2010-\u2015\u2066-\u2069]{4,}\d")
TAG = re.compile(r"<[^>]*>")
# Shorter ones, such as 211, stand in too many sentences.
SHORTEST = 7
COUNTRY = "1"


@dataclass(frozen=True)
class Stray:
    """A number or address of a contact that stands in pages by itself."""

    contact: Contact
    written: str
    is_old: bool
    pages: tuple[Page, ...]


def strays_for(user: User) -> list[Stray]:
    """Those of the account's contacts in the public texts of its pages, the old ones first."""
    contacts = list(own_contacts(user))
    earlier = _earlier_targets(contacts)
    wanted = [
        (contact, target, target != contact.target)
        for contact in contacts
        for target in dict.fromkeys([*earlier[contact.pk], contact.target])
    ]
    if not wanted:
        return []
    texts = [(page, Text.of(page)) for page in _public_pages(user)]
    found = [
        Stray(contact, shown_address(target), is_old, pages)
        for contact, target, is_old in wanted
        if (pages := tuple(page for page, text in texts if text.has(contact.kind, target)))
    ]
    return sorted(found, key=lambda stray: (not stray.is_old, stray.contact.name))


@dataclass(frozen=True)
class Text:
    """Everything that a page says, and the numbers in it by their digits."""

    words: str
    numbers: frozenset[str]

    @classmethod
    def of(cls, page: Page) -> "Text":
        pieces = list(_strings(page.specific.serializable_data()))
        numbers = (
            _digits(found) for piece in pieces for found in NUMBER.findall(TAG.sub("", piece))
        )
        return cls("\n".join(pieces).casefold(), frozenset(numbers))

    def has(self, kind: str, target: str) -> bool:
        if kind == "phone":
            digits = _digits(target)
            return len(digits) >= SHORTEST and any(digits in number for number in self.numbers)
        wanted = re.escape(shown_address(target).casefold())
        return bool(re.search(rf"(?<![\w.@-]){wanted}(?![\w-])", self.words))


def _digits(written: str) -> str:
    """What tells a number from another: its digits, without the country's."""
    digits = dialled(written).lstrip("+")
    is_whole = len(digits) == 11 and digits.startswith(COUNTRY)
    return digits.removeprefix(COUNTRY) if is_whole else digits


def _earlier_targets(contacts: Iterable[Contact]) -> dict[int, list[str]]:
    """Which numbers and addresses each contact had before, the latest first."""
    live = {str(contact.pk): contact.live_revision_id for contact in contacts}
    kind = ContentType.objects.get_for_model(Contact)
    revisions = Revision.objects.filter(base_content_type=kind, object_id__in=live)
    found: dict[int, list[str]] = defaultdict(list)
    for key, number, content in revisions.order_by("-pk").values_list("object_id", "pk", "content"):
        if number < (live[key] or 0):
            found[int(key)].append(content["target"])
    return found


def _public_pages(user: User) -> Iterator[Page]:
    numbers = own_pages(user).filter(live=True, alias_of=None, depth__gt=1).values("pk")
    pages: PageQuerySet[Page] = Page.objects.filter(pk__in=numbers)
    return pages.specific().iterator(100)


def _strings(value: Any) -> Iterator[str]:
    """Every piece of text in plain data; streams are kept as JSON."""
    if isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str):
        held = decoded(value) if value.startswith("[{") else value
        yield from [value] if isinstance(held, str) else _strings(held)
    elif value is not None:
        yield json.dumps(value, cls=DjangoJSONEncoder)
