"""What each role may do where: the policy as people were promised it, written down once more.

It is written apart from the code that keeps it (``cms.access.policy`` and ``doors``), so that a
slip in either shows. Which right each view of the admin asks for stands in ``view_table``.
"""

from dataclasses import dataclass
from enum import Enum


class Right(Enum):
    PUBLIC = "for everybody"
    ENTER = "use the admin"
    SEE = "see drafts"
    WRITE = "write drafts"
    FOLLOW_REVIEW = "see how a review goes: who may write, and whose step it is"
    ADD = "add pages"
    ERASE = "delete what readers see"
    MOVE = "move what readers see"
    TAKE_DOWN = "take down, close to readers"
    LOCK = "lock"
    UNLOCK = "unlock what others have locked"
    CHOOSE = "choose pictures and documents"
    FILES = "one's own list of pictures and documents"
    UPLOAD = "upload"
    CHANGE_FILES = "change and delete others' pictures and documents"
    OVERVIEW = "reports over the whole site"
    RECORDS = "people, partners, the site's identity"
    REDIRECTS = "redirects"
    TRANSLATE = "start translations"
    EMERGENCY = "publish without review"
    MANAGE = "invite and remove"
    MANAGE_SOME = "one's own list of members"
    CONFIRM = "give a new lead one's word"
    RULE = "accounts, groups, sites, workflows, collections: superusers"
    NOBODY = "closed to everybody"


R = Right
EVERYWHERE = "everywhere"


@dataclass(frozen=True)
class Reach:
    """Where a role's rights hold: a territory, a language, or everywhere."""

    territory: str = EVERYWHERE
    language: str = EVERYWHERE

    def covers(self, territory: str, language: str) -> bool:
        return self.territory in (EVERYWHERE, territory) and (
            self.language in (EVERYWHERE, language)
        )


ROLES: dict[str, tuple[Reach, frozenset[Right]]] = {
    "superuser": (Reach(), frozenset(Right) - {R.NOBODY}),
    "staff": (
        Reach(),
        frozenset(
            {
                R.SEE,
                R.WRITE,
                R.ADD,
                R.LOCK,
                R.UNLOCK,
                R.CHOOSE,
                R.FILES,
                R.UPLOAD,
                R.CHANGE_FILES,
                R.OVERVIEW,
                R.RECORDS,
            }
            | {R.REDIRECTS, R.MANAGE, R.MANAGE_SOME, R.CONFIRM}
        ),
    ),
    "approver": (Reach(), frozenset({R.SEE, R.TAKE_DOWN, R.CHOOSE, R.OVERVIEW})),
    "emergency": (Reach(), frozenset({R.SEE, R.WRITE, R.CHOOSE, R.EMERGENCY})),
    "coordinator": (Reach(), frozenset({R.SEE, R.TRANSLATE})),
    "boston-editor": (
        Reach(territory="boston"),
        frozenset({R.SEE, R.WRITE, R.ADD, R.CHOOSE, R.FILES, R.UPLOAD}),
    ),
    "boston-lead": (
        Reach(territory="boston"),
        frozenset(
            {
                R.SEE,
                R.WRITE,
                R.ADD,
                R.LOCK,
                R.CHOOSE,
                R.FILES,
                R.UPLOAD,
                R.CHANGE_FILES,
                R.MANAGE,
                R.MANAGE_SOME,
            }
        ),
    ),
    "es-translator": (Reach(language="es"), frozenset({R.SEE, R.WRITE})),
    "es-reviewer": (Reach(language="es"), frozenset({R.SEE, R.WRITE, R.LOCK})),
    "newcomer": (Reach(), frozenset()),
}
# Without a team there is no way into the admin at all.
OUTSIDE = frozenset({"newcomer"})


def may(role: str, right: Right, territory: str, language: str) -> bool:
    """Whether the role has the right in a place."""
    if right is R.PUBLIC:
        return True
    if role in OUTSIDE:
        return False
    if right is R.FOLLOW_REVIEW:
        waits_for_it = role == "approver" and territory == "national"
        return waits_for_it or may(role, R.WRITE, territory, language)
    reach, rights = ROLES[role]
    return right is R.ENTER or (right in rights and reach.covers(territory, language))
