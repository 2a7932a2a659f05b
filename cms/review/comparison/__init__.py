"""What has changed between two versions of a page or record: everything, in words."""

from .comparing import Comparison, compare

__all__ = ["Comparison", "compare"]
