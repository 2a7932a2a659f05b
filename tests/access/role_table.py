"""What each role may do where: the policy as people were promised it, written down once more.

It is written apart from the code that keeps it (``cms.access.policy``, each app's ``role_rights``
and ``view_permissions``), so that a slip in either shows. Which right each view of the admin asks
for stands in ``views``.
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
    TAKE_DOWN = "take down"
    RESTRICT = "close to readers, lift dates"
    ASK_OF_RECORDS = "see people, partners, the site's identity, and ask for them to be taken down"
    LOCK = "lock"
    UNLOCK = "unlock what others have locked"
    CHOOSE = "choose pictures and documents"
    FILES = "one's own list of pictures and documents"
    UPLOAD = "upload"
    CHANGE_FILES = "change and delete others' pictures and documents"
    OVERVIEW = "reports over the whole site"
    RECORDS = "add and lock people, partners, the site's identity"
    CHANGE_RECORDS = "write drafts of people, partners, the site's identity"
    CONTACTS = "one's own list of contacts"
    ADD_CONTACTS = "add contacts where one writes"
    GLOSSARY = "the terms that translators keep to"
    REDIRECTS = "redirects"
    ZINE_PDFS = "upload and choose the PDFs of zines"
    TRANSLATE = "start and stop translations"
    DESK = "the list of translations"
    DESK_OF_EVERY_LANGUAGE = "translations into every language, as files"
    WRITE_TRANSLATIONS = "write at the translation desk"
    READ_RECORDS_IN_REVIEW = "read translated records that wait for review"
    REVIEW_TRANSLATIONS = "decide about translated records, as the language's reviewer"
    EMERGENCY = "publish without review"
    MANAGE = "invite and remove"
    MANAGE_NATIONAL = "propose members of national teams, or to remove them; two do it together"
    MANAGE_SOME = "one's own list of members"
    CONFIRM = "give a new lead one's word"
    RESET_FACTORS = "take lost second factors away, two together"
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
    "superuser": (Reach(), frozenset(Right) - {R.NOBODY, R.REVIEW_TRANSLATIONS}),
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
                R.CHANGE_RECORDS,
                R.READ_RECORDS_IN_REVIEW,
            }
            | {R.TAKE_DOWN, R.ASK_OF_RECORDS}
            | {
                R.ZINE_PDFS,
                R.REDIRECTS,
                R.MANAGE,
                R.MANAGE_NATIONAL,
                R.MANAGE_SOME,
                R.CONFIRM,
                R.DESK,
                R.RESET_FACTORS,
            }
            | {R.DESK_OF_EVERY_LANGUAGE, R.GLOSSARY, R.CONTACTS, R.ADD_CONTACTS}
        ),
    ),
    "approver": (
        Reach(),
        frozenset(
            {R.SEE, R.TAKE_DOWN, R.RESTRICT, R.CHOOSE, R.OVERVIEW, R.READ_RECORDS_IN_REVIEW}
            | {R.ASK_OF_RECORDS, R.DESK, R.DESK_OF_EVERY_LANGUAGE}
        ),
    ),
    "emergency": (
        Reach(),
        frozenset(
            {R.SEE, R.WRITE, R.CHOOSE, R.EMERGENCY, R.CHANGE_RECORDS, R.CONTACTS, R.ASK_OF_RECORDS}
        ),
    ),
    "coordinator": (
        Reach(),
        frozenset({R.SEE, R.TRANSLATE, R.DESK, R.DESK_OF_EVERY_LANGUAGE, R.GLOSSARY}),
    ),
    "boston-editor": (
        Reach(territory="boston"),
        frozenset({R.SEE, R.WRITE, R.ADD, R.CHOOSE, R.FILES, R.UPLOAD})
        | {R.CONTACTS, R.ADD_CONTACTS},
    ),
    "boston-lead": (
        Reach(territory="boston"),
        frozenset(
            {
                R.SEE,
                R.WRITE,
                R.ADD,
                R.LOCK,
                R.TAKE_DOWN,
                R.CHOOSE,
                R.FILES,
                R.UPLOAD,
                R.CHANGE_FILES,
                R.MANAGE,
                R.MANAGE_SOME,
                R.CONTACTS,
                R.ADD_CONTACTS,
            }
        ),
    ),
    "es-translator": (
        Reach(language="es"),
        frozenset({R.SEE, R.WRITE, R.DESK, R.WRITE_TRANSLATIONS, R.READ_RECORDS_IN_REVIEW}),
    ),
    "es-reviewer": (
        Reach(language="es"),
        frozenset(
            {
                R.SEE,
                R.WRITE,
                R.LOCK,
                R.DESK,
                R.WRITE_TRANSLATIONS,
                R.READ_RECORDS_IN_REVIEW,
                R.REVIEW_TRANSLATIONS,
            }
        ),
    ),
    "newcomer": (Reach(), frozenset()),
}
# What the teams of each role may do with the pages where it holds.
PAGE_RIGHTS: dict[str, set[str]] = {
    "staff": {"add", "change", "lock", "unlock", "take_down"},
    "approvers": {"publish", "take_down"},
    "emergency-publishers": {"change"},
    "coordinators": set(),
    "editors": {"add", "change"},
    "leads": {"add", "change", "lock", "take_down"},
    "translators": {"change"},
    "reviewers": {"change", "lock"},
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
        # The workflow of a translation begins with the language's reviewers.
        waits_for_it = role == "approver" and (territory, language) == ("national", "en")
        return waits_for_it or may(role, R.WRITE, territory, language)
    reach, rights = ROLES[role]
    return right is R.ENTER or (right in rights and reach.covers(territory, language))
