"""Views of members, invitations, second factors and the access report."""

from cms.access.models import Invitation
from cms.accounts.models import OpenSession
from tests.access.role_table import R

from .cases import (
    Case,
    Cell,
    every_view,
    fixed,
    nothing,
)

TEAM_CASES = [
    *every_view("members", "index", right=R.MANAGE_SOME),
    Case(
        "members:place",
        R.MANAGE,
        lambda cell: {"slug": _slug(cell)},
        scope="territory",
        national_right=R.RULE,
    ),
    Case(
        "members:invite",
        R.MANAGE,
        lambda cell: {"slug": _slug(cell)},
        data=lambda cell: {
            "team": _team(cell),
            "email": "somebody@example.org",
            "language": "es",
        },
        scope="territory",
        national_right=R.RULE,
    ),
    Case(
        "members:remove",
        R.MANAGE,
        lambda cell: {"team_id": _team(cell), "user_id": _member(cell)},
        data=nothing,
        scope="territory",
        national_right=R.RULE,
    ),
    Case(
        "members:withdraw",
        R.MANAGE,
        lambda cell: {"invitation_id": _invitation(cell, confirmed=True)},
        data=nothing,
        scope="territory",
        national_right=R.RULE,
        gets=False,
    ),
    Case(
        "members:confirm",
        R.CONFIRM,
        lambda cell: {"invitation_id": _invitation(cell, confirmed=False)},
        data=nothing,
        scope="territory",
        national_right=R.RULE,
        gets=False,
    ),
    Case(
        "members:limit",
        R.MANAGE,
        lambda _cell: {"slug": "language-es"},
        data=lambda cell: {
            "role": "translators",
            "territory": str(cell.movement.chapters["boston"].translation_key),
        },
        scope="site",
        gets=False,
    ),
    Case("wagtailadmin_login_factor", R.PUBLIC, scope="site", exists=False),
    Case("wagtailadmin_login_passkey", R.PUBLIC, scope="site", exists=False),
    *every_view("second_factor", "index", "confirm", right=R.ENTER),
    # They may ask first who is there.
    *every_view("second_factor", "app", "passkey", "codes", right=R.ENTER, exists=False),
    *every_view("second_factor", "remove", args=fixed(factor_id=1), right=R.ENTER, exists=False),
    *every_view("own_sessions", "index", right=R.ENTER),
    Case(
        "own_sessions:end",
        R.ENTER,
        lambda cell: {"session_id": _session(cell)},
        data=nothing,
        scope="site",
        gets=False,
        at_once=False,  # It is one role’s; of the others nothing changes.
    ),
    Case("own_sessions:end_others", R.ENTER, data=nothing, scope="site", gets=False),
    *every_view("access", "report", "events", right=R.OVERVIEW),
]


def _slug(cell: Cell) -> str:
    if cell.place.territory == "national":
        return "national"
    return f"chapter-{cell.movement.chapters[cell.place.territory].translation_key}"


def _team(cell: Cell) -> int:
    if cell.place.territory == "national":
        return int(cell.movement.team("approvers").pk)
    return int(cell.movement.team("editors", cell.place.territory).pk)


def _member(cell: Cell) -> int:
    name = "approver" if cell.place.territory == "national" else f"{cell.place.territory}-editor"
    return int(cell.movement.users[name].pk)


def _invitation(cell: Cell, *, confirmed: bool) -> int:
    territory = cell.place.territory
    role = "approvers" if territory == "national" else "editors" if confirmed else "leads"
    team = cell.movement.team(role, "" if territory == "national" else territory)
    invitation = Invitation.objects.create(
        team=team,
        email="somebody@example.org",
        token_digest=f"{territory} {confirmed}",
        confirmed_by=cell.movement.users["superuser"] if confirmed else None,
    )
    return int(invitation.pk)


def _session(cell: Cell) -> int:
    """One of a role's; to everybody else it is as if it were not there."""
    return int(
        OpenSession.objects.filter(user=cell.movement.users["boston-editor"]).latest("pk").pk
    )
