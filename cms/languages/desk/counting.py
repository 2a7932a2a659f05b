"""The numbers behind the status of translations, in the same number of queries however many."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Model, Q, Sum
from django.utils import timezone
from wagtail.models import Page, TranslatableMixin, WorkflowState
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from ..demand import first_day
from ..models import Demand, Freshness, RecordReview

type Place = tuple[UUID, int]


def record_models() -> list[Any]:
    """The kinds of records that are translated."""
    found = [model for model in get_snippet_models() if issubclass(model, TranslatableMixin)]
    return sorted(found, key=lambda model: str(model._meta.verbose_name))


def records() -> Iterator[tuple[type[Model], Any]]:
    """Every record in the site's first language, with its model."""
    for model in record_models():
        for record in model.objects.filter(locale__language_code=settings.LANGUAGE_CODE):
            yield model, record


def standing_pages(locales: Collection[int]) -> dict[Place, tuple[int, bool]]:
    """For each page in these languages its number, and whether readers see it."""
    pages = Page.objects.filter(locale__in=locales, alias_of=None)
    rows = pages.values_list("translation_key", "locale", "pk", "live")
    return {(key, locale): (pk, live) for key, locale, pk, live in rows}


def standing_records(locales: Collection[int]) -> set[Place]:
    """The records that there are in these languages."""
    return {
        place
        for model in record_models()
        for place in model.objects.filter(locale__in=locales).values_list(
            "translation_key", "locale"
        )
    }


def started(locales: Collection[int]) -> Iterator[tuple[int, Place, int]]:
    """Every translation into these languages: number, place, and how many passages it has."""
    totals = dict(StringSegment.objects.values_list("source").annotate(Count("pk")).order_by())
    rows = Translation.objects.filter(enabled=True, target_locale__in=locales)
    for pk, key, locale, source in rows.values_list(
        "pk", "source__object_id", "target_locale", "source"
    ):
        yield pk, (key, locale), totals.get(source, 0)


def written(locales: Collection[int]) -> Iterator[tuple[int, int, int, int]]:
    """For each translation, the passages by machine, by people, and those that were reviewed.

    What has a fault counts as missing.
    """
    machine = StringTranslation.TRANSLATION_TYPE_MACHINE
    approved = F("source__translations__freshness__approved_at")
    segments = StringSegment.objects.filter(
        string__translations__context_id=F("context_id"),
        string__translations__has_error=False,
        string__translations__locale_id=F("source__translations__target_locale_id"),
        source__translations__target_locale__in=locales,
    )
    yield from (
        segments.order_by()
        .values_list("source__translations__pk")
        .annotate(
            by_machine=Count("pk", filter=Q(string__translations__translation_type=machine)),
            by_people=Count("pk", filter=~Q(string__translations__translation_type=machine)),
            reviewed=Count("pk", filter=Q(string__translations__updated_at__lte=approved)),
        )
    )


def stale() -> dict[int, datetime]:
    """Since when each translation that is out of date is so."""
    rows = Freshness.objects.filter(stale_since__isnull=False)
    return {pk: since for pk, since in rows.values_list("translation", "stale_since") if since}


def pages_in_review() -> dict[int, tuple[str, datetime]]:
    """Which step each page waits for, and since when."""
    rows = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS, current_task_state__isnull=False
    ).values_list("object_id", "current_task_state__task__name", "current_task_state__started_at")
    return {int(page): (step, since) for page, step, since in rows}


def records_in_review() -> dict[int, tuple[bool, datetime]]:
    """Whether each record's translation waits for its language's reviewers, and since when."""
    reviews = RecordReview.objects.waiting()
    return {
        review.translation_id: (
            review.waits_for_language,
            review.language_at or review.submitted_at,
        )
        for review in reviews
    }


def asked_for_besides(codes: Collection[str]) -> dict[str, int]:
    """How often readers asked for anything in each other language, of late; the most first."""
    rows = Demand.objects.filter(day__gte=first_day(timezone.localdate()))
    rows = rows.exclude(language__in=codes)
    return dict(rows.values_list("language").annotate(all=Sum("number")).order_by("-all"))


def asked_for(codes: Collection[str]) -> dict[UUID, dict[str, int]]:
    """How often readers asked for each missing page in each language, of late."""
    rows = Demand.objects.filter(language__in=codes, day__gte=first_day(timezone.localdate()))
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for key, code, number in rows.values_list("page_key", "language").annotate(Sum("number")):
        found[key][code] = number
    return found
