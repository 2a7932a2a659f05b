"""The words alone, as plain text."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..text.plain_text import plain_text
from .kind import Artifact, Kind, Sources, Use


@dataclass(frozen=True, kw_only=True)
class Text(Kind):
    """A text file in UTF-8."""

    def make(self, sources: Sources) -> Artifact:
        return Artifact(plain_text(sources.document).encode())


TEXT = Text(
    name="issue.txt",
    label=_("Plain text"),
    use=Use(
        "text",
        _("Take the words alone"),
        _("For braille displays, old devices and for passing on."),
    ),
)
