"""What the organization is called, for what is made of pages away from any request."""

from collections.abc import Callable, Mapping

from django.conf import settings
from wagtail.models import Site

type Names = Callable[[Site | None], Mapping[str, str]]

_names: list[Names] = []


def register_names(names: Names) -> None:
    """Let the app that keeps the site's identity say its name on a site, by language."""
    _names[:] = [names]


def organization_name(site: Site | None, language_code: str) -> str:
    """Return the organization's name in a language, else in the source language."""
    names = {code: name for each in _names for code, name in each(site).items()}
    source = names.get(settings.LANGUAGE_CODE) or settings.WAGTAIL_SITE_NAME
    return names.get(language_code) or source
