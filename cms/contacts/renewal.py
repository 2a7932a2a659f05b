"""What stands on a contact is made anew when it changes; pages read the row, and need nothing."""

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from .models import Contact
from .tasks import index_texts

type Renewal = Callable[[list[int]], None]

_renewals: list[Renewal] = []


def register_renewal(renewal: Renewal) -> None:
    """Let another app make anew what it has made of pages, of which it is given the numbers."""
    if renewal not in _renewals:
        _renewals.append(renewal)


def renew(contact_id: int) -> None:
    """Have whatever was made of the pages that refer to a contact brought up to date."""
    pages = pages_referring_to(contact_id)
    if not pages:
        return
    index_texts.enqueue(pages)
    for renewal in _renewals:
        renewal(pages)


def pages_referring_to(contact_id: int) -> list[int]:
    """The numbers of the pages whose text refers to a contact, in every language."""
    kinds = ContentType.objects.get_for_models(Contact, Page)
    references = ReferenceIndex.objects.filter(
        to_content_type=kinds[Contact],
        to_object_id=str(contact_id),
        base_content_type=kinds[Page],
    )
    return sorted({int(number) for number in references.values_list("object_id", flat=True)})
