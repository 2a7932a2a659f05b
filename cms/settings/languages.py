"""The languages that the site can speak. Yiddish is not among Django's, so it is described here."""

from django.conf import global_settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

YIDDISH = {"bidi": True, "code": "yi", "name": "Yiddish", "name_local": "ייִדיש"}
LANG_INFO.setdefault("yi", YIDDISH)
LANGUAGES_BIDI = [*global_settings.LANGUAGES_BIDI, "yi"]
SOURCE_LANGUAGE = "en"


def named_languages(codes: list[str]) -> list[tuple[str, str]]:
    """Return each code with its English name.

    Raises:
        ImproperlyConfigured: a code is unknown, or the source language is not among them.
    """
    for code in codes:
        if "name" not in LANG_INFO.get(code, {}):
            raise ImproperlyConfigured(
                f"SITE_LANGUAGES names {code!r}, which is no known language code; "
                "codes look like es, pt-br or zh-hans."
            )
    if SOURCE_LANGUAGE not in codes:
        raise ImproperlyConfigured(
            f"SITE_LANGUAGES must contain {SOURCE_LANGUAGE}: the site is written in it first."
        )
    return [(code, LANG_INFO[code]["name"]) for code in dict.fromkeys(codes)]
