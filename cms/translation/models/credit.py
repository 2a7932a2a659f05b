"""The name under which somebody is credited for a translation, if they ask for it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import Translation


class Credit(models.Model):
    """The name that an account chose for one translation. Readers see it once it is approved."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="credits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("credit for a translation")
        verbose_name_plural = _("credits for translations")
        constraints = [
            models.UniqueConstraint(fields=("translation", "user"), name="one_credit_each")
        ]

    def __str__(self) -> str:
        return self.name
