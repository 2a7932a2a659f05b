"""What is changed of Wagtail for pages, and used of it and Django that they keep to themselves."""

from django.core.files.storage import FileSystemStorage
from django.forms import BaseModelForm
from wagtail.admin.views.pages.preview import PreviewOnEditView
from wagtail.models import ReferenceIndex

from cms.patches import Change, Patch, PrivateUse

from .previews import form_of_a_preview

PREVIEW = Patch(
    owner=PreviewOnEditView,
    name="get_form",
    instead=form_of_a_preview,
    reason="It fills in a title and a slug, which not everybody may change: the form refuses them.",
    seen_in="wagtail 8.0.1",
    digest="a5ced7fbfe81ca1d",
)
PATCHES: tuple[Change, ...] = (
    PREVIEW,
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
