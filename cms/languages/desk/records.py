"""Translations of records: people, partners, the site's identity.

Records have no drafts and no review of Wagtail's. Here a text that is submitted is kept as it is
until the language's reviewers and, where the setting asks for them, national approvers have
approved it; then it, and nothing else, is written to the record.
"""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.models import get_serializable_data_for_fields, model_from_serializable_data
from wagtail.models import Page
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.segments.ingest import ingest_segments

from cms.access.policy import REVIEWERS
from cms.access.translating import may_translate
from cms.mail.sending import write_to
from cms.review.decisions import Refused
from cms.review.reviewers import approvers

from ..models import Hand, RecordReview
from .freshness import keys_of_source, note_answers
from .glossary import Glossary
from .memory import remember, texts_to_remember
from .passages import passages_of
from .reasons import reasons_to_wait


def is_record(translation: Translation) -> bool:
    """Whether it is a record's translation, not a page's."""
    return not issubclass(translation.source.specific_content_type.model_class(), Page)


@transaction.atomic
def start_record(record: Any, locale_ids: list[int]) -> list[Translation]:
    """Make a record ready for translation; readers get nothing before that is approved."""
    source, _made = TranslationSource.update_or_create_from_instance(record)
    return [
        Translation.objects.update_or_create(
            source=source, target_locale_id=pk, defaults={"enabled": True}
        )[0]
        for pk in locale_ids
        if pk != source.locale_id
    ]


def target_record(translation: Translation) -> Model | None:
    """The record that readers see in the language; None where there is none yet."""
    try:
        found: Model = translation.get_target_instance()
    except ObjectDoesNotExist:
        return None
    return found


def as_translated_record(translation: Translation) -> Any:
    """The record with its passages put in, as an object that is not saved."""
    source, locale = translation.source, translation.target_locale
    original = source.as_instance()
    record: Any = target_record(translation) or original.copy_for_translation(locale)
    copy_synchronised_fields(original, record)
    segments = source._get_segments_for_translation(locale, fallback=True)  # noqa: SLF001
    ingest_segments(original, record, source.locale, locale, segments)
    return record


def waiting_review(translation: Translation) -> RecordReview | None:
    """The review that the translation is in, if it is in one."""
    return RecordReview.objects.waiting().filter(translation=translation).first()


@transaction.atomic
def submit(translation: Translation, user: User) -> RecordReview:
    """Keep the text as it is, and ask for its review. Raises Refused with sentences."""
    Translation.objects.select_for_update().get(pk=translation.pk)
    if waiting_review(translation):
        raise Refused(_("This translation is in review already."))
    reasons = list(reasons_to_wait(passages_of(translation), Glossary(translation)))
    if reasons:
        raise Refused("\n".join(reasons))
    record = as_translated_record(translation)
    try:
        record.full_clean()
    except ValidationError as error:
        raise Refused("\n".join(error.messages)) from error
    content = get_serializable_data_for_fields(record)
    review = RecordReview.objects.create(
        translation=translation,
        content=json.loads(json.dumps(content, cls=DjangoJSONEncoder)),
        answers=sorted(keys_of_source(translation.source)),
        texts=texts_to_remember(translation),
        submitted_by=user,
    )
    if settings.TRANSLATION_NEEDS_STAFF and not _reviewers(review):
        review.skipped_language = True
        review.save(update_fields=["skipped_language"])
    _tell(_people(review), "review_waits", review)
    return review


@transaction.atomic
def approve(review: RecordReview, user: User) -> None:
    """Take a step; the last one writes the text to the record. Raises Refused."""
    review = _lock(review)
    _refuse_outsider(review, user)
    if review.waits_for_language:
        review.language_by, review.language_at = user, timezone.now()
        review.save(update_fields=["language_by", "language_at"])
        if settings.TRANSLATION_NEEDS_STAFF:
            _tell(_people(review), "review_waits", review)
            return
    _decide(review, user, RecordReview.Status.APPROVED)
    _write(review)
    _tell([review.submitted_by], "review_approved", review)


