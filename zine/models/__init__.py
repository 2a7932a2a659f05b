"""Zines: written once, read in many shapes."""

from .editions import Artifact, Edition
from .pages import ZineIndexPage, ZineIssuePage, ZineIssuePageQuerySet

__all__ = ["Artifact", "Edition", "ZineIndexPage", "ZineIssuePage", "ZineIssuePageQuerySet"]
