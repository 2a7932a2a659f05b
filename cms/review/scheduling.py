"""Dates: publication at a set time, and the end of what was to be public for a while.

Each page is a transaction of its own, so that one that cannot be published never keeps others
waiting. A date that no review set is refused, and told to staff.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.models import Revision

from .models import Decision, Heartbeat
from .publication import is_due_by_right, publish_revision
from .subjects import Key, hold, key_in, kinds

logger = logging.getLogger(__name__)


def keep_dates() -> int:
    """Publish what is due and take down what has expired; return how many texts changed."""
    now = timezone.now()
    done = sum(_publish(revision_id, now) for revision_id in _due(now))
    done += sum(_take_down(key, now) for key in _expired(now))
    Heartbeat.beat(Heartbeat.SCHEDULER)
    return done


def refused_lately() -> list[Decision]:
    """Publications that were refused or failed in the last two weeks, for staff to look at."""
    since = timezone.now() - timedelta(days=14)
    refused = Decision.objects.filter(kind=Decision.Kind.REFUSED, at__gte=since)
    return list(refused[:20])


def _due(now: datetime) -> list[int]:
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    return list(due.values_list("pk", flat=True))


def _expired(now: datetime) -> list[Key]:
    expired = [
        (expires, kind, str(number))
        for kind, model in kinds().items()
        for expires, number in model.objects.filter(live=True, expire_at__lte=now).values_list(
            "expire_at", "pk"
        )
    ]
    return [(kind, number) for _expires, kind, number in sorted(expired)]


def _publish(revision_id: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            return _publish_or_refuse(revision_id, now)
    except Exception as error:
        logger.exception("Revision %s could not be published at its date.", revision_id)
        _report_failure(revision_id, error)
        return False


def _publish_or_refuse(revision_id: int, now: datetime) -> bool:
    revision = Revision.objects.get(pk=revision_id)
    hold(key_in(revision))
    revision = Revision.objects.filter(pk=revision_id, approved_go_live_at__lte=now).first()
    if revision is None:
        return False  # Unscheduled or published by somebody else while we waited for the lock.
    if is_due_by_right(revision):
        publish_revision(revision, None, log_action="wagtail.publish.scheduled")
        return True
    Revision.objects.filter(pk=revision_id).update(approved_go_live_at=None)
    with override("en"):
        reason = gettext("Its date came, but no approval stands behind this text.")
    Decision.about(revision, Decision.Kind.REFUSED, None, reason)
    return False


def _report_failure(revision_id: int, error: Exception) -> None:
    """Record, once a day, that a publication fails; it is tried again every minute."""
    try:
        revision = Revision.objects.get(pk=revision_id)
        today = timezone.now() - timedelta(days=1)
        known = Decision.objects.filter(
            revision=revision, kind=Decision.Kind.REFUSED, at__gte=today
        )
        if not known.exists():
            Decision.about(revision, Decision.Kind.REFUSED, None, type(error).__name__)
    except (ObjectDoesNotExist, DatabaseError):
        logger.exception("The failure of revision %s could not be recorded.", revision_id)


def _take_down(key: Key, now: datetime) -> bool:
    try:
        with transaction.atomic():
            subject = hold(key)
            if subject is None or not _has_expired(subject, now):
                return False
            subject.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except Exception:
        logger.exception("%s could not be taken down at its date.", kinds()[key[0]]._meta.label)
        return False
    return True


def _has_expired(subject: Any, now: datetime) -> bool:
    return bool(subject.live and subject.expire_at and subject.expire_at <= now)
