"""What is changed of Wagtail for pages, and used of it and Django that they keep to themselves."""

from typing import Any

from django.core.files.storage import FileSystemStorage
from django.forms import BaseModelForm
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.views.pages.preview import PreviewOnEditView
from wagtail.blocks import ChooserBlock, ListBlock
from wagtail.models import ReferenceIndex
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter, TagRewriter

from cms.patches import Change, Patch, PrivateUse

from . import posted_blocks, rich_text
from .previews import form_of_a_preview

SEEN_IN = "wagtail 8.0.1"
PREVIEW = Patch(
    owner=PreviewOnEditView,
    name="get_form",
    instead=form_of_a_preview,
    reason="It fills in a title and a slug, which not everybody may change: the form refuses them.",
    seen_in="wagtail 8.0.1",
    digest="a5ced7fbfe81ca1d",
)
# What is changed, its digest, what stands in its place, and why.
HOSTILE_INPUT: tuple[tuple[type, str, str, Any, str], ...] = (
    (
        EmbedRewriter,
        "get_tag_replacements",
        "126ab0dcd1fa211e",
        rich_text.embeds,
        "A picture of a format that is not known breaks the page that it is in.",
    ),
    (
        LinkRewriter,
        "get_tag_replacements",
        "ee7fcd5b5cb9658c",
        rich_text.links,
        "A link to what has no number breaks the page that it is in.",
    ),
    (
        TagRewriter,
        "extract_references",
        "ed7075e8aa9f2d56",
        rich_text.references,
        "A link or picture without a number breaks the saving of the page that it is in.",
    ),
    (
        ContentstateConverter,
        "from_database_format",
        "c472ec0d4b51c3ea",
        rich_text.from_database,
        "The editor does not open for a text whose tags are not closed.",
    ),
    (
        ContentstateConverter,
        "to_database_format",
        "2a9a3f52381af2b1",
        rich_text.to_database,
        "It believes every depth and place that is sent, and breaks by some of them.",
    ),
    (
        ListBlock,
        "value_from_datadict",
        "2c06978c31b50858",
        posted_blocks.list_from_form,
        "A form that lacks an item which it has announced is an error of the server.",
    ),
    (
        ChooserBlock,
        "value_from_form",
        "0d1d65e40d27d040",
        posted_blocks.chosen_from_form,
        "A form in which something is chosen that is no number is an error of the server.",
    ),
)
PATCHES: tuple[Change, ...] = (
    PREVIEW,
    *(
        Patch(owner=owner, name=name, instead=instead, reason=why, seen_in=SEEN_IN, digest=digest)
        for owner, name, digest, instead, why in HOSTILE_INPUT
    ),
    PrivateUse(
        owner=ReferenceIndex,
        name="_extract_references_from_object",
        reason="There is no public way to ask which references an unsaved page makes.",
        seen_in="wagtail 8.0.1",
        digest="40ae82b2fa3d22c3",
    ),
    PrivateUse(
        owner=BaseModelForm,
        name="_post_clean",
        reason="Forms of pages, pictures and documents refuse what only a filled row shows.",
        seen_in="django 6.1.3",
        digest="a07bb36e88d4f179",
    ),
    PrivateUse(
        owner=BaseModelForm,
        name="_get_validation_exclusions",
        reason="What is found out about a facsimile is no field of its form.",
        seen_in="django 6.1.3",
        digest="6083c1488428716a",
    ),
    PrivateUse(
        owner=FileSystemStorage,
        name="_save",
        reason="Style sheets lose their remarks as they are collected.",
        seen_in="django 6.1.3",
        digest="68cd50cff0b15c6f",
    ),
)


def install() -> None:
    """Put each in its place."""
    for patch in PATCHES:
        patch.install()
