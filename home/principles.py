"""The principles as apps below ask for them (``cms.pages.principles``)."""

from django.db.models import QuerySet
from wagtail.models import Locale

from cms.pages.readable import readable

from .models import Principle, PrinciplesPage


def choices() -> list[tuple[str, str]]:
    """Each principle's key, with its statement in the source language."""
    principles = _readable_in(Locale.get_default())
    return [(principle.key, principle.statement) for principle in principles]


def words(key: str, locale: Locale) -> dict[str, str]:
    """What readers see of the principle with this key in a language."""
    found = _readable_in(locale).filter(key=key)
    return found.values("statement", "explanation").first() or {}


def pages() -> QuerySet[PrinciplesPage]:
    """Where readers of each language find them, in whose text a principle leads there."""
    return readable(PrinciplesPage.objects.all())


def _readable_in(locale: Locale) -> QuerySet[Principle]:
    return Principle.objects.filter(
        locale=locale, page__in=readable(PrinciplesPage.objects.filter(locale=locale))
    )
