"""What every edition says beside an issue's own words: its labels, its licence, its code.

The labels of each language stand in ``labels.toml``.
"""

from dataclasses import dataclass

from cms.pages.contacts import shown_address

from .document.bidi import ISOLATE, POP
from .document.model import Document
from .languages import language

# Its number is a principle's, not the issue's: it stands in the document already.
PRINCIPLE = "principle"


@dataclass(frozen=True)
class Licence:
    """A licence's short name, its address if it has one, and the label that explains it."""

    name: str
    address: str
    label: str


LICENCES = {
    "CC-BY-SA-4.0": Licence(
        "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/", "by-sa"
    ),
    "CC-BY-NC-SA-4.0": Licence(
        "CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/", "by-nc-sa"
    ),
    "CC0-1.0": Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "cc0"),
    "all-rights-reserved": Licence("©", "", "all-rights-reserved"),
}


def labels_of(document: Document) -> dict[str, str]:
    """Return the labels of a document's language with the issue's number and address in them."""
    spoken = language(document.language)
    address = shown_address(document.imprint.address)
    if spoken.direction == "rtl":
        address = f"{ISOLATE}{address}{POP}"
    return {
        name: label.format(number=document.imprint.number, address=address)
        for name, label in spoken.labels.items()
        if name != PRINCIPLE
    }


def printed_code(digest: str, revision: str) -> str:
    """Return what stands on the last page, to compare a copy with the site by."""
    return " · ".join(filter(None, [grouped(digest), revision]))


def grouped(digest: str) -> str:
    """Return the beginning of a digest as people compare it: four groups of four."""
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))
