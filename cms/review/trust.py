"""Giving and withdrawing trust; both are changes of access, and recorded as such."""

from datetime import date
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import LogContext

from cms.access.events import record

from .models import Trust


@transaction.atomic
def give_trust(territory: UUID, page_type: str, until: date, user: User) -> Trust:
    """Let a chapter's pages of a type skip the staff step through ``until``."""
    before = [_in_words(trust) for trust in _standing(territory, page_type)]
    _standing(territory, page_type).update(withdrawn_at=timezone.now())
    trust = Trust.objects.create(
        territory=territory, page_type=page_type, until=until, given_by=user
    )
    _record("trust given", before, [_in_words(trust)], territory, user)
    return trust


@transaction.atomic
def withdraw_trust(trust: Trust, user: User) -> None:
    """End trust at once. What has been published under it stays."""
    trust.withdrawn_at = timezone.now()
    trust.save(update_fields=["withdrawn_at"])
    _record("trust withdrawn", [_in_words(trust)], [], trust.territory, user)


def _standing(territory: UUID, page_type: str) -> QuerySet[Trust]:
    return Trust.objects.standing().filter(territory=territory, page_type=page_type)


def _in_words(trust: Trust) -> str:
    return f"{trust.page_type} until {trust.until.isoformat()}"


def _record(change: str, before: list[str], after: list[str], territory: UUID, user: User) -> None:
    with LogContext(user=user):
        record(None, change, before, after, territory)
