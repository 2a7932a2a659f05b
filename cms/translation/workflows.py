"""The language's part in review: its step in every workflow of translations, and who wrote them."""

from collections.abc import Iterable

from django.conf import settings
from wagtail.models import Revision, RevisionMixin

from cms.review.deciding import register_contributors
from cms.review.following import register_following
from cms.review.models import StaffApprovalTask
from cms.review.reviewer_messages import register_reviewer_messages
from cms.review.subjects import Key, key_of
from cms.review.workflows import Tasks, register_tasks_of_translations

from .facts.preview import facts_that_would_follow, keep_what_was_ticked
from .models import Contributor, LanguageReviewTask
from .reviewer_messages import messages_about_translation


def connect() -> None:
    """Add the language's reviewers to the workflows of pages that are not in the first language."""
    register_tasks_of_translations(tasks_of_translations)
    register_contributors(contributors_to)
    register_reviewer_messages(messages_about_translation)
    register_following(facts_that_would_follow, keep_what_was_ticked)


def tasks_of_translations(steps: Tasks) -> Tasks:
    """The language's reviewers first; national staff only where the setting asks for them."""
    if not settings.TRANSLATION_NEEDS_STAFF:
        steps = tuple(step for step in steps if step is not StaffApprovalTask)
    return (LanguageReviewTask, *steps)


def contributors_to(subjects: Iterable[RevisionMixin]) -> Iterable[tuple[Key, int]]:
    """Who wrote in a translation since readers last got a version: its key, and the account."""
    by_version = {(each.translation_key, each.locale_id): each for each in subjects}
    contributors = Contributor.objects.filter(
        translation__source__object_id__in={key for key, _locale in by_version}
    ).values_list(
        "translation__source__object_id", "translation__target_locale_id", "user_id", "at"
    )
    found = [(by_version.get((key, locale)), user, at) for key, locale, user, at in contributors]
    live = {subject.live_revision_id for subject, _user, _at in found if subject is not None}
    made = dict(Revision.objects.filter(pk__in=live - {None}).values_list("pk", "created_at"))
    for subject, user, at in found:
        if subject is not None:
            since = made.get(subject.live_revision_id)
            if since is None or at > since:
                yield key_of(subject), user
