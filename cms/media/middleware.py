"""Takes uploads apart before the request's transaction begins.

It takes seconds, in which nobody else could save anything on SQLite, and other databases would
keep a connection and its locks. The forms find what came of it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail.permissions import policy_registry

from .cleaning import clean_image
from .models import Document, Image
from .outcomes import Cleaner, clean_beforehand
from .pdfs import clean_pdf
from .picture_form import cleaner_for

DOORS: Mapping[str, Cleaner] = {
    "wagtailimages:add": clean_image,
    "wagtailimages:edit": clean_image,
    "wagtailimages_chooser:create": clean_image,
    "wagtaildocs:add": clean_pdf,
    "wagtaildocs:add_multiple": clean_pdf,
    "wagtaildocs:edit": clean_pdf,
    "wagtaildocs_chooser:create": clean_pdf,
}


class UploadMiddleware:
    """Cleans what is sent to the views of pictures and documents, for whoever may open them.

    It stands below what asks who may (``AdminAccessMiddleware``), and above the views.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        match = request.resolver_match
        cleaner = DOORS.get(match.view_name) if match is not None else None
        if cleaner is None or request.method != "POST" or not _may_upload(request.user, cleaner):
            return
        for name in request.FILES:
            of_this = _with_covers(request, name) if cleaner is clean_image else cleaner
            for upload in request.FILES.getlist(name):
                clean_beforehand(upload, of_this)


def _with_covers(request: HttpRequest, name: str) -> Cleaner:
    """The cleaner of a picture whose field has this name: what stands before it names the form."""
    return cleaner_for(request.POST, name.removesuffix("file"))


def _may_upload(user: Any, cleaner: Cleaner) -> bool:
    """Whether anything may come of it: who may upload nothing keeps no processor busy."""
    policy = policy_registry.get_by_type(Image if cleaner is clean_image else Document)
    return bool(
        user.has_perm("wagtailadmin.access_admin")
        and policy.user_has_any_permission(user, ["add", "change"])
    )
