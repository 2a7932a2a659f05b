"""What keeps an issue from being made, said to the person who can mend it.

A problem is kept as a code with its parameters, and becomes a sentence where somebody reads it, in
that person's language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import gettext as _, gettext_lazy

from cms.pages.blocks import ZineBodyBlock

# What an editor has to mend, or what a machine could not do.
SENTENCES: Mapping[str, object] = {
    "unprintable_block": gettext_lazy("This kind of block cannot be printed."),
    "empty_heading": gettext_lazy("The heading has no text."),
    "empty_article": gettext_lazy("The article has no title."),
    "unnumbered_footnotes": gettext_lazy(
        "Each footnote needs exactly one superscript number in the text."
    ),
    "missing_picture": gettext_lazy("The picture is missing."),
    "undescribed_picture": gettext_lazy(
        "The picture has no description. Describe it, or mark it as decorative."
    ),
    "action_leads_nowhere": gettext_lazy("The call to action leads nowhere: its page is gone."),
    "video_leads_nowhere": gettext_lazy("The video has no address that can be used."),
    "contact_leads_nowhere": gettext_lazy(
        "“%(name)s” has no number or address that can be used. Please correct it."
    ),
    "missing_principle": gettext_lazy("This principle does not exist in the issue's language yet."),
    "missing_glyph": gettext_lazy(
        "No font can print the character “%(sign)s” (%(name)s, U+%(number)s)."
    ),
    "refused_by_typesetter": gettext_lazy("The typesetter refused the issue: %(reason)s"),
    "failed_gate": gettext_lazy("It was made, but did not pass its check: %(reason)s"),
    "failed_machine": gettext_lazy("The machine could not make it: %(reason)s"),
    "mini_too_long": gettext_lazy(
        "The mini zine has %(pages)s pages where %(most)s fit, at the smallest type that can be "
        "read. Shorten the longest blocks, or make two issues of this one."
    ),
    "mini_longest": gettext_lazy("This is among the longest: %(count)s characters."),
    "mini_leaves_out": gettext_lazy("The mini zine has no room for these sections: %(titles)s."),
}
# The fields of the page beside its body.
FIELDS: Mapping[str, object] = {
    "title": gettext_lazy("Title"),
    "tagline": gettext_lazy("Tagline"),
    "summary": gettext_lazy("Summary"),
    "credits": gettext_lazy("Credits"),
    "publisher": gettext_lazy("Organization"),
    "cover": gettext_lazy("Cover picture"),
}


@dataclass(frozen=True)
class BlockPlace:
    """Which block of the body: its position counted from 1, its type, its id in the StreamField.

    At position 0 is what stands beside the body; its kind is the name of the field.
    """

    position: int
    kind: str
    id: str = ""

    @property
    def name(self) -> str:
        """What the editor calls the block or field, in the language of whoever reads it."""
        if not self.position:
            return str(FIELDS.get(self.kind, self.kind))
        block = ZineBodyBlock.base_blocks.get(self.kind)
        return str(block.label) if block else self.kind

    def __str__(self) -> str:
        if not self.position:
            return self.name
        parts = {"position": self.position, "kind": self.name}
        return _("Block %(position)s (%(kind)s)") % parts


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: its code in ``SENTENCES``, where, and what the sentence names."""

    code: str
    place: BlockPlace | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in the language of whoever reads it, without its place."""
        return str(SENTENCES[self.code]) % self.parameters

    def __str__(self) -> str:
        return self.message if self.place is None else f"{self.place}: {self.message}"

    def to_data(self) -> dict[str, Any]:
        """Return the problem as JSON data, in no language."""
        place = None if self.place is None else dict(vars(self.place))
        return {"code": self.code, "place": place, "parameters": dict(self.parameters)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Return the problem that ``to_data`` gave."""
        place = data["place"]
        return cls(data["code"], place and BlockPlace(**place), data["parameters"])


class EditionError(Exception):
    """An edition cannot be made; ``problems`` say why, each in a sentence for its editor."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
