"""Values as people read them: days with their zone, yes and no, names instead of numbers."""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import singledispatch
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format, localize, time_format
from django.utils.translation import gettext as _, pgettext
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Site

from cms.pages.bidi import NUMBER_OR_ADDRESS

from .parts import Kind, Run, Value

NUMBER = re.compile(r"[+(]?\d[\d\s().\-/\u00a0\u2010-\u2015]*")
ADDRESS = re.compile(NUMBER_OR_ADDRESS)


def value(name: str, label: Any, kind: Kind, exact: Any, said: Any, picture: Any = None) -> Value:
    """A value with what it is called; ``said`` is it in words, empty where there is nothing."""
    words = str(said)
    return Value(
        name=name,
        exact=exact if isinstance(exact, str) else exactly(exact),
        label=str(label),
        kind=kind,
        runs=(Run(words),) if words else (),
        picture=picture,
    )


def exactly(thing: Any) -> str:
    """What tells a value from every other, also one of another type."""
    return json.dumps(thing, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)


@singledispatch
def said(thing: Any) -> str:
    """A value in words, in the language of whoever reads it; empty where there is nothing."""
    return "" if thing is None else str(thing)


@said.register
def _yes_or_no(thing: bool) -> str:
    return _("yes") if thing else _("no")


@said.register(int)
@said.register(float)
@said.register(Decimal)
def _number(thing: float | Decimal) -> str:
    return str(localize(thing))


@said.register
def _day(thing: date) -> str:
    return date_format(thing, "DATE_FORMAT")


@said.register
def _time(thing: time) -> str:
    return time_format(thing, "TIME_FORMAT")


@said.register
def _moment(moment: datetime) -> str:
    here = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return str(date_format(here, "DATETIME_FORMAT"))


@said.register(list)
@said.register(tuple)
@said.register(set)
def _several(things: Iterable[Any]) -> str:
    return pgettext("between what has changed", ", ").join(said(each) for each in things)


@said.register
def _name(thing: Model) -> str:
    return name_of(thing)


def name_of(thing: Model) -> str:
    """What a page, file or record is called, told from others of its name."""
    match thing:
        case Page():
            address = thing.get_url_parts()
            return f"{thing.title} ({address[2]})" if address else str(thing.title)
        case AbstractDocument():
            return f"{thing.title} ({thing.filename})"
        case AbstractImage():
            return str(thing.title)
        case Site():
            return str(thing.site_name or thing.hostname)
    return str(thing)


# What sort of value a value is; a day is one too, and so is a moment.
KINDS: tuple[tuple[tuple[type, ...], Kind], ...] = (
    ((bool,), Kind.SETTING),
    ((date, time), Kind.DATE),
    ((int, float, Decimal), Kind.NUMBER),
    ((Page,), Kind.LINK),
    ((AbstractDocument,), Kind.DOCUMENT),
    ((AbstractImage,), Kind.PICTURE),
)


def kind_of(thing: Any) -> Kind:
    """What sort of value it is where its field does not tell."""
    return next((kind for types, kind in KINDS if isinstance(thing, types)), Kind.SETTING)


def kind_of_key(text: str) -> Kind:
    """What somebody typed for machines is: a number, an address, or a name."""
    if NUMBER.fullmatch(text):
        return Kind.NUMBER
    return Kind.LINK if ADDRESS.match(text) else Kind.SETTING


def choice(value: Any, choices: Iterable[tuple[Any, Any]]) -> str:
    """What a value of a list of choices is called there; choices can stand in groups."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            if found := choice(value, label):
                return found
        elif key == value:
            return str(label)
    return ""
