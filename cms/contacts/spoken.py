"""The languages that somebody answers in."""

from django.utils.translation import get_language_info


def languages_in_words(codes: str) -> str:
    """The languages as the active one calls them, those that Django knows of; in their order."""
    return ", ".join(_name(code.strip()) for code in codes.split(",") if code.strip())


def _name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
