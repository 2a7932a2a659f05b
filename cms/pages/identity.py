"""What the organization is called, for what is made of pages away from any request."""

from django.apps import apps
from django.conf import settings
from wagtail.models import Site


def organization_name(site: Site | None, language_code: str) -> str:
    """Return the organization's name in a language, else in the source language."""
    names: dict[str, str] = dict(
        apps.get_model("home", "SiteIdentity")
        .objects.filter(site=site)
        .values_list("locale__language_code", "organization_name")
    )
    source = names.get(settings.LANGUAGE_CODE) or settings.WAGTAIL_SITE_NAME
    return names.get(language_code) or source
