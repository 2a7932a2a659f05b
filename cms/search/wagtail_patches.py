"""What is changed of Wagtail for its indexes: their tasks, which fail where an object is gone."""

from modelsearch import signal_handlers as of_search
from wagtail import signal_handlers as of_references

from cms.patches import Change, Patch

from .tasks import index_for_search, index_references

REASON = "It ends as a failure where its object was deleted before its turn came."
SEEN_IN = "wagtail 8.0.1"
PATCHES: tuple[Change, ...] = (
    Patch(
        owner=of_search,
        name="insert_or_update_object_task",
        instead=index_for_search,
        reason=REASON,
        seen_in=SEEN_IN,
        digest="835601d364a488f5",
    ),
    Patch(
        owner=of_references,
        name="update_reference_index_task",
        instead=index_references,
        reason=REASON,
        seen_in=SEEN_IN,
        digest="a194cc1f23bc41d8",
    ),
)


def install() -> None:
    """Put each where Wagtail looks for its own."""
    for patch in PATCHES:
        patch.install()
