"""The policy: which roles there are, and what each may do.

Rights are Wagtail's own, written as ordinary rows by ``cms.access.reconcile``. This table says what
each role may do with pages, media and the admin. What may be done with an app's own models the app
itself adds, in its ``role_rights.py``, which is found by itself. Nobody holds a right that is in
neither, but for superusers. Nobody but superusers changes accounts and groups: no role holds
``auth.change_user`` or anything like it.

``publish`` in this table means moving and deleting what readers see, keeping it to some people and
lifting its dates; ``take_down``, a right of the site's own, that it is taken down at once. Nobody
publishes by a permission: that is what review is for (``cms.pages.permissions``).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class Scope(Enum):
    """Where a role's page rights hold, and how many teams hold the role."""

    SITE = "site"  # one team; every page
    TERRITORY = "territory"  # a team for each chapter; the chapter's pages in every language
    LANGUAGE = "language"  # a team for each language; every page of that language


@dataclass(frozen=True)
class Role:
    """What a team's members may do."""

    key: str
    name: str | Promise
    scope: Scope
    pages: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    shared_media: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()


# The four model permissions that Django makes for each model.
EVERYTHING = ("add", "change", "delete", "view")
# What drafting of a reviewed model takes; publish and delete are nobody's.
DRAFTING = ("add", "change", "view", "lock", "unlock")

ADMIN = frozenset({"wagtailadmin.access_admin"})

STAFF = Role(
    "staff",
    _("National staff"),
    Scope.SITE,
    pages=frozenset({"add", "change", "lock", "unlock", "take_down"}),
    media=frozenset({"add", "change", "choose"}),
    models=ADMIN
    | frozenset(f"wagtailredirects.{action}_redirect" for action in EVERYTHING)
    | frozenset({"access.view_report", "access.manage_teams"}),
)
APPROVERS = Role(
    "approvers",
    _("Approvers"),
    Scope.SITE,
    pages=frozenset({"publish", "take_down"}),
    media=frozenset({"choose"}),
    models=ADMIN | frozenset({"access.view_report"}),
)
EMERGENCY_PUBLISHERS = Role(
    "emergency-publishers",
    _("Emergency publishers"),
    Scope.SITE,
    pages=frozenset({"change"}),
    media=frozenset({"choose"}),
    models=ADMIN,
)
# Coordinators look at every page and change none. Wagtail has no right to look; deleting pages
# that have children is the one that gives nothing where its holder may not change the page.
COORDINATORS = Role(
    "coordinators",
    _("Translation coordinators"),
    Scope.SITE,
    pages=frozenset({"bulk_delete"}),
    models=ADMIN | frozenset({"wagtail_localize.submit_translation"}),
)
EDITORS = Role(
    "editors",
    _("Editors"),
    Scope.TERRITORY,
    pages=frozenset({"add", "change"}),
    media=frozenset({"add", "choose"}),
    shared_media=frozenset({"choose"}),
    models=ADMIN,
)
LEADS = Role(
    "leads",
    _("Leads"),
    Scope.TERRITORY,
    pages=frozenset({"add", "change", "lock", "take_down"}),
    media=frozenset({"add", "change", "choose"}),
    shared_media=frozenset({"choose"}),
    models=ADMIN,
)
TRANSLATORS = Role(
    "translators",
    _("Translators"),
    Scope.LANGUAGE,
    pages=frozenset({"change"}),
    shared_media=frozenset({"choose"}),
    models=ADMIN,
)
REVIEWERS = Role(
    "reviewers",
    _("Reviewers"),
    Scope.LANGUAGE,
    pages=frozenset({"change", "lock"}),
    shared_media=frozenset({"choose"}),
    models=ADMIN,
)

ROLES = {
    role.key: role
    for role in (
        STAFF,
        APPROVERS,
        EMERGENCY_PUBLISHERS,
        COORDINATORS,
        EDITORS,
        LEADS,
        TRANSLATORS,
        REVIEWERS,
    )
}

# A lead gives and takes these roles in the own chapter, without anybody's word.
GIVEN_BY_LEADS = frozenset({EDITORS.key})
# A lead proposes these; a staff member's word makes them real.
CONFIRMED_BY_STAFF = frozenset({LEADS.key})


# Two staff members give and take the national roles together: one proposes, another agrees.
GIVEN_BY_TWO = frozenset(role.key for role in ROLES.values() if role.scope is Scope.SITE)


def roles_with(scope: Scope) -> Iterator[Role]:
    """The roles of a scope, in the table's order."""
    return (role for role in ROLES.values() if role.scope is scope)


_of_apps: dict[str, set[str]] = defaultdict(set)


def register_rights(role: Role, rights: Iterable[str]) -> None:
    """Let an app say what a role may do with the app's own models, as ``app.permission``."""
    _of_apps[role.key].update(rights)


def rights_on(model: type[Any], *actions: str) -> frozenset[str]:
    """The names of the model's permissions for these actions."""
    meta = model._meta
    return frozenset(f"{meta.app_label}.{action}_{meta.model_name}" for action in actions)


def model_rights_of(role: Role) -> frozenset[str]:
    """Every permission on models that the role gives: this table's, and those that apps add."""
    return role.models | _of_apps[role.key]


def discover_rights() -> None:
    """Read every app's ``role_rights.py``."""
    autodiscover_modules("role_rights")
