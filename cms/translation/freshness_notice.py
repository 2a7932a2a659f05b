"""What readers are told of a translation: whose it is, and that its source has moved on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import ManyToOneRel
from django.utils.translation import gettext
from wagtail.blocks import StreamValue
from wagtail.models import Page

from .freshness import path_of
from .models import Freshness

AT_THE_BEGINNING = {"summary", "headline", "hero", "introduction", "tagline", "cover", "body"}


@dataclass(frozen=True)
class FreshnessNotice:
    """Since when the source says something else, and in which sections if in some only."""

    since: datetime
    sections: list[str]


def freshness_notice_of(page: Page) -> FreshnessNotice | None:
    """Return what readers of a stale translation are told; None for every other page."""
    freshness = freshness_of(page)
    if freshness is None or freshness.stale_since is None:
        return None
    paths = {path_of(key) for key in [*freshness.changed, *freshness.gone]}
    paths |= {stray["path"] for stray in freshness.strays}
    return FreshnessNotice(freshness.stale_since, sections_of(page, paths))


def translators_of(page: Page) -> list[str]:
    """The names under which those who translated what readers see asked to be credited."""
    freshness = freshness_of(page)
    return list(freshness.credits) if freshness is not None else []


def freshness_of(page: Page) -> Freshness | None:
    """What is known of the page as a translation.

    Asks the database once for each page object, and not at all for pages in the first language.
    """
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return None
    known = vars(page)
    if "_freshness" not in known:
        known["_freshness"] = Freshness.objects.filter(
            translation__source__object_id=page.translation_key,
            translation__target_locale=page.locale_id,
        ).first()
    found: Freshness | None = known["_freshness"]
    return found


def sections_of(page: Page, paths: set[str]) -> list[str]:
    """The sections, by their headings on this page, to which every one of the paths belongs.

    Empty where one of them belongs to none, such as a title or a segment that is new: then the
    whole page is meant.
    """
    headings = dict(_headings(page))
    found = [headings.get(".".join(path.split(".")[:2]), "") for path in sorted(paths)]
    return list(dict.fromkeys(found)) if all(found) else []


def _headings(page: Page) -> Iterator[tuple[str, str]]:
    """The start of a path, of a field and a block or child record, and what it stands under."""
    for field in page._meta.get_fields():
        value: Any = getattr(page, field.get_accessor_name(), None) if _is_children(field) else None
        if value is not None and hasattr(value, "all"):
            for child in value.all():
                yield f"{field.name}.{getattr(child, 'translation_key', child.pk)}", str(child)
            continue
        stream = getattr(page, field.name, None) if field.concrete else None
        if isinstance(stream, StreamValue):
            heading = _beginning() if field.name in AT_THE_BEGINNING else ""
            for block in stream:
                if block.block_type == "heading":
                    heading = block.value["text"]
                yield f"{field.name}.{block.id}", heading
        elif field.name in AT_THE_BEGINNING:
            yield field.name, _beginning()


def _beginning() -> str:
    """What comes before a page's first heading has no other name."""
    return gettext("the beginning of the page")


def _is_children(field: Any) -> bool:
    return isinstance(field, ManyToOneRel) and hasattr(field.related_model, "translatable_fields")