@transaction.atomic
def ask_for_changes(review: RecordReview, user: User, reason: str) -> None:
    """Give the text back to whoever submitted it. A reason is required. Raises Refused."""
    review = _lock(review)
    _refuse_outsider(review, user)
    if not reason.strip():
        raise Refused(_("Please say what should change; the author will read it."))
    _decide(review, user, RecordReview.Status.CHANGES, reason)
    _tell([review.submitted_by], "review_changes", review, reason)


@transaction.atomic
def withdraw(review: RecordReview, user: User) -> None:
    """End the review; for whoever submitted the text. Raises Refused."""
    review = _lock(review)
    if review.submitted_by_id != user.pk:
        raise Refused(_("Only who submitted it may withdraw it."))
    _decide(review, user, RecordReview.Status.WITHDRAWN)


def may_decide(review: RecordReview, user: User) -> bool:
    """Whether the step that the review waits for is the account's, and the text is not."""
    return review.is_waiting and any(person.pk == user.pk for person in _people(review))


def may_read(review: RecordReview, user: User) -> bool:
    """Whether the account may read the text in review."""
    return may_translate(user, review.translation) or approvers().filter(pk=user.pk).exists()


def restored(review: RecordReview) -> Any:
    """The record as it was submitted, as an object."""
    model = review.translation.source.specific_content_type.model_class()
    return model_from_serializable_data(model, review.content, check_fks=False)


def _write(review: RecordReview) -> None:
    """Put the approved text before readers, and note what it answers."""
    record = restored(review)
    standing = target_record(review.translation)
    record.pk = standing.pk if standing is not None else None
    record.save()
    note_answers(review.translation, review.answers, review.submitted_at)
    remember(review.translation, review.texts)


def _writers(review: RecordReview) -> set[int]:
    """Who submitted or approved this text, or wrote in it since the last one was approved."""
    approved = RecordReview.objects.filter(
        translation=review.translation, status=RecordReview.Status.APPROVED
    )
    since = approved.order_by("-submitted_at").values_list("submitted_at", flat=True).first()
    hands = Hand.objects.filter(translation=review.translation)
    if since is not None:
        hands = hands.filter(at__gt=since)
    decided = {review.submitted_by_id, review.language_by_id}
    return {pk for pk in decided if pk is not None}.union(hands.values_list("user", flat=True))


def _reviewers(review: RecordReview) -> list[User]:
    people = User.objects.filter(
        is_active=True,
        groups__team__role_key=REVIEWERS.key,
        groups__team__locale=review.translation.target_locale_id,
        groups__team__territory=None,
    )
    return list(people.exclude(pk__in=_writers(review)).distinct())


def _people(review: RecordReview) -> list[User]:
    """Those who may take the step that the review waits for."""
    if review.waits_for_language:
        return _reviewers(review)
    return list(approvers().exclude(pk__in=_writers(review)))


def _decide(
    review: RecordReview, user: User, status: RecordReview.Status, reason: str = ""
) -> None:
    review.status, review.reason = status, reason
    review.decided_by, review.decided_at = user, timezone.now()
    review.save(update_fields=["status", "reason", "decided_by", "decided_at"])


def _lock(review: RecordReview) -> RecordReview:
    review = RecordReview.objects.select_for_update().get(pk=review.pk)
    if not review.is_waiting:
        raise Refused(_("Somebody has decided about this already, or it was withdrawn."))
    return review


def _refuse_outsider(review: RecordReview, user: User) -> None:
    if not may_decide(review, user):
        raise Refused(_("This step of review is not yours."))


def _tell(people: list[Any], name: str, review: RecordReview, reason: str = "") -> None:
    context = {
        "title": review.translation.source.object_repr,
        "address": reverse("desk:record", args=[review.pk]),
        "reason": reason,
    }
    write_to([person for person in people if person is not None], name, context)
