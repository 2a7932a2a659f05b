"""Whether people can be recognized in a picture, and how long they have agreed to it.

No name is kept: that somebody agreed, which account noted it, when, and until which day.
"""

from datetime import date, timedelta
from typing import Protocol

from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Consent is asked for anew after a year, unless somebody says otherwise, and after two at most.
USUAL_CONSENT = timedelta(days=365)
LONGEST_CONSENT = timedelta(days=730)
# So long before it ends it is said on the dashboard.
NOTICE = timedelta(days=30)


class People(TextChoices):
    """What was answered when the picture was added. None: nobody was asked yet."""

    NOBODY = "nobody", _("No, nobody")
    AGREED = "agreed", _("Yes, and they agreed to it, or whoever answers for them did")
    COVERED = "covered", _("Yes, so I cover them")
    ENDED = "ended", _("Yes, and they do not agree any more: readers no longer get it")


# Answers that tell of a consent: only who answers for the chapter's pictures changes them.
CONSENTS = frozenset({People.AGREED, People.ENDED})


class Answered(Protocol):
    """What says of a picture whether readers may have it."""

    people: str | None
    consent_until: date | None


def is_withheld(picture: Answered) -> bool:
    """Whether the consent of the people in it has ended, was withdrawn, or never had an end."""
    until = picture.consent_until
    is_over = until is None or until < today()
    return picture.people == People.ENDED or (picture.people == People.AGREED and is_over)


def withheld(prefix: str = "") -> Q:
    """The same of rows, with what leads to the picture before it, such as ``image__``."""
    return Q(**{f"{prefix}people": People.ENDED}) | has_run_out(prefix)


def has_run_out(prefix: str = "") -> Q:
    """Rows that tell of a consent whose end is past; one without an end is none."""
    until = f"{prefix}consent_until"
    is_over = Q(**{f"{until}__lt": today()}) | Q(**{f"{until}__isnull": True})
    return Q(**{f"{prefix}people": People.AGREED}) & is_over


def today() -> date:
    """The day by which consents end; its last day still counts."""
    return timezone.localdate()
