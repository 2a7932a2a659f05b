"""What keeps a translation from review, in sentences."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from ..editor.bidi import named
from ..glossary.terms import Glossary
from ..segments.listing import Segment


def reasons_to_wait(segments: list[Segment], glossary: Glossary) -> Iterator[str]:
    """Sentences about what keeps a translation from review.

    That is missing, faulty and machine's text, and terms that are not as the glossary says.
    """
    missing = sum(segment.is_missing for segment in segments)
    faulty = [segment for segment in segments if segment.error]
    machine = sum(segment.is_machine for segment in segments)
    if missing:
        yield ngettext(
            "%(number)d passage is not translated yet.",
            "%(number)d passages are not translated yet.",
            missing,
        ) % {"number": missing}
    for segment in faulty:
        yield f"{named(segment.label)}: {segment.error}"
    if machine:
        yield ngettext(
            "%(number)d passage is still as a machine made it. Please read and save it.",
            "%(number)d passages are still as a machine made them. Please read and save each.",
            machine,
        ) % {"number": machine}
    yield from glossary.objections(segments)
