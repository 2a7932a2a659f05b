"""What is changed of Wagtail around pictures and documents, each with its reason."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents.views.documents import EditView as DocumentEditView
from wagtail.images.views.images import EditView as ImageEditView

from cms.patches import Patch

_of_images = ImageEditView.get_success_message
_of_documents = DocumentEditView.get_success_message


def install() -> None:
    """Put every change in place."""
    for patch in PATCHES:
        patch.install()


def said_of_image(view: Any) -> str:
    """What is said after a picture was saved: also that it became one of its own."""
    if not view.form.becomes_its_own:
        return str(_of_images(view))
    return _(
        "A text that is published or in review stands on this picture, so the old one stays "
        "there. The new file is a picture of its own: put it on the page and submit the page."
    )


def said_of_document(view: Any) -> str:
    """The same of documents."""
    if not view.form.becomes_its_own:
        return str(_of_documents(view))
    return _(
        "A text that is published or in review stands on this document, so the old one stays "
        "there. The new file is a document of its own: put it on the page and submit the page."
    )


PATCHES: tuple[Patch, ...] = (
    Patch(
        owner=ImageEditView,
        name="get_success_message",
        instead=said_of_image,
        reason="Another file for a picture that a text stands on becomes a picture of its own.",
        seen_in="wagtail 8.0.1",
        digest="58420b3857b683a2",
    ),
    Patch(
        owner=DocumentEditView,
        name="get_success_message",
        instead=said_of_document,
        reason="Another file for a document that a text stands on becomes one of its own.",
        seen_in="wagtail 8.0.1",
        digest="6d0798093f97f0f6",
    ),
)
