"""What keeps a translation from review, in sentences."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from .glossary import Glossary
from .isolates import named
from .passages import Passage


def reasons_to_wait(passages: list[Passage], glossary: Glossary) -> Iterator[str]:
    """Sentences about what keeps a translation from review.

    That is missing, faulty and machine's text, and terms that are not as the glossary says.
    """
    missing = sum(passage.is_missing for passage in passages)
    faulty = [passage for passage in passages if passage.error]
    machine = sum(passage.is_machine for passage in passages)
    if missing:
        yield ngettext(
            "%(number)d passage is not translated yet.",
            "%(number)d passages are not translated yet.",
            missing,
        ) % {"number": missing}
    for passage in faulty:
        yield f"{named(passage.label)}: {passage.error}"
    if machine:
        yield ngettext(
            "%(number)d passage is still as a machine made it. Please read and save it.",
            "%(number)d passages are still as a machine made them. Please read and save each.",
            machine,
        ) % {"number": machine}
    yield from glossary.objections(passages)
