"""What changed, counted: the sentence above a comparison."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _, ngettext, pgettext

from .differences import Difference
from .parts import WRITTEN, Kind, Value
from .wording import Token, tokens_of

ENDS = frozenset(".!?…؟۔。！？।")
# In the order in which they are told: facts first.
COUNTED = (
    "number",
    "link",
    "date",
    "picture",
    "description",
    "document",
    "sentence",
    "setting",
    "place",
    "block",
)


def summary_of(differences: Iterable[Difference], is_new: bool = False) -> str:
    """Such as “2 numbers, 1 link, 1 picture, 3 sentences changed”; nothing where nothing did."""
    counts = Counter(name for each in differences for name in _counted(each))
    told = [_in_words(name, counts[name]) for name in COUNTED if counts[name]]
    if not told:
        return ""
    # Translators: stands between “2 numbers” and “1 link”.
    listed = pgettext("between what has changed", ", ").join(told)
    if is_new:
        return _("All of it is new: %(list)s") % {"list": listed}
    # Translators: %(list)s is such as “2 numbers, 1 link, 3 sentences”.
    return _("%(list)s changed") % {"list": listed}


def _in_words(name: str, number: int) -> str:
    match name:
        case "number":
            words = ngettext("%(n)d number", "%(n)d numbers", number)
        case "link":
            words = ngettext("%(n)d link", "%(n)d links", number)
        case "date":
            words = ngettext("%(n)d date", "%(n)d dates", number)
        case "picture":
            words = ngettext("%(n)d picture", "%(n)d pictures", number)
        case "description":
            words = ngettext(
                "%(n)d description of a picture", "%(n)d descriptions of pictures", number
            )
        case "document":
            words = ngettext("%(n)d document", "%(n)d documents", number)
        case "sentence":
            words = ngettext("%(n)d sentence", "%(n)d sentences", number)
        case "setting":
            words = ngettext("%(n)d setting", "%(n)d settings", number)
        case "place":
            words = ngettext("%(n)d place in the order", "%(n)d places in the order", number)
        case _:
            words = ngettext("%(n)d block", "%(n)d blocks", number)
    return words % {"n": number}


def _counted(difference: Difference) -> list[str]:
    """What a difference counts as: each thing by its name, as often as it changed."""
    if difference.is_value:
        return _of_value(difference) if difference.has_changed else []
    within = [name for each in difference.parts for name in _counted(each)]
    if difference.is_one_sided:
        within = [name for name in within if name not in ("setting", "description")]
    if difference.pair.has_moved and difference.is_in_sequence:
        within.append("place")
    return within or ["block"]


def _of_value(difference: Difference) -> list[str]:
    before, after = difference.pair.before, difference.pair.after
    sides = [list(tokens_of(side)) if isinstance(side, Value) else [] for side in (before, after)]
    part = difference.part
    kind = part.kind if isinstance(part, Value) else Kind.SETTING
    if kind is Kind.DESCRIPTION:
        return ["description"]
    if kind not in WRITTEN:
        return [kind.value]
    return [
        *["number"] * _changed(*(_numbers(side) for side in sides)),
        *["link"] * _changed(*(_links(side) for side in sides)),
        *["sentence"] * _changed(*(_sentences(side) for side in sides)),
    ] or ["sentence"]


def _changed(before: Iterable[object], after: Iterable[object]) -> int:
    """How many are not in both: a thing that took the place of another counts once."""
    old, new = Counter(before), Counter(after)
    return max((old - new).total(), (new - old).total())


def _numbers(tokens: list[Token]) -> Iterator[str]:
    return (token.text for token in tokens if _is_number(token))


def _is_number(token: Token) -> bool:
    return any(sign.isdecimal() for sign in token.text)


def _links(tokens: list[Token]) -> Iterator[object]:
    """Each link once, however many words it has."""
    last = None
    for token in tokens:
        link = next((mark for mark in token.marks if mark.is_link), None)
        if link and link != last:
            yield link
        last = link


def _sentences(tokens: list[Token]) -> Iterator[object]:
    """Sentences without their numbers and links, which are counted for themselves."""
    sentence: list[object] = []
    for token in tokens:
        marks = tuple(mark for mark in token.marks if not mark.is_link)
        if not token.begins:
            sentence.append(("0" if _is_number(token) else token.text, marks))
        ends = token.begins or (token.text in ENDS and token.space)
        if ends and sentence:
            yield tuple(sentence)
            sentence = []
    if sentence:
        yield tuple(sentence)
