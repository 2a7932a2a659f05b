"""Blocks that lead somewhere."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from ..contacts import contact_address, shown_address
from .references import KeyBlock
from .shared import shared


@shared("call_to_action", order=100)
class CallToActionBlock(blocks.StructBlock):
    """A button to a page of this site or to an address elsewhere: exactly one of the two."""

    text = blocks.CharBlock(max_length=80, label=_("Text"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    address = blocks.URLBlock(
        required=False,
        label=_("Address"),
        help_text=_("Instead of a page: an address elsewhere, with https://"),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and bool(cleaned["page"]) == bool(cleaned["address"]):
            message = _("Choose a page or give an address: one of the two.")
            raise StructBlockValidationError(block_errors={"page": ValidationError(message)})
        return cleaned

    class Meta:
        coupled = {"page": "text", "address": "text"}
        icon = "link"
        label = _("Call to action")
        template = "blocks/call_to_action.html"
        preview_value = {"text": "Join the movement", "address": "https://www.example.org/"}
        description = _("A button to a page or an address")


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    text = blocks.CharBlock(
        max_length=120, label=_("Text"), help_text=_("What the document is, in a few words.")
    )

    class Meta:
        coupled = {"document": "text"}
        icon = "download"
        label = _("Download")
        template = "blocks/download.html"
        preview_value = {"document": None, "text": "The poster, to print"}
        description = _("A PDF to download")


CONTACT_KINDS = [
    ("email", _("Email")),
    ("phone", _("Phone")),
    ("website", _("Website")),
    ("social", _("Social network")),
]


# Short numbers such as 211 and 988 are dialled as they are.
SHORTEST_NUMBER = 3
PHONE = re.compile(r"\+?[\d\s().\-/\u00a0\u2010-\u2015]+")


class ContactLinkValue(blocks.StructValue):
    @property
    def href(self) -> str:
        """What a tap opens."""
        return contact_address(self["kind"], str(self["target"]))

    @property
    def shown(self) -> str:
        """The address or number as one reads it out."""
        return shown_address(str(self["target"]))


class ContactLinkBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=CONTACT_KINDS, default="website", label=_("Kind"))
    text = blocks.CharBlock(max_length=100, label=_("Text"), help_text=_("Such as “Write to us”."))
    target = KeyBlock(
        max_length=300,
        label=_("Address or number"),
        help_text=_("An email address, a phone number, or an address with https://"),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            _validate_target(cleaned["kind"], cleaned["target"])
        except ValidationError as error:
            raise StructBlockValidationError(block_errors={"target": error}) from error
        return cleaned

    class Meta:
        coupled = {"kind": "text", "target": "text"}
        icon = "mail"
        label = _("Contact link")
        value_class = ContactLinkValue
        template = "blocks/contact_link.html"
        preview_value = {"kind": "email", "text": "Write to us", "target": "chapter@example.org"}
        description = _("A way to reach the chapter")


class ContactBlock(ContactLinkBlock):
    """A line of a box of contacts: who answers, how to reach them, and when."""

    kind = blocks.ChoiceBlock(choices=CONTACT_KINDS, default="phone", label=_("Kind"))
    text = blocks.CharBlock(
        max_length=100, label=_("Name"), help_text=_("Who answers, such as “Legal support”.")
    )
    note = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Note"),
        help_text=_("When, in which languages, for whom. An extension belongs here too."),
    )

    class Meta:
        label = _("Contact")


@shared("contacts", order=80)
class ContactsBlock(blocks.StructBlock):
    """A box of numbers and addresses, set large: what one looks for in a hurry."""

    title = blocks.CharBlock(required=False, max_length=200, label=_("Title"))
    contacts = blocks.ListBlock(ContactBlock(), min_num=1, max_num=12, label=_("Contacts"))

    class Meta:
        icon = "mail"
        label = _("Contacts")
        template = "blocks/contacts.html"
        preview_value = {
            "title": "If someone is taken",
            "contacts": [
                {
                    "kind": "phone",
                    "text": "Legal support",
                    "target": "1-800-555-0142",
                    "note": "Day and night",
                }
            ],
        }
        description = _("Numbers to dial and addresses to write to, in large type")


def _validate_target(kind: str, target: str) -> None:
    match kind:
        case "email":
            validate_email(target)
        case "phone":
            if sum(sign.isdecimal() for sign in target) < SHORTEST_NUMBER:
                raise ValidationError(_("Enter a whole phone number."))
            if not PHONE.fullmatch(target):
                raise ValidationError(
                    _("Enter the number alone, in digits; words such as an extension go elsewhere.")
                )
        case "website" | "social":
            URLValidator(schemes=["https", "http"])(target)
