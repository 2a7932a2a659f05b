"""Views of members, invitations, second factors and the access report."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User

from cms.access.models import Invitation, Removal
from cms.accounts.models import FactorReset, OpenSession
from tests.access.movement import make_user
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
        national_right=R.MANAGE_NATIONAL,
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
        national_right=R.MANAGE_NATIONAL,
    ),
    Case(
        "members:remove",
        R.MANAGE,
        lambda cell: {"team_id": _team(cell), "user_id": _member(cell)},
        data=nothing,
        scope="territory",
        national_right=R.MANAGE_NATIONAL,
    ),
    Case(
        "members:keep",
        R.MANAGE_NATIONAL,
        lambda cell: {"removal_id": _removal(cell)},
        data=nothing,
        scope="site",
        gets=False,
    ),
    Case(
        "members:withdraw",
        R.MANAGE,
        lambda cell: {"invitation_id": _invitation(cell, confirmed=True)},
        data=nothing,
        scope="territory",
        national_right=R.MANAGE_NATIONAL,
        gets=False,
    ),
    Case(
        "members:confirm",
        R.CONFIRM,
        lambda cell: {"invitation_id": _invitation(cell, confirmed=False)},
        data=nothing,
        scope="territory",
        national_right=R.MANAGE_NATIONAL,
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
    Case("wagtailadmin_login_new_factor", R.PUBLIC, fixed(token="x"), scope="site", exists=False),
    Case(
        "second_factor:object",
        R.ENTER,
        lambda cell: {"reset_id": _reset(cell)},
        data=nothing,
        scope="site",
        gets=False,
        at_once=False,  # It is one role’s own; to the others it is not there.
    ),
    *every_view("factor_resets", "index", right=R.RESET_FACTORS),
    Case(
        "factor_resets:ask",
        R.RESET_FACTORS,
        data=lambda cell: {"account": _account_with_factor(cell), "reason": "I know the voice."},
        scope="site",
    ),
    *(
        Case(
            f"factor_resets:{name}",
            R.RESET_FACTORS,
            lambda cell: {"reset_id": _reset(cell)},
            data=nothing,
            scope="site",
            gets=False,
        )
        for name in ("confirm", "withdraw")
    ),
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
    # Rows of sessions are no change that is counted; `test_sessions` says whose they are.
    Case("own_sessions:end_others", R.ENTER, scope="site", gets=False),
    *every_view("access", "report", "log", right=R.OVERVIEW),
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


def _second(cell: Cell) -> User:
    """One more staff member, who has proposed what is agreed to."""
    user, _new = User.objects.get_or_create(username="second-of-staff")
    user.groups.add(cell.movement.team("staff").group)
    return user


def _removal(cell: Cell) -> int:
    removal, _new = Removal.objects.get_or_create(
        team=cell.movement.team("approvers"),
        account=cell.movement.users["approver"],
        defaults={"proposed_by": _second(cell)},
    )
    return int(removal.pk)


def _invitation(cell: Cell, *, confirmed: bool) -> int:
    territory = cell.place.territory
    role = "approvers" if territory == "national" else "editors" if confirmed else "leads"
    team = cell.movement.team(role, "" if territory == "national" else territory)
    invitation = Invitation.objects.create(
        team=team,
        email="somebody@example.org",
        token_digest=f"{territory} {confirmed}",
        invited_by=_second(cell) if territory == "national" else None,
        confirmed_by=cell.movement.users["superuser"] if confirmed else None,
    )
    return int(invitation.pk)


def _session(cell: Cell) -> int:
    """One of a role's; to everybody else it is as if it were not there."""
    return int(
        OpenSession.objects.filter(user=cell.movement.users["boston-editor"]).latest("pk").pk
    )


def _account_with_factor(cell: Cell) -> int:
    account = cell.movement.users["boston-editor"]
    Authenticator.objects.create(user=account, type="totp", data={})
    return int(account.pk)


def _reset(cell: Cell) -> int:
    """What a third staff member has asked for."""
    third = make_user("third-of-staff")
    third.groups.add(cell.movement.team("staff").group)
    account = _account_with_factor(cell)
    return int(FactorReset.objects.create(account_id=account, asked_by=third, reason="x").pk)
