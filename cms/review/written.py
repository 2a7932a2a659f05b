"""Which text people wrote, where the site has made another of it."""

from collections.abc import Iterable

from wagtail.models import Revision


def written_as(revisions: Iterable[int]) -> dict[int, int]:
    """The revision that people wrote behind each of these; most are themselves. One query."""
    numbers = set(revisions)
    made = Revision.objects.filter(pk__in=numbers, carried__isnull=False)
    carried = dict(made.values_list("pk", "carried__carries"))
    return {number: carried.get(number, number) for number in numbers}
