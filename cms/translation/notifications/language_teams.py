"""What language teams are told: which pages have changed, in one mail and at most once a day."""

from collections import defaultdict
from collections.abc import Iterable
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
from cms.access.translating import may_translate
from cms.mail.sending import write_to

from ..facts.messages import strays_in_words
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
    for theirs, people in _by_reach(rows, team_of(locale)):
        pages = [
            {
                "title": row.translation.source.object_repr,
                "address": reverse("translation:editor", args=[row.translation_id]),
                "number": len(row.changed),
                "facts": strays_in_words(
                    row.translation.source.specific_content_type.model_class(), row.strays
                ),
            }
            for row in theirs
        ]
        context = {"pages": pages, "language": locale.language_code, "number": len(pages)}
        write_to(people, "translations_changed", context)
    Freshness.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
    return True


def _by_reach(
    rows: list[Freshness], people: Iterable[User]
) -> Iterable[tuple[list[Freshness], list[User]]]:
    """Those who are told of the same pages together; of some chapters' only, who may no more."""
    found: dict[tuple[int, ...], list[User]] = defaultdict(list)
    for person in people:
        theirs = (row.pk for row in rows if may_translate(person, row.translation))
        found[tuple(theirs)].append(person)
    by_pk = {row.pk: row for row in rows}
    return [([by_pk[pk] for pk in pks], told) for pks, told in found.items() if pks]


def _untold() -> QuerySet[Freshness]:
    never_or_before = Q(told_at__isnull=True) | Q(told_at__lt=F("changed_at"))
    return Freshness.objects.filter(never_or_before, stale_since__isnull=False)
