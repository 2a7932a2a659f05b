"""What stands in a stream in place of a block that cannot be read.

What is stored of it stays as it is, in the database and in drafts, until an editor deletes it. They
see in its place which block it is and what is stored of it; readers see nothing.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, ClassVar, Self, override

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _, gettext_lazy
from wagtail import blocks

from ..classification import Kind
from ..stored_blocks import is_sound, is_text

UNREADABLE = "unreadable"
LABEL = gettext_lazy("Block that cannot be read")
SIGNER = Signer(salt="cms.pages.blocks.unreadable")


@dataclass(frozen=True)
class Unreadable:
    """What is stored, in place of a block: the ``number`` from 1, the ``kind`` by its name.

    ``is_whole``: it stands in place of everything in a stream.
    """

    stored: Any
    number: int
    kind: str = ""
    is_whole: bool = False

    # Where readers are shown a picture or a contact, they are not shown this.
    is_withheld: ClassVar[bool] = True
    is_shown: ClassVar[bool] = False

    def __str__(self) -> str:
        return _("Block %(number)d (%(kind)s) cannot be read.") % {
            "number": self.number,
            "kind": self.kind or _("of unknown kind"),
        }

    @property
    def stored_text(self) -> str:
        """What is stored, to read; half characters are written as JSON writes them."""
        text = json.dumps(self.stored, indent=1, ensure_ascii=False)
        return text.encode(errors="backslashreplace").decode()

    def sealed(self) -> str:
        """For the editor's form: which block, what is stored, and a seal on both."""
        return "\n".join((str(self), self.stored_text, SIGNER.sign_object(self._about())))

    @classmethod
    def unsealed(cls, posted: str) -> Self | None:
        """What ``sealed`` gave; None if it did not come back as it was."""
        _sentence, *text = posted.replace("\r\n", "\n").strip().split("\n")
        try:
            about = SIGNER.unsign_object(text.pop())
            stored = json.loads("\n".join(text))
        except (BadSignature, IndexError, ValueError, RecursionError):
            return None
        found = cls(stored, about["number"], about["kind"], about["is_whole"])
        return found if found._about() == about else None

    def _about(self) -> dict[str, Any]:
        exactly = json.dumps(self.stored, sort_keys=True).encode()
        return {
            "number": self.number,
            "kind": self.kind,
            "is_whole": self.is_whole,
            "digest": hashlib.sha256(exactly).hexdigest(),
        }


class UnreadableBlock(blocks.FieldBlock):
    """A block that editors can read and delete, and nothing else."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.CharField(
            required=False,
            help_text=gettext_lazy(
                "Readers do not see this block. It is kept as it is until you delete it: copy the "
                "words that you need into a new one first."
            ),
            widget=forms.Textarea(
                attrs={"rows": 4, "readonly": True, "dir": "auto", "aria-label": LABEL}
            ),
        )
        super().__init__(**kwargs)

    @override
    def to_python(self, value: Any) -> Unreadable:
        return value if isinstance(value, Unreadable) else Unreadable(**value)

    @override
    def get_prep_value(self, value: Unreadable) -> Any:
        return vars(value)

    @override
    def normalize(self, value: Any) -> Any:
        return value

    @override
    def value_for_form(self, value: Unreadable) -> str:
        return value.sealed()

    @override
    def value_from_form(self, value: str) -> Unreadable:
        """What came back otherwise than it was given is refused by ``clean``."""
        return Unreadable.unsealed(value or "") or CHANGED

    @override
    def clean(self, value: Unreadable) -> Unreadable:
        if value is CHANGED:
            raise ValidationError(
                _("This block came back changed. Please load the page anew, or delete the block.")
            )
        return value

    def get_translatable_segments(self, _value: Unreadable) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Unreadable, _segments: list[Any]) -> Unreadable:
        return value

    class Meta:
        icon = "warning"
        label = LABEL
        template = "blocks/unreadable.html"
        translation_kind = Kind.FACT


# In place of one that somebody changed on its way through the form.
CHANGED = Unreadable(None, 0)


@is_sound.register
def _is_stored(_block: UnreadableBlock, _raw: Any) -> bool:
    """No stream keeps one: see ``whole_streams``."""
    return False


def kind_of(stored: Any, known: dict[str, blocks.Block]) -> str:
    """What editors call a stored block, as far as it says what it is."""
    name = stored.get("type") if isinstance(stored, dict) else None
    if not is_text(name):
        return ""
    return str(known[name].label) if name in known else str(name)
