"""The languages that the site can speak. Yiddish is not among Django's, so it is described here."""

import tomllib
from pathlib import Path

import django.conf.locale
from django.conf import global_settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import to_locale

from cms.pages.languages import LANGUAGES

YIDDISH = {"bidi": True, "code": "yi", "name": "Yiddish", "name_local": "ייִדיש"}
LANG_INFO.setdefault("yi", YIDDISH)
LANGUAGES_BIDI = [*global_settings.LANGUAGES_BIDI, "yi"]
SOURCE_LANGUAGE = "en"

ROOT = Path(__file__).resolve().parents[2]
TABLE = "cms/pages/languages.py"
LABELS = "zine/editions/labels.toml"
DATES = "cms/languages/dates"


def named_languages(codes: list[str]) -> list[tuple[str, str]]:
    """Return each code with its English name.

    Raises:
        ImproperlyConfigured: a code is unknown, something that the site needs of its language is
            missing, or the source language is not among them.
    """
    for code in codes:
        if "name" not in LANG_INFO.get(code, {}):
            raise ImproperlyConfigured(
                f"SITE_LANGUAGES names {code!r}, which is no known language code; "
                "codes look like es, pt-br or zh-hans."
            )
        missing = missing_for(code)
        if missing:
            raise ImproperlyConfigured(
                f"SITE_LANGUAGES names {code!r} ({LANG_INFO[code]['name']}), which the site does "
                f"not know enough of yet: to add it, put {' and '.join(missing)}."
            )
    if SOURCE_LANGUAGE not in codes:
        raise ImproperlyConfigured(
            f"SITE_LANGUAGES must contain {SOURCE_LANGUAGE}: the site is written in it first."
        )
    return [(code, LANG_INFO[code]["name"]) for code in dict.fromkeys(codes)]


def missing_for(code: str) -> list[str]:
    """Return what has to be added before the site can be in a language: "this into that"."""
    missing = []
    if code not in LANGUAGES:
        missing.append(f"how it is written and set into {TABLE}")
    with (ROOT / LABELS).open("rb") as file:
        if code not in tomllib.load(file):
            missing.append(f"the words of its editions into {LABELS}")
    dates = f"{to_locale(code)}/LC_MESSAGES/django.po"
    djangos = Path(django.conf.locale.__file__).parent
    if not (djangos / dates).exists() and not (ROOT / DATES / dates).exists():
        missing.append(f"its months and days into {DATES}/{dates}")
    return missing
