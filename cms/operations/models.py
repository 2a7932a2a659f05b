from django.db import models


class MediaCheck(models.Model):
    """What the last look at the stored files has found; there is one row."""

    checked_at = models.DateTimeField()
    files_without_rows = models.JSONField(default=list)
    rows_without_files = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d}"

    @property
    def is_well(self) -> bool:
        return not (self.files_without_rows or self.rows_without_files)
