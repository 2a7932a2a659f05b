"""What language teams are told: which pages have changed, in one mail and at most once a day."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from cms.access.models import Team
from cms.access.policy import REVIEWERS, TRANSLATORS
from cms.mail.sending import write_to

from ..models import Freshness

A_DAY = timedelta(days=1)


def tell_language_teams() -> int:
    """Write to each language's team about changes that it was not told of; return how many did."""
    untold = _untold().values_list("translation__target_locale", flat=True)
    return sum(_tell(locale) for locale in Locale.objects.filter(pk__in=untold.distinct()))


def team_of(locale: Locale) -> QuerySet[User]:
    """The active translators and reviewers of a language."""
    teams = Team.objects.filter(locale=locale, role_key__in=(TRANSLATORS.key, REVIEWERS.key))
    active = get_user_model().objects.filter(is_active=True)
    return active.filter(groups__in=teams.values("group")).distinct()


@transaction.atomic
def _tell(locale: Locale) -> bool:
    now = timezone.now()
    of_language = Freshness.objects.filter(translation__target_locale=locale)
    if of_language.filter(told_at__gt=now - A_DAY).exists():
        return False
    rows = list(
        _untold()
        .filter(translation__target_locale=locale)
        .select_related("translation__source")
        .select_for_update(of=("self",))
    )
    if not rows:
        return False
    pages = [
        {
            "title": row.translation.source.object_repr,
            "address": reverse("desk:editor", args=[row.translation_id]),
            "number": len(row.changed),
        }
        for row in rows
    ]
    context = {"pages": pages, "language": locale.get_display_name(), "number": len(pages)}
    write_to(team_of(locale), "translations_changed", context)
    Freshness.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
    return True


def _untold() -> QuerySet[Freshness]:
    never_or_before = Q(told_at__isnull=True) | Q(told_at__lt=F("changed_at"))
    return Freshness.objects.filter(never_or_before, stale_since__isnull=False)
