"""The national pages, and the records that every page draws on."""

from .identity import SiteIdentity
from .impact import ImpactEntry, ImpactPage
from .pages import AboutPage, HomePage, StandardPage
from .people import Partner, Person
from .principles import Principle, PrinciplesPage

__all__ = [
    "AboutPage",
    "HomePage",
    "ImpactEntry",
    "ImpactPage",
    "Partner",
    "Person",
    "Principle",
    "PrinciplesPage",
    "SiteIdentity",
    "StandardPage",
]
