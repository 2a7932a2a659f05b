"""From passages to a draft. The live row is never written: what readers see is review's to change.

``install`` puts these in the place of wagtail-localize's own, which write the live row first and
make a revision of it afterwards.
"""

from typing import Any

from django.contrib.auth.models import User
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import (
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
    post_delete_string_translation,
    post_save_string_translation,
)

HOME_DEPTH = 2


class NotTheDesk(Exception):  # noqa: N818
    """wagtail-localize was asked to write a page or record that readers may be seeing."""


def install() -> None:
    """Let no caller of wagtail-localize reach the live row, whatever it asks for."""
    Translation.save_target = save_target
    TranslationSource.create_or_update_translation = refuse_to_write
    # These write a title that is being typed into the page's row, tags and all.
    post_save.disconnect(post_save_string_translation, sender=StringTranslation)
    post_delete.disconnect(post_delete_string_translation, sender=StringTranslation)


def save_target(self: Translation, user: User | None = None, publish: bool = True) -> None:  # noqa: ARG001
    """Save the translation as a draft of its page; ``publish`` is not heeded.

    A page that is not there yet is made, unpublished. Of a record, which has no drafts, the
    passages themselves are the draft, and nothing is written.
    """
    if issubclass(self.source.specific_content_type.model_class(), Page):
        make_page(self)
        save_draft(self, user)


def refuse_to_write(self: TranslationSource, *_args: Any, **_kwargs: Any) -> None:
    """Raise NotTheDesk: this would write what readers see."""
    raise NotTheDesk(f"Translations of {self} are written by cms.languages.desk alone.")


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
    elif page.alias_of_id is not None:
        page.alias_of = None
        page.live = False
        page.has_unpublished_changes = True
        page.save(update_fields=["alias_of", "live", "has_unpublished_changes"], clean=False)
    if source.view_restrictions.exists():
        translation.source.sync_view_restrictions(source, page)
    return page


def save_draft(translation: Translation, user: User | None) -> Revision:
    """Save what the passages make of the source as a new revision, and nothing else.

    Raises ValidationError where the page's own rules refuse it.
    """
    page = as_translated(translation)
    revision = page.save_revision(user=user)
    TranslationLog.objects.create(
        source=translation.source, locale=translation.target_locale, revision=revision
    )
    return revision


def as_translated(translation: Translation) -> Page:
    """The page with its passages put in, as an object; passages without one keep the source's."""
    page: Page = translation.source.get_ephemeral_translated_instance(
        _locale_of(translation), fallback=True
    )
    if page.depth == HOME_DEPTH:
        # Home pages stand side by side, so theirs is the one slug that languages do not share.
        page.slug = Page.objects.values_list("slug", flat=True).get(pk=page.pk)
    return page


def _locale_of(translation: Translation) -> Locale:
    locale: Locale = translation.target_locale
    return locale
