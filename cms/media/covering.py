"""Parts of a picture that are covered before it is kept: rectangles, each side in per cent.

They are counted from the picture's own left and top edge, as it stands upright, in every language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

# More faces than these are a crowd, which takes more than a picture's forms can do.
MOST_COVERS = 40
# What somebody without a script gets.
OFFERED = 3
# Below this nobody sees what is covered, and nothing is.
SMALLEST = Decimal("0.1")
WHOLE = Decimal(100)

INCOMPLETE = _(
    "Rectangle %(number)d is not complete. It needs four numbers from 0 to 100: how far it is from "
    "the left and from the top, how wide it is and how high."
)
TOO_MANY = _("At most %(most)d rectangles can be covered. Please draw larger ones.")


@dataclass(frozen=True)
class Cover:
    """A rectangle that is covered; its sides are shares of the picture's, from 0 to 1."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Row:
    """The four numbers of a rectangle as they were typed."""

    left: str = ""
    top: str = ""
    width: str = ""
    height: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(side.strip() for side in astuple(self))


class CoversWidget(forms.Widget):
    """Rows of four numbers, and with a script the picture itself, on which they are drawn.

    The script (``media/covering.js``) is on every screen of the admin: choosers open anywhere.
    """

    template_name = "media/covers.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], _files: Any, name: str) -> list[Row]:
        sides = tuple(Row.__dataclass_fields__)
        rows = [
            Row(*(str(data.get(f"{name}-{number}-{side}", "")) for side in sides))
            for number in range(MOST_COVERS + 1)
        ]
        return [row for row in rows if not row.is_empty]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not self.value_from_datadict(data, files, name)

    def id_for_label(self, _id: str, _index: str = "") -> str:
        """None of its fields is the one that a label could lead to."""
        return ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = list(value or ())
        rows += [Row()] * (OFFERED - len(rows))
        context["widget"] |= {"rows": rows, "most": MOST_COVERS, "blank": Row()}
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Render it by the site's templates, where Django's own widgets have theirs apart."""
        del renderer
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class CoversField(forms.Field):
    """The rectangles that are to be covered. Raises ValidationError for one that is none."""

    widget = CoversWidget

    def to_python(self, value: list[Row] | None) -> list[Cover]:
        rows = value or []
        if len(rows) > MOST_COVERS:
            raise ValidationError(TOO_MANY, code="too_many", params={"most": MOST_COVERS})
        return [_cover(number, row) for number, row in enumerate(rows, start=1)]

    def has_changed(self, _initial: Any, _data: Any) -> bool:
        """A drawing is no change by itself: another file is."""
        return False


def covers_in(data: Mapping[str, Any], name: str) -> list[Cover]:
    """The rectangles that a form has sent under a name. Raises ValidationError."""
    return CoversField(required=False).clean(CoversWidget().value_from_datadict(data, None, name))


def _cover(number: int, row: Row) -> Cover:
    try:
        left, top, width, height = _numbers(row)
    except InvalidOperation as error:
        raise ValidationError(INCOMPLETE, code="incomplete", params={"number": number}) from error
    # What reaches beyond the picture is covered up to its edge.
    width, height = min(width, WHOLE - left), min(height, WHOLE - top)
    if min(width, height) < SMALLEST:
        raise ValidationError(INCOMPLETE, code="incomplete", params={"number": number})
    return Cover(*(float(side / WHOLE) for side in (left, top, width, height)))


def _numbers(row: Row) -> Iterator[Decimal]:
    for side in astuple(row):
        number = Decimal(side.strip().replace(",", "."))
        if not 0 <= number <= WHOLE:
            raise InvalidOperation
        yield number
