"""Two versions of a page or record, and what differs between them, block by block."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language_info

from .content import content_of
from .differences import Difference
from .pairing import Pair, pairs
from .parts import Holder, Kind, Part, Value
from .summary import summary_of


@dataclass(frozen=True)
class Comparison:
    """Everything that differs; ``is_new`` where readers had nothing before."""

    differences: tuple[Difference, ...]
    is_new: bool
    language: str
    direction: str

    def __bool__(self) -> bool:
        return bool(self.differences)

    @cached_property
    def summary(self) -> str:
        """What changed, in numbers: a sentence."""
        return summary_of(self.differences, is_new=self.is_new)


def compare(before: Any, after: Any) -> Comparison:
    """Compare two versions of a page or record; ``before`` is None where there was nothing."""
    pair = Pair(content_of(before), content_of(after), None, None)
    code = after.locale.language_code
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return Comparison(_within(pair), before is None, code, direction)


def _within(pair: Pair) -> tuple[Difference, ...]:
    """What differs in what both hold."""
    before, after = _parts(pair.before), _parts(pair.after)
    is_sequence = any(isinstance(p, Holder) and p.is_sequence for p in (pair.before, pair.after))
    found = pairs(before, after)
    changed = [
        Difference(each, _within(each), is_sequence)
        for each in found
        if each.before != each.after or (is_sequence and each.has_moved)
    ]
    told = [each for each in changed if not _says_nothing(each)]
    return (*_pictures_beside(found, told), *told)


def _parts(part: Part | None) -> tuple[Part, ...]:
    return part.parts if isinstance(part, Holder) else ()


def _says_nothing(difference: Difference) -> bool:
    """Whether it is an empty value of something that was put in or taken out as a whole."""
    return difference.is_one_sided and difference.part.is_empty


def _pictures_beside(found: list[Pair], told: list[Difference]) -> list[Difference]:
    """A picture that stayed, where its description or another word about it did not."""
    if not told:
        return []
    return [
        Difference(pair) for pair in found if pair.before == pair.after and _is_picture(pair.after)
    ]


def _is_picture(part: Part | None) -> bool:
    return isinstance(part, Value) and part.kind is Kind.PICTURE and not part.is_empty
