"""Machine drafts in the background. Done again, it asks only for what is still missing."""

from django.tasks import task
from django.utils import translation

from ..models import MachineDraft
from .drafting import draft


@task
def draft_by_machine(order_id: int, language: str) -> None:
    """Fill what a translation lacks; messages are in the language of whoever asked."""
    orders = MachineDraft.objects.select_related(
        "translation__source", "translation__target_locale"
    )
    order = orders.filter(pk=order_id).first()
    if order is not None:
        with translation.override(language):
            draft(order)
