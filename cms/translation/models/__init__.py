"""What the desk keeps beside wagtail-localize's records."""

from .credit import Credit
from .freshness import ConfirmedFacts, Freshness
from .glossary import DismissedCheck, GlossaryTerm, GlossaryWording
from .machinery import MachineDraft
from .memory import MemoryEntry, TellingWord
from .review import Contributor, LanguageReviewTask
from .start import Start

__all__ = [
    "ConfirmedFacts",
    "Contributor",
    "Credit",
    "DismissedCheck",
    "Freshness",
    "GlossaryTerm",
    "GlossaryWording",
    "LanguageReviewTask",
    "MachineDraft",
    "MemoryEntry",
    "Start",
    "TellingWord",
]
