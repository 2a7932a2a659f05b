"""When somebody answers, as data, and in the reader's words."""

from datetime import time

from django.db.models import TextChoices
from django.utils.formats import time_format
from django.utils.translation import gettext as _, gettext_lazy

from cms.pages.time_zones import zone_in_words


class Days(TextChoices):
    ALWAYS = "always", gettext_lazy("Day and night")
    DAILY = "daily", gettext_lazy("Every day")
    WEEKDAYS = "weekdays", gettext_lazy("Monday to Friday")
    WEEKENDS = "weekends", gettext_lazy("Saturday and Sunday")


def hours_in_words(days: str, opens: time | None, closes: time | None, zone: str) -> str:
    """The hours in the active language, with their zone; nothing where they are not known."""
    if not days:
        return ""
    if opens is None or closes is None:
        return str(Days(days).label)
    return _("%(days)s, %(opens)s to %(closes)s, %(zone)s") % {
        "days": Days(days).label,
        "opens": time_format(opens, "TIME_FORMAT"),
        "closes": time_format(closes, "TIME_FORMAT"),
        "zone": zone_in_words(zone),
    }
