"""Ways to reach somebody, as addresses that a tap opens."""

import re
import unicodedata

SCHEME = re.compile("^(?:https?://|mailto:|tel:)")


def contact_address(kind: str, target: str) -> str:
    """Return a link's target: ``mailto:``, ``tel:`` with digits alone, or the address itself.

    Digits of any script become those that a telephone dials.
    """
    match kind:
        case "email":
            return f"mailto:{target}"
        case "phone":
            return "tel:" + "".join(map(_dialled, target))
    return target


def shown_address(address: str) -> str:
    """Return an address as one says it: without its scheme and closing slash."""
    return SCHEME.sub("", address).rstrip("/")


def _dialled(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else "+" * (sign == "+")
