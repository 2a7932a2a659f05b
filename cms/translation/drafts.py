"""From segments to a draft. The live row is never written: what readers see is review's to change.

``localize_patches`` puts these in the place of wagtail-localize's own, which write the live row
first and make a revision of it afterwards.
"""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import (
    Translation,
    TranslationLog,
    TranslationSource,
)

from .facts.tree import put_in_place

HOME_DEPTH = 2


class NotTheDesk(Exception):  # noqa: N818
    """wagtail-localize was asked to write a page or record that readers may be seeing."""


def save_target(self: Translation, user: User | None = None, publish: bool = True) -> None:  # noqa: ARG001
    """Save the translation as a draft of its page or record; ``publish`` is not heeded.

    What is not there yet is made, unpublished.
    """
    make_target(self)
    save_draft(self, user)


def refuse_to_write(self: TranslationSource, *_args: Any, **_kwargs: Any) -> None:
    """Raise NotTheDesk: this would write what readers see."""
    raise NotTheDesk(f"Translations of {self} are written by cms.translation alone.")


def is_record(translation: Translation) -> bool:
    """Whether it is a record's translation, not a page's."""
    return not issubclass(_model_of(translation), Page)


def target_of(translation: Translation) -> Any:
    """The page or record that is translated into, of its own type; None where there is none yet."""
    if not is_record(translation):
        return target_page(translation)
    standing = _model_of(translation).objects.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale_id
    )
    return standing.first()


def make_target(translation: Translation) -> Any:
    """Return the page or record that is translated into; make it, unpublished, if there is none."""
    return make_record(translation) if is_record(translation) else make_page(translation)


def make_record(translation: Translation) -> Any:
    """Return the record that is translated into; make it, unpublished, where there is none.

    It begins as a copy of what readers see of the source: Wagtail would copy the latest draft.
    """
    standing = target_of(translation)
    if standing is not None:
        return standing
    record = translation.source.as_instance()
    record.pk, record.locale = None, translation.target_locale
    for name in {*record.exclude_fields_in_copy, *record.default_exclude_fields_in_copy} - {"id"}:
        setattr(record, name, record._meta.get_field(name).get_default())
    record.save()
    return record


def target_page(translation: Translation) -> Page | None:
    """The page that is translated into, of its own type; None where there is none yet."""
    page = Page.objects.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale_id
    ).first()
    return page.specific if page is not None else None


def make_page(translation: Translation) -> Page:
    """Return the page that is translated into; make it, unpublished, where there is none.

    Pages that are missing above it become aliases, which readers are never shown. An alias that
    stands in its own place becomes a page of its own, unpublished.
    """
    source = translation.source.get_source_instance()
    page = target_page(translation)
    if page is None:
        page = source.copy_for_translation(translation.target_locale, copy_parents=True)
        if put_in_place(page, source):
            page = target_page(translation) or page
    elif page.alias_of_id is not None:
        page.alias_of = None
        page.live = False
        page.has_unpublished_changes = True
        page.save(update_fields=["alias_of", "live", "has_unpublished_changes"], clean=False)
    if source.view_restrictions.exists():
        translation.source.sync_view_restrictions(source, page)
    return page


def save_draft(translation: Translation, user: User | None) -> Revision:
    """Save what the segments make of the source as a new revision, and nothing else.

    Raises ValidationError where the page's own rules refuse it.
    """
    page = as_translated(translation)
    revision = page.save_revision(user=user)
    TranslationLog.objects.create(
        source=translation.source, locale=translation.target_locale, revision=revision
    )
    return revision


def as_translated(translation: Translation) -> Any:
    """The page or record with its segments put in, as an object; gaps keep the source's."""
    page: Any = translation.source.get_ephemeral_translated_instance(
        _locale_of(translation), fallback=True
    )
    if isinstance(page, Page) and page.depth == HOME_DEPTH:
        # Home pages stand side by side, so theirs is the one slug that languages do not share.
        page.slug = Page.objects.values_list("slug", flat=True).get(pk=page.pk)
    return page


def _model_of(translation: Translation) -> Any:
    """What kind of page or record it is."""
    kind = ContentType.objects.get_for_id(translation.source.specific_content_type_id)
    return kind.model_class()


def _locale_of(translation: Translation) -> Locale:
    locale: Locale = translation.target_locale
    return locale
