"""What review keeps: its steps, the record of every decision, trust, sets, dates."""

from .carried import CarriedText
from .dates import Heartbeat, LookAgain
from .downs import TakeDown
from .record import Decision, task_name_of
from .redirects import RedirectChange
from .reviewed import PublicRecord, ReviewedRecord, ReviewedRecordQuerySet
from .sets import PublicationSet, SetMember
from .tasks import LeadReviewTask, ReviewTask, StaffApprovalTask
from .trust import Trust, today_of_the_site, trust_in

__all__ = [
    "CarriedText",
    "Decision",
    "Heartbeat",
    "LeadReviewTask",
    "LookAgain",
    "PublicRecord",
    "PublicationSet",
    "RedirectChange",
    "ReviewTask",
    "ReviewedRecord",
    "ReviewedRecordQuerySet",
    "SetMember",
    "StaffApprovalTask",
    "TakeDown",
    "Trust",
    "task_name_of",
    "today_of_the_site",
    "trust_in",
]
