"""Teams, invitations, and the record of who was given what."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy as _, override, pgettext_lazy
from wagtail.models import Locale

from .policy import ROLES, Role


class Team(models.Model):
    """A group of accounts that hold one role: on the site, in a territory, or in a language.

    A language's team may be limited to a territory; then it has both.
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="team")
    role_key = models.SlugField(_("role"), max_length=40)
    territory = models.UUIDField(_("territory"), null=True, blank=True)
    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, null=True, blank=True, related_name="teams"
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        permissions = [
            ("view_report", "Can see who may do what"),
            ("manage_teams", "Can invite to and remove from teams"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("role_key",),
                condition=models.Q(territory__isnull=True, locale__isnull=True),
                name="one_team_per_role_on_the_site",
            ),
            models.UniqueConstraint(
                fields=("role_key", "territory"),
                condition=models.Q(locale__isnull=True),
                name="one_team_per_role_and_territory",
            ),
            models.UniqueConstraint(
                fields=("role_key", "locale"),
                condition=models.Q(territory__isnull=True),
                name="one_team_per_role_and_language",
            ),
            models.UniqueConstraint(
                fields=("role_key", "locale", "territory"),
                name="one_team_per_role_language_and_territory",
            ),
        ]

    def __str__(self) -> str:
        return self.group.name

    @property
    def role(self) -> Role:
        return ROLES[self.role_key]

    @property
    def is_limited(self) -> bool:
        """Whether it is a language's team for one territory's pages only."""
        return self.locale_id is not None and self.territory is not None

    @property
    def limit(self) -> str:
        """The name of the territory that a language's team is limited to; empty if it is not."""
        return self.group.name.partition(", ")[2] if self.is_limited else ""

    @property
    def title(self) -> str:
        """Its name for people to read, in the language in use; the group's own is in English."""
        role, place = str(self.role.name), self.group.name.rpartition(": ")[0]
        if self.locale is None:
            return f"{place}: {role}" if place else role
        language = str(get_language_info(self.locale.language_code)["name_translated"])
        return f"{role}: {language}" + (f", {self.limit}" if self.is_limited else "")

    @property
    def label(self) -> str:
        """Its role, and the territory that it is limited to, where its language is known."""
        return f"{self.role.name}: {self.limit}" if self.is_limited else str(self.role.name)


def title_of(group: Group) -> str:
    """The title of a group's team, in the language in use; of a group without one, its name."""
    team: Team | None = getattr(group, "team", None)
    return team.title if team is not None else group.name


def title_in_words(name: str) -> str:
    """The title, in the language in use, of a team that has had this name; it may be gone."""
    with override("en"):
        names = {str(role.name): role for role in ROLES.values()}
    place, _colon, last = name.rpartition(": ")
    if last in names:
        role = str(names[last].name)
        return f"{place}: {role}" if place else role
    first, _colon, rest = name.partition(": ")
    code, comma, limit = rest.partition(", ")
    if first in names and code in dict(settings.LANGUAGES):
        language = str(get_language_info(code)["name_translated"])
        return f"{names[first].name}: {language}{comma}{limit}"
    return name


# What the record says of a change, and what it is called on screen.
CHANGES = {
    "entered": pgettext_lazy("change of access", "entered"),
    "left": pgettext_lazy("change of access", "left"),
    "invited to": pgettext_lazy("change of access", "invited to"),
    "proposed for": pgettext_lazy("change of access", "proposed for"),
    "confirmed and invited to": pgettext_lazy("change of access", "confirmed and invited to"),
    "invitation withdrawn": pgettext_lazy("change of access", "invitation withdrawn"),
    "account made": pgettext_lazy("change of access", "account made"),
    "account changed": pgettext_lazy("change of access", "account changed"),
    "account deleted": pgettext_lazy("change of access", "account deleted"),
    "brought in line with the policy": pgettext_lazy(
        "change of access", "brought in line with the policy"
    ),
    "trust given": pgettext_lazy("change of access", "trust given"),
    "asked to take second factors away": pgettext_lazy(
        "change of access", "asked to take second factors away"
    ),
    "second factors taken away": pgettext_lazy("change of access", "second factors taken away"),
    "request about second factors ended": pgettext_lazy(
        "change of access", "request about second factors ended"
    ),
    "trust withdrawn": pgettext_lazy("change of access", "trust withdrawn"),
}
STANDINGS = {"active": pgettext_lazy("an account", "active"), "superuser": _("Superuser")}


def _standing_or_title(name: str) -> str:
    return str(STANDINGS[name]) if name in STANDINGS else title_in_words(name)


class AccessEvent(models.Model):
    """A change of access: who did it, to whom, and what was so before and after."""

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="access_changes_made",
        verbose_name=_("by"),
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="access_changes",
        verbose_name=_("account"),
    )
    change = models.CharField(_("change"), max_length=200)
    territory = models.UUIDField(_("territory"), null=True, blank=True, db_index=True)
    before = models.JSONField(_("before"), default=list)
    after = models.JSONField(_("after"), default=list)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("change of access")
        verbose_name_plural = _("changes of access")

    def __str__(self) -> str:
        return self.change

    @property
    def change_in_words(self) -> str:
        """The change in the language in use; it is kept in one language."""
        said, colon, names = self.change.partition(": ")
        words = str(CHANGES.get(said, said))
        listed = ", ".join(title_in_words(name) for name in names.split(", "))
        return f"{words}: {listed}" if colon else words

    @property
    def before_in_words(self) -> list[str]:
        return [_standing_or_title(name) for name in self.before]

    @property
    def after_in_words(self) -> list[str]:
        return [_standing_or_title(name) for name in self.after]


def in_thirty_days() -> datetime:
    """When an invitation made now expires."""
    return timezone.now() + timedelta(days=30)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Invitations that can still be taken up, or still wait for a staff member's word."""
        return self.filter(
            accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
        )


class Invitation(models.Model):
    """An invitation to a team, by mail, in a language that the invited person reads.

    A lead's proposal of another lead has nobody in ``confirmed_by`` yet. The mail's link holds
    the only copy of the token.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email"))
    language = models.CharField(_("language"), max_length=20, default="en")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=in_thirty_days)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.team}, {self.created_at:%Y-%m-%d}"
