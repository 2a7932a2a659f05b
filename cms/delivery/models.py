from typing import ClassVar

from django.db import models


class PageChange(models.Model):
    """Something that readers may see was written, and the stored pages are still to go.

    Written in the transaction of the change, so that it is there if the change is; deleted by the
    scheduler, which lets the pages go if whoever wrote has not come to it.
    """

    token = models.CharField(max_length=32, primary_key=True)
    is_urgent = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
