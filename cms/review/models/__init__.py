"""What review keeps: its steps, the record of every decision, trust, sets, dates."""

from .dates import Heartbeat, LookAgain
from .record import Decision
from .sets import PublicationSet, SetMember
from .steps import (
    LeadReviewTask,
    ReviewTask,
    StaffApprovalTask,
    overdue_after,
    register_step,
    step_of,
)
from .trust import Trust, trust_in

__all__ = [
    "Decision",
    "Heartbeat",
    "LeadReviewTask",
    "LookAgain",
    "PublicationSet",
    "ReviewTask",
    "SetMember",
    "StaffApprovalTask",
    "Trust",
    "overdue_after",
    "register_step",
    "step_of",
    "trust_in",
]
