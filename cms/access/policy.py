"""The policy: which roles there are, and what each may do. A change of rights is a change here.

Rights are Wagtail's own, written as ordinary rows by ``cms.access.reconcile``. Nobody holds a
right that is not in this table, but for superusers. Nobody but superusers changes accounts,
groups and national teams: no role holds ``auth.change_user`` or anything like it.

``publish`` in this table means taking down, moving and deleting what readers see. Nobody
publishes by a permission: that is what review is for (``cms.pages.permissions``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
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


def _all_of(*names: str) -> frozenset[str]:
    """The four model permissions of each ``app.model``."""
    return frozenset(
        f"{app}.{action}_{model}"
        for app, _dot, model in (name.partition(".") for name in names)
        for action in ("add", "change", "delete", "view")
    )


ADMIN = frozenset({"wagtailadmin.access_admin"})

STAFF = Role(
    "staff",
    _("National staff"),
    Scope.SITE,
    pages=frozenset({"add", "change", "lock", "unlock"}),
    media=frozenset({"add", "change", "choose"}),
    models=ADMIN
    | _all_of("home.person", "home.partner", "home.siteidentity", "wagtailredirects.redirect")
    | _all_of("languages.glossaryterm")
    | frozenset({"access.view_report", "access.manage_teams"})
    # The PDFs of zines: everything that runs in them is taken out, what is on the pages is not.
    | frozenset({"zine.add_facsimile"}),
)
APPROVERS = Role(
    "approvers",
    _("Approvers"),
    Scope.SITE,
    pages=frozenset({"publish"}),
    media=frozenset({"choose"}),
    models=ADMIN | frozenset({"access.view_report"}),
)
EMERGENCY_PUBLISHERS = Role(
    "emergency-publishers",
    _("Emergency publishers"),
    Scope.SITE,
    pages=frozenset({"change"}),
    media=frozenset({"choose"}),
    models=ADMIN | frozenset({"review.publish_in_emergency"}),
)
# Coordinators look at every page and change none. Wagtail has no right to look; deleting pages
# that have children is the one that gives nothing where its holder may not change the page.
COORDINATORS = Role(
    "coordinators",
    _("Translation coordinators"),
    Scope.SITE,
    pages=frozenset({"bulk_delete"}),
    models=ADMIN
    | _all_of("languages.glossaryterm")
    | frozenset({"wagtail_localize.submit_translation"}),
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
    pages=frozenset({"add", "change", "lock"}),
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


def roles_with(scope: Scope) -> Iterator[Role]:
    """The roles of a scope, in the table's order."""
    return (role for role in ROLES.values() if role.scope is scope)
