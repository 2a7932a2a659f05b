"""Language teams that are limited to one territory: made by staff, kept by the reconcile."""

from uuid import UUID

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale

from .models import Team
from .policy import LEADS
from .querysets import teams_managed_by
from .reconcile import reconcile
from .whose_word import NotAllowedError


def territories_to_limit_to() -> list[tuple[str, str]]:
    """Key and name of every territory, from its leads' team, by name."""
    leads = Team.objects.filter(role_key=LEADS.key, territory__isnull=False).select_related("group")
    return sorted(
        ((str(team.territory), team.group.name.rpartition(": ")[0]) for team in leads),
        key=lambda each: each[1].casefold(),
    )


@transaction.atomic
def make_limited_team(actor: User, locale: Locale, role_key: str, territory: str) -> Team:
    """Make a language's team for one territory, if there is none. Raises NotAllowedError."""
    # What may be limited is the team of the whole language, which its managers may invite to.
    if not teams_managed_by(actor).filter(locale=locale, role_key=role_key).exists():
        raise NotAllowedError(_("This team is not yours to make."))
    if territory not in dict(territories_to_limit_to()):
        raise NotAllowedError(_("Please choose a chapter."))
    place = {"role_key": role_key, "locale": locale, "territory": UUID(territory)}
    team = Team.objects.filter(**place).first()
    if team is None:
        group = Group.objects.create(name=f"{role_key}: {locale.language_code}, {territory}")
        team = Team.objects.create(group=group, **place)
        reconcile()
    return team
