"""Blocks that lead somewhere."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from ..contacts import contact_address, shown_address, validate_target
from ..videos import plain_video_address, provider_name
from .references import ContactChooserBlock, KeyBlock
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


class VideoValue(blocks.StructValue):
    """A video elsewhere, and whose site that is."""

    @property
    def provider(self) -> str:
        return provider_name(str(self.get("address") or ""))


@shared("video", order=105)
class VideoBlock(blocks.StructBlock):
    """A card for a video on another site: a picture and a title kept here, and a link.

    Nothing of the other site is shown, and neither a reader's browser nor this site asks it.
    """

    address = blocks.URLBlock(
        label=_("Address"),
        help_text=_("Paste the address of the video, with https://"),
    )
    title = blocks.CharBlock(
        max_length=200, label=_("Title"), help_text=_("What one sees there, and in which language.")
    )
    picture = ImageBlock(
        required=False,
        label=_("Picture"),
        help_text=_("Such as a still of the video, uploaded here. Optional."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        try:
            cleaned["address"] = plain_video_address(cleaned["address"])
        except ValidationError as error:
            raise StructBlockValidationError(block_errors={"address": error}) from error
        return cleaned

    class Meta:
        coupled = {"address": "title"}
        icon = "media"
        label = _("Video")
        value_class = VideoValue
        template = "blocks/video.html"
        preview_value = {
            "address": "https://www.youtube.com/watch?v=aaaaaaaaaaa",
            "title": "Two minutes from the march",
            "picture": None,
        }
        description = _("A card that leads to a video on another site")


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


class ContactLinkValue(blocks.StructValue):
    """A way to reach somebody: that of the contact it refers to, else one of its own."""

    @property
    def is_shown(self) -> bool:
        """Whether readers get it: a contact that was taken down is shown nowhere."""
        contact = self.get("contact")
        return bool(contact.live if contact else self.get("target"))

    @property
    def means(self) -> str:
        """How one reaches them: its kind."""
        contact = self.get("contact")
        return str(contact.kind if contact else self["kind"])

    @property
    def address(self) -> str:
        """The number or address as it was written."""
        contact = self.get("contact")
        return str((contact.target if contact else self.get("target")) or "")

    @property
    def href(self) -> str:
        """What a tap opens; nothing for a place, to which one goes."""
        return contact_address(self.means, self.address)

    @property
    def shown(self) -> str:
        """The address or number as one reads it out."""
        return shown_address(self.address)


class ContactLinkBlock(blocks.StructBlock):
    contact = ContactChooserBlock(
        required=False,
        label=_("Contact"),
        help_text=_("Kept in one place for every page. Otherwise give a number or address below."),
    )
    kind = blocks.ChoiceBlock(choices=CONTACT_KINDS, default="website", label=_("Kind"))
    text = blocks.CharBlock(max_length=100, label=_("Text"), help_text=_("Such as “Write to us”."))
    target = KeyBlock(
        required=False,
        max_length=300,
        label=_("Address or number"),
        help_text=_("An email address, a phone number, or an address with https://"),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        try:
            _validate(cleaned)
        except ValidationError as error:
            raise StructBlockValidationError(block_errors={"target": error}) from error
        return cleaned

    class Meta:
        coupled = {"contact": "text", "kind": "text", "target": "text"}
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

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """What was taken down is not shown; a box of nothing else is not there."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"shown": [each for each in value["contacts"] if each.is_shown]}

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


def _validate(value: Any) -> None:
    """Raise ValidationError unless there is either a contact or a number or address of its own."""
    if bool(value["contact"]) == bool(value["target"]):
        raise ValidationError(_("Choose a contact or give a number or address: one of the two."))
    if value["target"]:
        validate_target(value["kind"], value["target"])
