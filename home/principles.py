"""The principles as apps below ask for them (``cms.pages.principles``)."""

from wagtail.models import Locale

from .models import Principle


def choices() -> list[tuple[str, str]]:
    """Each principle's key, with its statement in the source language."""
    principles = Principle.objects.filter(locale=Locale.get_default(), page__live=True)
    return [(principle.key, principle.statement) for principle in principles]


def words(key: str, locale: Locale) -> dict[str, str]:
    """What readers see of the principle with this key in a language."""
    found = Principle.objects.filter(key=key, locale=locale, page__live=True)
    return found.values("statement", "explanation").first() or {}
