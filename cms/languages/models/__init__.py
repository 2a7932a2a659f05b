"""What is kept of readers' languages."""

from .demand import Demand

__all__ = ["Demand"]
