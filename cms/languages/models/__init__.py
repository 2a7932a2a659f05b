"""What the desk keeps beside wagtail-localize's records."""

from .credit import Credit
from .demand import Demand
from .freshness import Freshness
from .glossary import GlossaryTerm, GlossaryWording, MeantSo
from .machine import MachineDraft
from .memory import Remembered, TellingWord
from .review import Hand, LanguageReviewTask, RecordReview
from .start import Start

__all__ = [
    "Credit",
    "Demand",
    "Freshness",
    "GlossaryTerm",
    "GlossaryWording",
    "Hand",
    "LanguageReviewTask",
    "MachineDraft",
    "MeantSo",
    "RecordReview",
    "Remembered",
    "Start",
    "TellingWord",
]
