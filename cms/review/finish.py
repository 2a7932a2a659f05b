"""What Wagtail calls when a review ends well. Imports nothing of Wagtail's when it is imported.

Wagtail's models import this module while they are themselves being imported.
"""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what the last step approved (``cms.review.publication``)."""
    from .publication import publish_approved_text  # noqa: PLC0415

    publish_approved_text(workflow_state, user)
