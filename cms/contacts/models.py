"""Contacts: how to reach somebody, written once for every page and every language."""

from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.models import Locale, Workflow

from cms.pages.contacts import contact_address, shown_address, validate_target
from cms.pages.time_zones import SPOKEN, dates_panel
from cms.review.models import PublicRecord
from cms.review.workflows import CHAPTER_WORKFLOW

from .forms import ContactForm
from .hours import Days, hours_in_words
from .spoken import languages_in_words

# Numbers of people who help change often, and nobody tells.
CHECK_AGAIN_AFTER = timedelta(days=91)

KINDS: list[tuple[str, str | Promise]] = [
    ("phone", _("Phone")),
    ("email", _("Email")),
    ("website", _("Website")),
    ("social", _("Social network")),
    ("place", _("Place")),
]


class Contact(PublicRecord):
    """A hotline, legal or mutual aid, a place: one row of facts for all languages.

    Words about it (who answers, for whom) stand in the texts that refer to it and are translated
    with them. Hours and languages are facts, which code puts into the reader's language.
    """

    class Purpose(models.TextChoices):
        HOTLINE = "hotline", _("Hotline")
        LEGAL = "legal", _("Legal aid")
        MUTUAL = "mutual", _("Mutual aid")
        OTHER = "other", _("Something else")

    # None of the whole movement's; else the chapter's, by its pages' translation key.
    territory = models.UUIDField(
        _("belongs to"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Its leads review it first. This cannot be changed later."),
    )
    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_("As it calls itself. Editors find it by this; texts say it in their words."),
    )
    purpose = models.CharField(
        _("what for"),
        max_length=10,
        choices=Purpose,
        default=Purpose.HOTLINE,
        help_text=_("Why people turn to it."),
    )
    for_whom = models.CharField(
        _("for whom, and where"),
        max_length=200,
        blank=True,
        help_text=_("For whoever chooses it, such as “Families in Massachusetts”."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=KINDS,
        default="phone",
        help_text=_("How one reaches them."),
    )
    target = models.CharField(
        _("number or address"),
        max_length=300,
        help_text=_("A phone number, an email address, an address with https://, or a place."),
    )
    days = models.CharField(
        _("days"),
        max_length=10,
        choices=Days,
        blank=True,
        help_text=_("Leave it empty if nobody knows."),
    )
    opens_at = models.TimeField(_("from"), null=True, blank=True, help_text=_("Such as 09:00."))
    closes_at = models.TimeField(_("until"), null=True, blank=True, help_text=_("Such as 09:00."))
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        choices=list(SPOKEN.items()),
        default="America/New_York",
        help_text=_("That of the hours above."),
    )
    languages = models.CharField(
        _("languages spoken"),
        max_length=100,
        blank=True,
        validators=[
            RegexValidator(
                r"^[a-z]{2,3}(-[a-z]+)?(, ?[a-z]{2,3}(-[a-z]+)?)*$",
                _("Give the languages by their codes, such as “en, es, ht”."),
            )
        ],
        help_text=_("By their codes, such as “en, es, ht”."),
    )
    checked_on = models.DateField(_("checked on"), null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("checked by"),
    )
    checked_by.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    check_due = models.DateField(_("next check"), null=True, editable=False, db_index=True)

    # That in which it is written: always the site's first.
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, editable=False, related_name="+")
    locale.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    translation_key = models.UUIDField(default=uuid4, editable=False, unique=True)

    # That a number is right is noted by whoever has tried it, beside the text.
    beside_the_text: ClassVar[tuple[str, ...]] = ("checked_on", "checked_by", "check_due")

    panels: ClassVar[list[Panel]] = [
        FieldPanel("territory"),
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("purpose"), FieldPanel("for_whom")], _("Contact")
        ),
        MultiFieldPanel([FieldPanel("kind"), FieldPanel("target")], _("Address or number")),
        MultiFieldPanel(
            [
                FieldPanel("days"),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldPanel("time_zone"),
                FieldPanel("languages"),
            ],
            _("Hours and languages"),
        ),
        dates_panel(offers_zones=False),
    ]
    base_form_class = ContactForm

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return f"{self.name}: {self.shown}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.be_in_the_first_language()
        super().save(*args, **kwargs)

    def be_in_the_first_language(self) -> None:
        if not self.locale_id:
            self.locale = Locale.get_default()

    def clean(self) -> None:
        super().clean()
        try:
            validate_target(self.kind, self.target)
        except ValidationError as error:
            raise ValidationError({"target": error}) from error
        if bool(self.opens_at) != bool(self.closes_at):
            raise ValidationError({"closes_at": _("Give both hours, or none.")})
        if self.opens_at and self.days in ("", Days.ALWAYS):
            raise ValidationError({"days": _("On which days do these hours hold?")})

    @property
    def href(self) -> str:
        """What a tap opens; nothing for a place."""
        return contact_address(self.kind, self.target)

    @property
    def shown(self) -> str:
        """The number or address as one reads it out."""
        return shown_address(self.target)

    @property
    def details(self) -> str:
        """Hours and languages, in the language that is active."""
        hours = hours_in_words(self.days, self.opens_at, self.closes_at, self.time_zone)
        spoken = languages_in_words(self.languages)
        return ". ".join(part for part in (hours, spoken) if part)

    def get_workflow(self) -> Workflow | None:
        """A chapter's own passes the chapter's leads first, as its pages do."""
        if self.territory is None:
            return self.get_default_workflow()
        return Workflow.objects.filter(active=True, name=CHAPTER_WORKFLOW).first()

    def note_check(self, account: int | None) -> None:
        """Note that somebody has found it right today, and when it is to be checked next."""
        today = timezone.localdate()
        type(self).objects.filter(pk=self.pk).update(
            checked_on=today,
            checked_by=account,
            check_due=today + CHECK_AGAIN_AFTER,
        )
