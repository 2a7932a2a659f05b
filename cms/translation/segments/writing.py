"""Writing a segment: what is refused, what is kept with a fault, and who has had a hand in it."""

import unicodedata
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from ..checks.markup import faults
from ..editor.bidi import join_tags
from ..models import Contributor
from .places import SegmentPlace, place_of

LONGEST = 20_000
MANUAL = StringTranslation.TRANSLATION_TYPE_MANUAL


class NotKept(Exception):  # noqa: N818
    """A text that cannot be stored; its message is a sentence for whoever wrote it."""


class WrittenMeanwhile(NotKept):
    """Somebody else has written in the segment since it was read; ``theirs`` is their text."""

    def __init__(self, theirs: str) -> None:
        self.theirs = theirs
        super().__init__(
            _("Somebody else has written here meanwhile: “%(text)s”. Yours is not saved yet.")
            % {"text": theirs}
            if theirs
            else _("Somebody else has emptied this meanwhile. Yours is not saved yet.")
        )


def as_compared(text: str) -> str:
    """A text as it is told from another: without what a form adds to it."""
    return join_tags(text.replace("\r\n", "\n").strip())


def refuse_if_written_meanwhile(was: str | None, now: str, text: str) -> None:
    """Raise WrittenMeanwhile where ``text`` would go over what its writer has not read.

    ``was`` is what stood there when it was read, None where nobody says; ``now`` what stands
    there. The same text twice loses nothing.
    """
    if was is None or as_compared(now) in (as_compared(was), as_compared(text)):
        return
    raise WrittenMeanwhile(now)


def place_of_segment(translation: Translation, string_segment: StringSegment) -> SegmentPlace:
    """The place of a segment of the translation's source."""
    model = translation.source.specific_content_type.model_class()
    return place_of(model, string_segment.context.field_path or string_segment.context.path)


def write_segment(
    translation: Translation, string_segment: StringSegment, text: str, user: User, tool: str = ""
) -> StringTranslation | None:
    """Store what somebody wrote for a segment; empty text takes it away.

    A fault that can be mended later, such as a lost link, is stored with the text and keeps it
    out of every draft. Raises NotKept where the text cannot be stored at all.
    """
    place = place_of_segment(translation, string_segment)
    text = text.replace("\r\n", "\n").strip()
    if place.is_rich:
        text = join_tags(text)
    for reason in reasons_not_to_keep(text, place):
        raise NotKept(reason)
    known = _known(translation, string_segment)
    Contributor.of(translation, user)
    if not text:
        for row in known:
            row.delete()
        return None
    written, _created = StringTranslation.objects.update_or_create(
        translation_of=string_segment.string,
        locale=translation.target_locale,
        context=string_segment.context,
        defaults={
            "data": text if place.is_rich else StringValue.from_plaintext(text).data,
            "translation_type": MANUAL,
            "tool_name": tool,
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )
    _note_faults(written, string_segment.string.data)
    return written


def text_now(translation: Translation, string_segment: StringSegment) -> str:
    """What stands in a segment, as its translators see it."""
    written = _known(translation, string_segment).first()
    place = place_of_segment(translation, string_segment)
    return text_to_write(written.data, place) if written is not None else ""


def _known(translation: Translation, string_segment: StringSegment) -> QuerySet[StringTranslation]:
    found: QuerySet[StringTranslation] = StringTranslation.objects.filter(
        translation_of=string_segment.string,
        locale=translation.target_locale,
        context=string_segment.context,
    )
    return found


def text_to_write(data: str, place: SegmentPlace) -> str:
    """A segment as its translators see and write it: plain, or with the tags of rich text."""
    return data if place.is_rich else StringValue(data).render_text()


def reasons_not_to_keep(text: str, place: SegmentPlace) -> Iterator[str]:
    """Sentences about what keeps a text from being stored in its place."""
    if len(text) > LONGEST:
        yield _("This is far too long; at most %(number)d characters can be kept.") % {
            "number": LONGEST
        }
    if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in text):
        yield _("This holds a control character, which cannot be kept. Please type it anew.")
    if place.is_one_line and "\n" in text:
        yield _("This stands in one line. Please take the line break out.")
    if place.limit is not None and len(text) > place.limit:
        yield _("At most %(limit)d characters fit here; this has %(number)d.") % {
            "limit": place.limit,
            "number": len(text),
        }


def _note_faults(written: StringTranslation, source: str) -> None:
    """What the translation has lost of its source is a fault; localize notes only what is new."""
    sentences = [] if written.has_error else list(faults(source, written.data))
    if sentences:
        written.has_error = True
        written.field_error = " ".join(sentences)
        written.save(update_fields=["has_error", "field_error"])
