"""What readers are told: who approved the text before them, when, and which revision it is."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page

from .models import Decision


@dataclass(frozen=True)
class TrustLine:
    """An approval, without names: which teams, the day, and the revision's number."""

    by_chapter: bool
    by_staff: bool
    in_emergency: bool
    on: datetime
    revision: int


def trust_line_of(page: Page) -> TrustLine | None:
    """Return the approval of exactly the revision that readers see, in one query.

    None where no record tells of one, such as for the starter content, which nobody reviewed.
    """
    if not page.live_revision_id:
        return None
    told = (Decision.Kind.APPROVED, Decision.Kind.EMERGENCY)
    rows = Decision.objects.filter(revision_id=page.live_revision_id, kind__in=told).order_by("pk")
    decisions = list(rows.values_list("kind", "step", "at"))
    if not decisions:
        return None
    return TrustLine(
        by_chapter=any(step == "lead" for _kind, step, _at in decisions),
        by_staff=any(step == "staff" for _kind, step, _at in decisions),
        in_emergency=all(kind == Decision.Kind.EMERGENCY for kind, _step, _at in decisions),
        on=decisions[-1][2],
        revision=page.live_revision_id,
    )
