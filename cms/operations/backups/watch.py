"""Whether backups are made: what staff are told when they are not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from .folders import BackupFolder

# One a night, and time for it to be made.
OFTEN_ENOUGH = timedelta(hours=26)


@dataclass(frozen=True)
class Overdue:
    """A backup is overdue; when the newest was made, or nothing where there is none."""

    newest_at: datetime | None


def overdue() -> Overdue | None:
    """Return what is to be told; nothing where no folder is set, or its newest is of this day."""
    if settings.BACKUP_DIR is None:
        return None
    try:
        newest_at = BackupFolder(settings.BACKUP_DIR).newest_at()
    except OSError:  # A disk that is away, or not for this account.
        newest_at = None
    if newest_at is not None and timezone.now() - newest_at < OFTEN_ENOUGH:
        return None
    return Overdue(newest_at)
