"""Texts that the site made of others: somebody's words, with the facts of an approved source."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from ..written import written_as
from .record import Decision

# What was decided about the words holds for the words. Nobody submitted the text that was made.
CARRIED = (
    Decision.Kind.APPROVED,
    Decision.Kind.EMERGENCY,
    Decision.Kind.TAKEN_OVER,
    Decision.Kind.SCHEDULED,
    Decision.Kind.HELD,
)


class CarriedText(models.Model):
    """That a revision says in its words what another says, ``carries``, which people wrote.

    The facts in it are those of ``source``, which was approved by itself. Whoever asks who wrote
    a text, or since when readers have it, asks about the one that is carried.
    """

    revision = models.OneToOneField(
        Revision, on_delete=models.CASCADE, primary_key=True, related_name="carried"
    )
    carries = models.PositiveBigIntegerField(_("revision"))
    source = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("text with facts that followed")
        verbose_name_plural = _("texts with facts that followed")

    def __str__(self) -> str:
        return f"{self.revision_id}, {self.carries}"

    @classmethod
    def record(cls, made: Revision, of: Revision, source: Revision | None, reason: str) -> None:
        """Note of what a revision was made, and carry what was decided about its words to it."""
        written = written_as({of.pk})[of.pk]
        cls.objects.create(revision=made, carries=written, source=source)
        for said in Decision.objects.about_text(of).filter(kind__in=CARRIED).order_by("pk"):
            Decision.about(made, Decision.Kind(said.kind), said.actor, reason, said.step)
