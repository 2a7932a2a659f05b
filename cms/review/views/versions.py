"""Two versions out of a text's history, as Wagtail's view of them shows them here."""

from typing import Any

from wagtail.admin.views.generic.models import RevisionsCompareView

from ..comparison import Comparison, compare
from ..comparison.values import said

TEMPLATE = "review/versions.html"
version_and_name = RevisionsCompareView._get_revision_and_heading  # noqa: SLF001


def version_and_moment(view: RevisionsCompareView, revision_id: str) -> tuple[Any, str]:
    """A version, and when it was written, in words and with the zone."""
    version, name = version_and_name(view, revision_id)
    if not revision_id.isdecimal():
        return version, name
    written_at = view.object.revisions.values_list("created_at", flat=True).get(pk=revision_id)
    return version, said(written_at)


def compare_versions(view: RevisionsCompareView, before: Any, after: Any) -> Comparison:
    """What differs; from what readers see of a text that is not public, everything is new."""
    is_nothing = view.revision_id_a == "live" and not view.object.live
    return compare(None if is_nothing else before, after)
