"""What is changed of Wagtail around pictures and documents, each with its reason."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.documents.views.documents import EditView as DocumentEditView
from wagtail.images.views.images import EditView as ImageEditView, IndexView as ImageIndexView
from wagtail.images.views.multiple import AddView as SeveralView

from cms.patches import Patch

ONE_PICTURE = "wagtailimages:add"

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


def one_by_one(_view: Any, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Lead to the form for one picture; nothing of what was sent is kept."""
    messages.info(
        request,
        _("Pictures are added one by one, so that each of them is looked at for people."),
    )
    return redirect(ONE_PICTURE)


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
    *(
        Patch(
            owner=owner,
            name=name,
            instead=instead,
            reason="Several pictures at once are kept before anybody says whom they show.",
            seen_in="wagtail 8.0.1",
            digest=digest,
        )
        for owner, name, instead, digest in (
            (SeveralView, "get", one_by_one, "768a0a318fbeccd6"),
            (SeveralView, "post", one_by_one, "763f711def796215"),
            (ImageIndexView, "add_url_name", ONE_PICTURE, "dce0b87e1ce1a008"),
        )
    ),
)
