"""The zine's issues, with their covers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.template.context import Context
from django.utils.translation import get_language

from cms.media.models import Image
from cms.media.pictures import fetch_renditions
from cms.pages.per_request import once_per_request
from zine.models import ZineIssuePage

register = template.Library()

LICENCE_ADDRESSES = {
    ZineIssuePage.Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    ZineIssuePage.Licence.CC_BY_NC_SA: "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    ZineIssuePage.Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


@dataclass(frozen=True)
class ShelvedIssue:
    """An issue and the picture on its cover."""

    page: ZineIssuePage
    cover: Image | None


@register.simple_tag(takes_context=True)
def zine_shelf(context: Context) -> list[ShelvedIssue]:
    """Every issue that readers can see in their language, the newest first."""
    return once_per_request(
        context,
        f"shelf {get_language()}",
        lambda: on_the_shelf(
            ZineIssuePage.objects.on_the_shelf().filter(locale__language_code=get_language())
        ),
    )


@register.simple_tag
def shelved(page: ZineIssuePage | None) -> ShelvedIssue | None:
    """An issue chosen by an author in the reader's language; None while it cannot be read."""
    if page is None:
        return None
    readable = ZineIssuePage.objects.live().public()
    issues = readable.filter(
        translation_key=page.translation_key, locale__language_code=get_language()
    )
    return next(iter(on_the_shelf(issues)), None)


@register.simple_tag
def licence_address(page: ZineIssuePage) -> str:
    """Where the issue's licence can be read; empty for all rights reserved."""
    return LICENCE_ADDRESSES.get(ZineIssuePage.Licence(page.licence), "")


def on_the_shelf(issues: Iterable[ZineIssuePage]) -> list[ShelvedIssue]:
    """Pair issues with their covers, in as many queries for a hundred as for one."""
    pages = list(issues)
    block = ZineIssuePage._meta.get_field("cover").stream_block.child_blocks["picture"]
    raw = {page.pk: page.cover.raw_data[0]["value"] for page in pages if len(page.cover)}
    covers = dict(zip(raw, block.bulk_to_python(raw.values()), strict=True))
    fetch_renditions(image for image in covers.values() if image)
    return [ShelvedIssue(page, covers.get(page.pk)) for page in pages]
