"""What the organization is called, for what is made of pages away from any request."""

from django.apps import apps
from django.conf import settings


def organization_name(site_id: int | None, language_code: str) -> str:
    """Return the organization's name in a language, else in the source language."""
    names = dict(
        apps.get_model("home", "SiteIdentity")
        .objects.filter(site_id=site_id)
        .values_list("locale__language_code", "organization_name")
    )
    source: str = names.get(settings.LANGUAGE_CODE) or settings.WAGTAIL_SITE_NAME
    return names.get(language_code) or source
