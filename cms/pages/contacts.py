"""Ways to reach somebody, as addresses that a tap opens."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _

# Short numbers such as 211 and 988 are dialled as they are.
SHORTEST_NUMBER = 3
PHONE = re.compile(r"\+?[\d\s().\-/\u00a0\u2010-\u2015]+")
SCHEME = re.compile("^(?:https?://|mailto:|tel:)")


def contact_address(kind: str, target: str) -> str:
    """Return a link's target: ``mailto:``, ``tel:`` with digits alone, or the address itself.

    Digits of any script become those that a telephone dials. A place has none.
    """
    match kind:
        case "email":
            return f"mailto:{target}"
        case "phone":
            return "tel:" + dialled(target)
        case "place":
            return ""
    return target


def shown_address(address: str) -> str:
    """Return an address as one says it: without its scheme and closing slash."""
    return SCHEME.sub("", address).rstrip("/")


def dialled(target: str) -> str:
    """Return what a telephone dials of a number, whatever stands between its digits."""
    return "".join(map(_dialled, target))


def validate_target(kind: str, target: str) -> None:
    """Raise ValidationError unless ``target`` is what its kind says."""
    match kind:
        case "email":
            validate_email(target)
        case "phone":
            if sum(sign.isdecimal() for sign in target) < SHORTEST_NUMBER:
                raise ValidationError(_("Enter a whole phone number."))
            if not PHONE.fullmatch(target):
                raise ValidationError(
                    _("Enter the number alone, in digits; words such as an extension go elsewhere.")
                )
        case "website" | "social":
            URLValidator(schemes=["https", "http"])(target)


def _dialled(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else "+" * (sign == "+")
