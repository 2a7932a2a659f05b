"""The menus that the site's identity holds, as ``cms.pages.navigation`` asks for them."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.conf import settings

from cms.pages.blocks.menus import numbers_in
from cms.pages.navigation import Chosen

from .models import SiteIdentity


def choice_of(identities: Iterable[SiteIdentity | None], language_code: str) -> Chosen:
    """What stands in the menus of a language: the first identity that says something counts."""
    known = [each for each in identities if each is not None]
    menus = (numbers_in(each.menu, language_code) for each in known if each.menu)
    footers = (numbers_in(each.footer, language_code) for each in known if each.footer)
    return Chosen(next(menus, []), next(footers, []))


def choices_in(language_code: str) -> Iterator[Chosen]:
    """The menus of each site in a language, as readers get them now."""
    codes = {language_code, settings.LANGUAGE_CODE}
    found = SiteIdentity.objects.live().filter(locale__language_code__in=codes)
    in_order = found.select_related("locale").order_by("site")
    for _site, identities in groupby(in_order, key=lambda each: each.site_id):
        known = {each.locale.language_code: each for each in identities}
        yield choice_of(
            (known.get(language_code), known.get(settings.LANGUAGE_CODE)), language_code
        )
