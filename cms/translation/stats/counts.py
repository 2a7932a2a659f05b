"""The numbers behind the status of translations, in the same number of queries however many."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Model, Q, Sum
from django.utils import timezone
from wagtail.models import Page, PageQuerySet, WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.languages.demand import first_day
from cms.languages.models import Demand
from cms.pages.readable import for_everybody, live_with_all_above
from cms.review.subjects import record_models, subjects_under

from ..models import Freshness

type TranslationKey = tuple[UUID, int]


def records() -> Iterator[tuple[type[Model], Any]]:
    """Every record that readers see in the site's first language, with its model."""
    for model in sorted(record_models(), key=lambda model: str(model._meta.verbose_name)):
        for record in model.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE):
            yield model, record


def standing_pages(locales: Collection[int]) -> dict[TranslationKey, tuple[int, bool, bool]]:
    """For each page in these languages its number, whether readers see it, and whether they did."""
    rows = _with_standing(Page.objects.filter(locale__in=locales, alias_of=None)).values_list(
        "translation_key", "locale", "pk", "stands", "first_published_at"
    )
    return {(key, locale): (pk, stands, bool(first)) for key, locale, pk, stands, first in rows}


def sources() -> Iterator[tuple[int, UUID, str, str, bool]]:
    """Every page of the site's first language that readers see or saw, in the tree's order.

    Its number, translation key, title and path, and whether they see it.
    """
    pages = Page.objects.filter(
        for_everybody(),
        Q(live=True) | Q(first_published_at__isnull=False),
        alias_of=None,
        depth__gt=1,
        locale__language_code=settings.LANGUAGE_CODE,
    )
    yield from (
        _with_standing(pages)
        .order_by("path")
        .values_list("pk", "translation_key", "title", "path", "stands")
    )


def _with_standing(pages: PageQuerySet) -> PageQuerySet:
    annotated: PageQuerySet = pages.annotate(
        stands=ExpressionWrapper(live_with_all_above(), output_field=BooleanField())
    )
    return annotated


def standing_records(locales: Collection[int]) -> dict[TranslationKey, bool]:
    """The records that there are in these languages, and whether readers see each."""
    return {
        (key, locale): live
        for model in record_models()
        for key, locale, live in model.objects.filter(locale__in=locales).values_list(
            "translation_key", "locale", "live"
        )
    }


def started(locales: Collection[int]) -> Iterator[tuple[int, TranslationKey, int]]:
    """Every translation into these languages: number, place, and how many segments it has."""
    totals = dict(StringSegment.objects.values_list("source").annotate(Count("pk")).order_by())
    rows = Translation.objects.filter(enabled=True, target_locale__in=locales)
    for pk, key, locale, source in rows.values_list(
        "pk", "source__object_id", "target_locale", "source"
    ):
        yield pk, (key, locale), totals.get(source, 0)


def written(locales: Collection[int]) -> Iterator[tuple[int, int, int, int]]:
    """For each translation, the segments by machine, by people, and those that were reviewed.

    What has a fault counts as missing.
    """
    machine = StringTranslation.TRANSLATION_TYPE_MACHINE
    approved = F("source__translations__freshness__approved_at")
    string_segments = StringSegment.objects.filter(
        string__translations__context_id=F("context_id"),
        string__translations__has_error=False,
        string__translations__locale_id=F("source__translations__target_locale_id"),
        source__translations__target_locale__in=locales,
    )
    yield from (
        string_segments.order_by()
        .values_list("source__translations__pk")
        .annotate(
            by_machine=Count("pk", filter=Q(string__translations__translation_type=machine)),
            by_people=Count("pk", filter=~Q(string__translations__translation_type=machine)),
            reviewed=Count("pk", filter=Q(string__translations__updated_at__lte=approved)),
        )
    )


def stale() -> dict[int, tuple[datetime, int]]:
    """Since when each translation that is out of date is so, and in how many facts."""
    rows = Freshness.objects.filter(stale_since__isnull=False)
    return {
        pk: (since, len(strays))
        for pk, since, strays in rows.values_list("translation", "stale_since", "strays")
        if since
    }


def in_review() -> dict[TranslationKey, tuple[str, datetime]]:
    """Which step each page and record waits for, and since when."""
    rows = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS, current_task_state__isnull=False
    ).values_list(
        "base_content_type",
        "object_id",
        "current_task_state__task__name",
        "current_task_state__started_at",
    )
    waiting = {(kind, number): (step, since) for kind, number, step, since in rows}
    return {
        (subject.translation_key, subject.locale_id): waiting[key]
        for key, subject in subjects_under(waiting).items()
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
