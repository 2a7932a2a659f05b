"""What keeps a translation from review, in sentences."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from .passages import Passage


def reasons_to_wait(passages: list[Passage]) -> Iterator[str]:
    """Sentences about what keeps a translation from review: missing, faulty and machine's text."""
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
        yield f"{passage.label}: {passage.error}"
    if machine:
        yield ngettext(
            "%(number)d passage is still as a machine made it. Please read and save it.",
            "%(number)d passages are still as a machine made them. Please read and save each.",
            machine,
        ) % {"number": machine}
