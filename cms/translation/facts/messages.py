"""Facts in words, for people: where one stands, and what its values are called."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.utils.translation import gettext as _
from wagtail.blocks import Block, BooleanBlock, ChoiceBlock, ChooserBlock

from ..segments.places import place_of
from .changes import Why


@dataclass(frozen=True)
class StrayFact:
    """A fact of the source that a translation does not follow, as its team reads of it."""

    label: str
    reason: str
    theirs: str
    old: str
    new: str


def strays_in_words(model: type[Model], strays: list[dict[str, Any]]) -> list[StrayFact]:
    """What ``Freshness.strays`` holds, in the language of whoever reads it."""
    return [
        StrayFact(
            place_of(model, each["place"]).label,
            reason_of(Why(each["why"])),
            *(
                value_in_words(model, each["place"], each[name])
                for name in ("theirs", "old", "new")
            ),
        )
        for each in strays
    ]


def reason_of(why: Why) -> str:
    """Why a translation did not follow, in a sentence."""
    reasons = {
        Why.OWN_VALUE: _("The translation has a value of its own here."),
        Why.WITH_WORDS: _("The words beside it have changed too; it comes with their translation."),
        Why.AMBIGUOUS: _("It cannot be told which of the translation’s values it belongs to."),
        Why.TAKEN: _("Another page of this language has this address."),
    }
    return reasons.get(why, "")


def value_in_words(model: type[Model], place: str, value: Any) -> str:
    """What a value is called where people read it: a page by its title, a choice by its name."""
    if value is None or value == "":
        return _("nothing")
    target = place_of(model, place).target
    chosen = _chosen_from(target)
    if chosen is not None:
        found = chosen._default_manager.filter(pk=value).first()  # noqa: SLF001
        return str(found) if found is not None else str(value)
    if isinstance(value, bool) or isinstance(target, BooleanBlock):
        return _("yes") if value else _("no")
    return str(_choices(target).get(value, value))


def _chosen_from(target: Field | Block | None) -> type[Model] | None:
    if isinstance(target, ForeignKey):
        return target.related_model
    return target.target_model if isinstance(target, ChooserBlock) else None


def _choices(target: Field | Block | None) -> dict[Any, Any]:
    if isinstance(target, ChoiceBlock):
        return dict(target.field.choices)
    return dict(getattr(target, "flatchoices", None) or ())
