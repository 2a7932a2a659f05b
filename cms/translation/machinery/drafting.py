"""Asking for what a translation lacks, and keeping what is of use.

Sent are segments of a page that anonymous readers see at this moment, in the words that they see:
no draft, nothing private, no slug, no address of a link. Records are not sent, for not all of
them are on a page.
"""

from collections.abc import Iterator
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from cms.pages.readable import readable

from ..checks.markup import faults
from ..drafts import target_page
from ..freshness import key_of, keys_of
from ..glossary.terms import Glossary
from ..models import MachineDraft
from ..segments.listing import Segment, segments_of
from ..segments.writing import reasons_not_to_keep, text_to_write
from ..submission import in_review
from .protection import protect
from .server import NoAnswer, Server

AT_ONCE = 20
SLUG = "slug"
TOOL = "LibreTranslate"


def public_source(translation: Translation) -> Page | None:
    """The source as readers see it; None where they do not, and of everything but pages."""
    pages = Page.objects.filter(
        alias_of=None,
        translation_key=translation.source.object_id,
        locale=translation.source.locale_id,
    )
    page = readable(pages).first()
    return page.specific if page is not None else None


def draft(order: MachineDraft) -> None:
    """Fill what is missing, and note in the order what came of it. Segments kept stay kept."""
    try:
        number, useless = _fill(order.translation)
    except NoAnswer as reason:
        order.state, order.message = MachineDraft.State.FAILED, str(reason)
    else:
        order.state, order.number = MachineDraft.State.DONE, number
        order.message = (
            _("What the machine said was of no use for some passages.") if useless else ""
        )
    order.save(update_fields=["state", "message", "number"])


def to_send(translation: Translation) -> list[Segment]:
    """The segments that are missing and may be sent. Raises NoAnswer where none may be."""
    page = public_source(translation)
    if page is None:
        raise NoAnswer(_("Readers cannot see the page. What is not public is sent nowhere."))
    target = target_page(translation)
    if target is not None and (in_review(target) or target.locked):
        raise NoAnswer(_("This translation is in review, or locked."))
    public = keys_of(page)
    return [
        segment
        for segment in segments_of(translation)
        if segment.is_missing and key_of(segment.string_segment) in public and segment.path != SLUG
    ]


def _fill(translation: Translation) -> tuple[int, int]:
    """Return how many segments were kept, and how many answers were of no use."""
    server, glossary = Server.configured(), Glossary(translation)
    segments = iter(to_send(translation))
    target = translation.target_locale.language_code
    names = server.names(settings.LANGUAGE_CODE, target)
    kept = useless = 0
    while some := list(islice(segments, AT_ONCE)):
        for segment, text in _translated(some, server, names, glossary):
            if text is not None and _keep(translation, segment, text):
                kept += 1
            else:
                useless += 1
    return kept, useless


def _translated(
    segments: list[Segment], server: Server, names: tuple[str, str], glossary: Glossary
) -> Iterator[tuple[Segment, str | None]]:
    protected = [protect(segment.string_segment.string.data, glossary) for segment in segments]
    answers = server.translate([each.text for each in protected], *names)
    for segment, each, answer in zip(segments, protected, answers, strict=True):
        yield segment, each.restored(answer.strip())


@transaction.atomic
def _keep(translation: Translation, segment: Segment, data: str) -> bool:
    """Keep a machine's text where nobody has written meanwhile, unless it is of no use."""
    text = text_to_write(data, segment.place)
    if not text.strip() or any(reasons_not_to_keep(text, segment.place)):
        return False
    source = segment.string_segment.string.data
    data = data if segment.place.is_rich else StringValue.from_plaintext(text).data
    if any(faults(source, data)):
        return False
    written, made = StringTranslation.objects.get_or_create(
        translation_of=segment.string_segment.string,
        locale=translation.target_locale,
        context=segment.string_segment.context,
        defaults={
            "data": data,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE,
            "tool_name": TOOL,
        },
    )
    if made and written.has_error:
        written.delete()
        return False
    return made
