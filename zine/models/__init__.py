"""Zines: written once, read in many shapes."""

from .editions import Artifact, Edition
from .facsimiles import Facsimile, FacsimilePage, ShownFacsimile
from .pages import ZineIndexPage, ZineIssuePage, ZineIssuePageQuerySet

__all__ = [
    "Artifact",
    "Edition",
    "Facsimile",
    "FacsimilePage",
    "ShownFacsimile",
    "ZineIndexPage",
    "ZineIssuePage",
    "ZineIssuePageQuerySet",
]
