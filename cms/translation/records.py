"""Starting the translation of a record; the rest is as of pages."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation, TranslationSource

from cms.review.decisions import Refused

from .drafts import make_target


@transaction.atomic
def start_record(record: Any, locale_ids: list[int]) -> list[Translation]:
    """Make a record ready for translation; readers get nothing before that is approved.

    Raises Refused for a record that readers do not see: its row is a draft.
    """
    record.refresh_from_db()
    if not record.live:
        raise Refused(_("Readers do not see this record yet. Please publish it first."))
    source, _made = TranslationSource.update_or_create_from_instance(record)
    started = [
        Translation.objects.update_or_create(
            source=source, target_locale_id=pk, defaults={"enabled": True}
        )[0]
        for pk in locale_ids
        if pk != source.locale_id
    ]
    for translation in started:
        make_target(translation)
    return started
