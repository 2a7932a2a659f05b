"""What was made of an issue, and what could not be."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.media.fields import private_storage
from zine.editions.problems import Problem

from .pages import ZineIssuePage


class EditionQuerySet(models.QuerySet["Edition"]):
    def current(self) -> Self:
        """The editions that readers are offered: at most one an issue and language."""
        return self.filter(is_current=True)


class Edition(models.Model):
    """All files made of one content of an issue in one language.

    ``key`` names the content and the way it was made: with the same key the files are the same.
    Readers get the one that ``is_current``; it stays until another is valid.
    """

    class State(models.TextChoices):
        MAKING = "making", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    issue = models.ForeignKey(ZineIssuePage, on_delete=models.CASCADE, related_name="editions")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, blank=True)
    revision = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.MAKING)
    is_current = models.BooleanField(default=False)
    # For the issue's editor, in no language: what failed, and what is good to know.
    problems = models.JSONField(default=list, blank=True)
    remarks = models.JSONField(default=list, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issue", "key"], name="one_edition_per_content"),
            models.UniqueConstraint(
                fields=["issue"],
                condition=models.Q(is_current=True),
                name="one_current_edition_per_issue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue.title} ({self.digest[:8]})"

    @property
    def named_problems(self) -> list[Problem]:
        """What failed; each is a sentence in the language of whoever reads it."""
        return [Problem.from_data(problem) for problem in self.problems]

    @property
    def distinct_problems(self) -> list[Problem]:
        """The same, each once: on two sizes of paper an edition often fails alike."""
        seen = {str(problem): problem for problem in self.named_problems}
        return list(seen.values())

    @property
    def named_remarks(self) -> list[Problem]:
        """What is good to know of what was made, likewise."""
        return [Problem.from_data(remark) for remark in self.remarks]


class Artifact(models.Model):
    """One file of an edition; ``pages`` and ``sheets`` are 0 where it has none."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="artifacts")
    # The name of a kind in ``zine.editions.catalogue``.
    kind = models.CharField(max_length=30)
    file = models.FileField(max_length=200, storage=private_storage)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=0)
    sheets = models.PositiveSmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    checks = models.JSONField(default=list, blank=True)
    seconds = models.FloatField(default=0)

    class Meta:
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of an edition")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "kind"], name="one_file_per_kind"),
        ]

    def __str__(self) -> str:
        return str(self.file.name)
