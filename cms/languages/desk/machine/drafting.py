"""Asking for what a translation lacks, and keeping what is of use.

Sent are passages of a page that anonymous readers see at this moment, in the words that they see:
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

from ...models import MachineDraft
from ..checks import faults
from ..drafts import target_page
from ..freshness import key_of, keys_of
from ..glossary import Glossary
from ..passages import Passage, passages_of
from ..submission import in_review
from ..writing import reasons_not_to_keep, text_to_write
from .protection import protect
from .server import NoAnswer, Server

AT_ONCE = 20
SLUG = "slug"
TOOL = "LibreTranslate"


def public_source(translation: Translation) -> Page | None:
    """The source as readers see it; None where they do not, and of everything but pages."""
    pages = Page.objects.live().public().filter(alias_of=None)
    page = pages.filter(
        translation_key=translation.source.object_id, locale=translation.source.locale_id
    ).first()
    return page.specific if page is not None else None


def draft(order: MachineDraft) -> None:
    """Fill what is missing, and note in the order what came of it. Passages kept stay kept."""
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


def to_send(translation: Translation) -> list[Passage]:
    """The passages that are missing and may be sent. Raises NoAnswer where none may be."""
    page = public_source(translation)
    if page is None:
        raise NoAnswer(_("Readers cannot see the page. What is not public is sent nowhere."))
    target = target_page(translation)
    if target is not None and (in_review(target) or target.locked):
        raise NoAnswer(_("This translation is in review, or locked."))
    public = keys_of(page)
    return [
        passage
        for passage in passages_of(translation)
        if passage.is_missing and key_of(passage.segment) in public and passage.path != SLUG
    ]


def _fill(translation: Translation) -> tuple[int, int]:
    """Return how many passages were kept, and how many answers were of no use."""
    server, glossary = Server.configured(), Glossary(translation)
    passages = iter(to_send(translation))
    target = translation.target_locale.language_code
    names = server.names(settings.LANGUAGE_CODE, target)
    kept = useless = 0
    while some := list(islice(passages, AT_ONCE)):
        for passage, text in _translated(some, server, names, glossary):
            if text is not None and _keep(translation, passage, text):
                kept += 1
            else:
                useless += 1
    return kept, useless


def _translated(
    passages: list[Passage], server: Server, names: tuple[str, str], glossary: Glossary
) -> Iterator[tuple[Passage, str | None]]:
    protected = [protect(passage.segment.string.data, glossary) for passage in passages]
    answers = server.translate([each.text for each in protected], *names)
    for passage, each, answer in zip(passages, protected, answers, strict=True):
        yield passage, each.restored(answer.strip())


@transaction.atomic
def _keep(translation: Translation, passage: Passage, data: str) -> bool:
    """Keep a machine's text where nobody has written meanwhile, unless it is of no use."""
    text = text_to_write(data, passage.place)
    if not text.strip() or any(reasons_not_to_keep(text, passage.place)):
        return False
    source = passage.segment.string.data
    data = data if passage.place.is_rich else StringValue.from_plaintext(text).data
    if any(faults(source, data)):
        return False
    written, made = StringTranslation.objects.get_or_create(
        translation_of=passage.segment.string,
        locale=translation.target_locale,
        context=passage.segment.context,
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
