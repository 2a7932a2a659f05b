"""Trust: staff let a chapter's pages of a type skip the staff step until a date."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupPagePermission, Page


def today_of_the_site() -> date:
    """Today by the site's own time zone: a right ends on one day, whoever looks and from where."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


class TrustQuerySet(models.QuerySet["Trust"]):
    def standing(self) -> "TrustQuerySet":
        """Trust that holds today: neither withdrawn nor past its date."""
        return self.filter(until__gte=today_of_the_site(), withdrawn_at__isnull=True)


class Trust(models.Model):
    """Staff's trust in a chapter: its pages of one type skip the staff step until a date."""

    territory = models.UUIDField(_("chapter"), db_index=True)
    page_type = models.CharField(_("page type"), max_length=100)
    until = models.DateField(_("until"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TrustQuerySet.as_manager()

    class Meta:
        ordering = ("-given_at", "-pk")
        verbose_name = _("trust")
        verbose_name_plural = _("trust")

    def __str__(self) -> str:
        return f"{self.page_type}, {self.until}"


def trust_in(page: Page) -> Trust | None:
    """The trust under which a page of a chapter skips the staff step today, if any."""
    rights = GroupPagePermission.objects.filter(group__team__territory__isnull=False)
    territories = (
        page.get_ancestors(inclusive=True)
        .filter(pk__in=rights.values("page"))
        .values("translation_key")
    )
    return (
        Trust.objects.standing()
        .filter(territory__in=territories, page_type=page.specific_class._meta.label_lower)
        .first()
    )
