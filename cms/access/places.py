"""Where teams work: a chapter, a language, or the whole site. One screen of members each."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language_info, gettext as _
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms.pages.time_zones import zone_of

from .models import Invitation, Removal, Team
from .policy import Scope
from .querysets import teams_managed_by


@dataclass(frozen=True)
class Place:
    """A place and those of its teams that an account may manage."""

    slug: str
    name: str
    scope: Scope
    teams: tuple[Team, ...]

    @property
    def number_of_members(self) -> int:
        """How many accounts are in its teams."""
        return len({user.pk for team in self.teams for user in team.group.user_set.all()})

    @property
    def number_waiting(self) -> int:
        """How many proposals wait for a staff member's word."""
        return sum(
            invitation.confirmed_by_id is None
            for team in self.teams
            for invitation in open_invitations(team)
        ) + sum(len(open_removals(team)) for team in self.teams)


def open_invitations(team: Team) -> list[Invitation]:
    """The invitations under way to a team of a place."""
    found: list[Invitation] = getattr(team, "open_invitations", [])
    return found


def open_removals(team: Team) -> list[Removal]:
    """The proposals to remove somebody from a team of a place."""
    found: list[Removal] = getattr(team, "open_removals", [])
    return found


def places_managed_by(user: User) -> list[Place]:
    """The places whose members the account may manage, in a fixed number of queries."""
    teams: dict[str, list[Team]] = {}
    for team in _with_members(teams_managed_by(user)):
        teams.setdefault(slug_of(team), []).append(team)
    places = [_place(slug, members) for slug, members in teams.items()]
    order = list(Scope)
    return sorted(places, key=lambda place: (order.index(place.scope), place.name))


def place_managed_by(user: User, slug: str) -> Place | None:
    """One of the places whose members the account may manage."""
    return next((place for place in places_managed_by(user) if place.slug == slug), None)


def slug_of(team: Team) -> str:
    """The place of a team, as addresses name it."""
    if team.locale is not None:
        return f"language-{team.locale.language_code}"
    return f"chapter-{UUID(str(team.territory))}" if team.territory is not None else "national"


def zone_of_team(team: Team) -> str:
    """The time zone of the place that a team works in; empty where it works in none."""
    if team.territory is None:
        return ""
    page = Page.objects.filter(translation_key=team.territory).first()
    return zone_of(page) if page is not None else ""


def give_time_zone(user: User, team: Team) -> None:
    """Let an account that has chosen no zone read times in its team's."""
    zone = zone_of_team(team)
    if not zone:
        return
    profile = UserProfile.get_for_user(user)
    if not profile.current_time_zone:
        profile.current_time_zone = zone
        profile.save(update_fields=["current_time_zone"])


def _with_members(teams: QuerySet[Team]) -> QuerySet[Team]:
    users = User.objects.filter(is_active=True).order_by("username")
    invitations = Invitation.objects.open().select_related("invited_by")
    removals = Removal.objects.open().select_related("proposed_by")
    return teams.prefetch_related(
        Prefetch("group__user_set", queryset=users),
        Prefetch("invitations", queryset=invitations, to_attr="open_invitations"),
        Prefetch("removals", queryset=removals, to_attr="open_removals"),
    )


def _place(slug: str, teams: list[Team]) -> Place:
    first = teams[0]
    if first.locale is not None:
        name = str(get_language_info(first.locale.language_code)["name_translated"])
    elif first.territory is not None:
        name = first.group.name.rpartition(": ")[0]
    else:
        name = _("The whole site")
    return Place(slug, name, first.role.scope, tuple(teams))
