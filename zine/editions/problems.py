"""What keeps an issue from being made, said to the person who can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Place:
    """Which block of the body: its position counted from 1, its type, its id in the StreamField."""

    position: int
    kind: str
    id: str = ""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in a sentence, and the block it is in; ``None`` is the cover."""

    message: str
    place: Place | None = None

    def __str__(self) -> str:
        if self.place is None:
            return self.message
        return _("Block %(position)s (%(kind)s): %(message)s") % {
            "position": self.place.position,
            "kind": block_name(self.place.kind),
            "message": self.message,
        }


class EditionError(Exception):
    """An edition cannot be made; ``problems`` say why, each in a sentence for its editor."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def block_name(kind: str) -> str:
    """Return a block type's name as the admin shows it."""
    names = {
        "heading": _("Heading"),
        "paragraph": _("Paragraph"),
        "image": _("Image"),
        "pull_quote": _("Pull quote"),
        "numbered_points": _("Numbered points"),
        "checklist": _("Checklist"),
        "callout": _("Call-out"),
        "facts": _("Facts"),
        "call_to_action": _("Call to action"),
        "principle_reference": _("Principle"),
    }
    return names.get(kind, kind)
