"""The language's part in review: its step in every chain of translations, and who wrote them."""

from collections.abc import Iterable

from django.conf import settings
from wagtail.models import Page, Revision

from cms.review.chains import Steps, register_steps_of_translations
from cms.review.models import StaffApprovalTask, register_step
from cms.review.remarks import register_remarks
from cms.review.reviewers import register_writers

from ..models import Hand, LanguageReviewTask
from .remarks import remarks_about_translation


def connect() -> None:
    """Add the language's reviewers to the chains of pages that are not in the first language."""
    register_step(LanguageReviewTask, "language")
    register_steps_of_translations(steps_of_translations)
    register_writers(hands_in)
    register_remarks(remarks_about_translation)


def steps_of_translations(steps: Steps) -> Steps:
    """The language's reviewers first; national staff only where the setting asks for them."""
    if not settings.TRANSLATION_NEEDS_STAFF:
        steps = tuple(step for step in steps if step is not StaffApprovalTask)
    return (LanguageReviewTask, *steps)


def hands_in(pages: Iterable[Page]) -> Iterable[tuple[int, int]]:
    """Page and account of everyone who wrote in a translation since readers last got a version."""
    by_version = {(page.translation_key, page.locale_id): page for page in pages}
    hands = Hand.objects.filter(
        translation__source__object_id__in={key for key, _locale in by_version}
    ).values_list(
        "translation__source__object_id", "translation__target_locale_id", "user_id", "at"
    )
    found = [(by_version.get((key, locale)), user, at) for key, locale, user, at in hands]
    live = {page.live_revision_id for page, _user, _at in found if page is not None}
    made = dict(Revision.objects.filter(pk__in=live - {None}).values_list("pk", "created_at"))
    for page, user, at in found:
        if page is not None:
            since = made.get(page.live_revision_id)
            if since is None or at > since:
                yield page.pk, user
