"""From an address of the site to its editor, for whoever may write there.

What readers get knows nothing of accounts, so no page can have a link to its editor. A bookmark in
the browser asks here instead (docs/editing.md).
"""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _, override
from django.views.generic import View
from wagtail.admin import messages
from wagtail.models import Page

from .querysets import account_of, own_pages

# No page's address holds one, and PostgreSQL takes none.
NUL = "\0"


class EditorOfAddressView(View):
    """Answer with the way to the editor of the page at ``?to=``.

    ``to`` is an address of the site, whole or without its host. Where there is no page that the
    account may edit, the answer leads to the dashboard and says so: in one sentence for all
    reasons, so that nothing is told of pages that are not the account's.
    """

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest) -> HttpResponse:
        page = page_at(request, request.GET.get("to", ""))
        if page is None or not _may_edit(account_of(request), page):
            messages.warning(request, _("At this address there is no page that you can edit."))
            return redirect("wagtailadmin_home")
        return redirect("wagtailadmin_pages:edit", page.pk)


def page_at(request: HttpRequest, address: str) -> Page | None:
    """The public page that readers get at an address of this site, whichever part of it."""
    path = unquote(urlsplit(address).path) if _is_of_this_site(request, address) else ""
    language, _slash, rest = path.lstrip("/").partition("/")
    if language not in dict(settings.LANGUAGES) or NUL in rest:
        return None
    with override(language):
        page: Page | None = Page.find_for_request(request, rest)
    # Where a language has no home page, Wagtail looks below another's.
    return page if page and page.locale.language_code == language else None


def _is_of_this_site(request: HttpRequest, address: str) -> bool:
    """Whether an address is a path, or has the host by which the site or its admin is reached."""
    try:
        host = urlsplit(address).netloc
    except ValueError:
        return False
    return host in ("", request.get_host(), urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc)


def _may_edit(account: User, page: Page) -> bool:
    mine = own_pages(account).filter(pk=page.pk).exists()
    return mine and bool(page.permissions_for_user(account).can_edit())
