"""No page is served under the name of a language that is not its own."""

from typing import Any

from django.http import Http404
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page


@hooks.register("before_serve_page")
def serve_in_own_language(page: Page, *_request_and_arguments: Any) -> None:
    """Raise Http404 for a page of another language than the address names.

    Wagtail falls back to the default language's tree where a language has no published home
    page, and aliases repeat another language's words.
    """
    if page.locale.language_code != get_language():
        raise Http404
    if page.alias_of_id is not None and page.alias_of.locale_id != page.locale_id:
        raise Http404
