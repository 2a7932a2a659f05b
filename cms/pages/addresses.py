"""Absolute addresses, the same whatever host name a request came by."""

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Site


def absolute(request: HttpRequest | None, path: str) -> str:
    """Return the full address of a path of the request's site.

    The default site is at ``BASE_URL``; any other at the address of its Site record.
    """
    site = Site.find_for_request(request)
    if site is None or site.is_default_site:
        return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
    return f"{site.root_url}{path}"
