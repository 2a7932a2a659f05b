"""Teams, invitations, and the audit log."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import (
    get_language_info,
    gettext,
    gettext_lazy as _,
    override,
    pgettext_lazy,
)
from wagtail.models import Locale

from .policy import GIVEN_BY_TWO, ROLES, Role


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
    def takes_two(self) -> bool:
        """Whether two staff members give and take it together: a national one."""
        return self.role_key in GIVEN_BY_TWO

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


@cache
def _roles_by_name() -> dict[str, Role]:
    """The roles by what they are called in English, which groups' names are in."""
    with override("en"):
        return {str(role.name): role for role in ROLES.values()}


def title_in_words(name: str) -> str:
    """The title, in the language in use, of a team that has had this name; it may be gone."""
    names = _roles_by_name()
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
    "to be removed": pgettext_lazy("change of access", "proposed to be removed from"),
    "removal withdrawn": pgettext_lazy("change of access", "proposal to remove withdrawn"),
    "signed in": pgettext_lazy("change of access", "signed in"),
    "wrong passwords, all tries used up": pgettext_lazy(
        "change of access", "wrong passwords, all tries used up"
    ),
    "wrong passwords before the right one": pgettext_lazy(
        "change of access", "wrong passwords before the right one"
    ),
    "right password, wrong second factor": pgettext_lazy(
        "change of access", "right password, wrong second factor"
    ),
    "second factor added": pgettext_lazy("change of access", "second factor added"),
    "second factor removed": pgettext_lazy("change of access", "second factor removed"),
    "recovery codes made": pgettext_lazy("change of access", "recovery codes made"),
    "password changed": pgettext_lazy("change of access", "password changed"),
    "mail address changed": pgettext_lazy("change of access", "mail address changed"),
    "downloaded": pgettext_lazy("change of access", "downloaded"),
    "taken down": pgettext_lazy("change of access", "taken down"),
    "brought back": pgettext_lazy("change of access", "brought back"),
    "published in an emergency": pgettext_lazy("change of access", "published in an emergency"),
    "unlocked": pgettext_lazy("change of access", "unlocked"),
    "settings changed": pgettext_lazy("change of access", "settings changed"),
    "settings added": pgettext_lazy("change of access", "settings added"),
    "settings deleted": pgettext_lazy("change of access", "settings deleted"),
}
STANDINGS = {
    "active": pgettext_lazy("an account", "active"),
    "superuser": _("Superuser"),
    "public": pgettext_lazy("a text", "public"),
    "app": _("App with codes"),
    "passkey": _("Passkey"),
}


def change_in_words(change: str) -> str:
    """A change, in the language in use, with the teams that it names."""
    said, colon, names = change.partition(": ")
    words = str(CHANGES.get(said, said))
    listed = ", ".join(title_in_words(name) for name in names.split(", "))
    return f"{words}: {listed}" if colon else words


def name_in_words(name: str) -> str:
    """What was so before or after, in the language in use: a team's name, or what an account is."""
    return str(STANDINGS[name]) if name in STANDINGS else title_in_words(name)


def _name_or_number(user: AbstractBaseUser | None, number: int | None) -> str:
    if user is not None:
        return user.get_username()
    return gettext("deleted account %(number)d") % {"number": number} if number else "—"


class AppendOnlyError(Exception):
    """Something wanted to change or delete an entry of the audit log."""


class AccessEventQuerySet(models.QuerySet["AccessEvent"]):
    def update(self, **_values: Any) -> NoReturn:
        """Refuse: the log says what was so."""
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        """Refuse: entries go by their age alone."""
        raise AppendOnlyError

    def forget(self, until: datetime) -> int:
        """Delete what happened before a time; return how many entries that were."""
        return models.QuerySet.delete(self.filter(at__lt=until))[0]


class AccessEvent(models.Model):
    """An entry of the audit log: who did what, to whom, and what was so before and after.

    Nothing writes one again. Of an account that is deleted its number stays, and no name. There
    is no address in it, of a network or of mail. ``about`` is a title, for people; ``reference``
    names the same by kind and number.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("Access")
        SIGN_IN = "sign-in", _("Sign-in")
        FAILED = "sign-in-failed", _("Failed sign-in")
        ACCOUNT = "account", _("Password, address, second factor")
        EXPORT = "export", _("Download")
        TAKE_DOWN = "take-down", _("Take-down")
        EMERGENCY = "emergency", _("Emergency publication")
        LOCK = "lock", _("Lock")
        SETTINGS = "settings", _("Settings")

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, default=Kind.ACCESS, db_default=Kind.ACCESS
    )
    # No constraint and no deletion reaches the rows: the numbers of accounts stay in them.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="access_changes_made",
        verbose_name=_("by"),
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="access_changes",
        verbose_name=_("account"),
    )
    change = models.CharField(_("change"), max_length=200)
    about = models.CharField(_("about"), max_length=255, blank=True, default="", db_default="")
    reference = models.CharField(max_length=200, blank=True, default="", db_default="")
    territory = models.UUIDField(_("territory"), null=True, blank=True, db_index=True)
    before = models.JSONField(_("before"), default=list)
    after = models.JSONField(_("after"), default=list)

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        base_manager_name = "objects"
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        indexes = [models.Index(fields=("kind", "-at"), name="audit_log_by_kind")]

    def __str__(self) -> str:
        return self.change

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    @property
    def actor_in_words(self) -> str:
        """The account's name; its number where it is gone, and a dash where it was nobody."""
        return _name_or_number(self.actor, self.actor_id)

    @property
    def account_in_words(self) -> str:
        """As ``actor_in_words``."""
        return _name_or_number(self.account, self.account_id)

    @property
    def change_in_words(self) -> str:
        """The change in the language in use; it is kept in one language."""
        return change_in_words(self.change)

    @property
    def before_in_words(self) -> list[str]:
        return [name_in_words(name) for name in self.before]

    @property
    def after_in_words(self) -> list[str]:
        return [name_in_words(name) for name in self.after]


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


class RemovalQuerySet(models.QuerySet["Removal"]):
    def open(self) -> "RemovalQuerySet":
        """Proposals that have not lapsed."""
        return self.filter(expires_at__gt=timezone.now())


class Removal(models.Model):
    """A staff member's proposal to remove somebody from a national team; another one agrees.

    It goes with the removal, or when it is withdrawn; the audit log tells of both.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="removals")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    expires_at = models.DateTimeField(default=in_thirty_days)

    objects = RemovalQuerySet.as_manager()

    class Meta:
        ordering = ("expires_at",)
        verbose_name = _("proposal to remove")
        verbose_name_plural = _("proposals to remove")
        constraints = [
            models.UniqueConstraint(
                fields=("team", "account"), name="one_removal_per_account_and_team"
            )
        ]

    def __str__(self) -> str:
        return f"{self.team}, {self.expires_at:%Y-%m-%d}"
