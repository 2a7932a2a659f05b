"""The demo's accounts as they are offered: who each is, and what it may do.

An account is offered while the demo's password opens it. Whoever changes the password of one
keeps others out, with one click as with a name and a password.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info, gettext_lazy as _

from chapters.models import ChapterPage
from cms.access.policy import (
    APPROVERS,
    COORDINATORS,
    EDITORS,
    EMERGENCY_PUBLISHERS,
    LEADS,
    REVIEWERS,
    STAFF,
    TRANSLATORS,
)
from cms.starter.accounts import ACCOUNTS, Account, working_password


@dataclass(frozen=True)
class Words:
    """What an account is called, ``%(place)s`` being its chapter or language, and what it may."""

    title: str | Promise
    may: str | Promise


SUPERUSER = ""
WORDS = {
    SUPERUSER: Words(_("Administrator"), _("do everything")),
    STAFF.key: Words(
        _("National staff"), _("write everywhere, give chapters and languages their members")
    ),
    APPROVERS.key: Words(
        _("National approver"), _("approve texts, which publishes them; take pages down")
    ),
    EMERGENCY_PUBLISHERS.key: Words(
        _("Emergency publisher"), _("publish without review, for a reason")
    ),
    EDITORS.key: Words(_("%(place)s's editor"), _("write and submit")),
    LEADS.key: Words(
        _("%(place)s's lead"), _("write; approve what others of the chapter wrote; invite editors")
    ),
    TRANSLATORS.key: Words(_("Translator into %(place)s"), _("translate, and submit translations")),
    REVIEWERS.key: Words(
        _("Reviewer of %(place)s"), _("translate; approve what others translated")
    ),
    COORDINATORS.key: Words(_("Translation coordinator"), _("start and stop translations")),
}


@dataclass(frozen=True)
class Offer:
    """An account to sign in with, in the language in use."""

    username: str
    title: str
    may: str


def open_accounts() -> dict[str, User]:
    """The demo's accounts that the demo's password opens, by name, in the order of the list."""
    names = [account.username for account in ACCOUNTS]
    users = User.objects.filter(username__in=names, is_active=True).in_bulk(field_name="username")
    return {name: users[name] for name in names if name in users and working_password(users[name])}


def offers() -> list[Offer]:
    """What is offered, in two queries."""
    opened = open_accounts()
    accounts = [account for account in ACCOUNTS if account.username in opened]
    chapters = _chapter_names({account.chapter for account in accounts if account.chapter})
    return [_offer(account, chapters) for account in accounts]


def _offer(account: Account, chapters: dict[str, str]) -> Offer:
    words = WORDS[account.role.key if account.role else SUPERUSER]
    place = chapters.get(account.chapter, account.chapter)
    if account.language:
        place = str(get_language_info(account.language)["name_translated"])
    return Offer(account.username, str(words.title) % {"place": place}, str(words.may))


def _chapter_names(slugs: set[str]) -> dict[str, str]:
    """The chapters' names by their slugs, as readers of the language in use know them."""
    languages = dict.fromkeys((settings.LANGUAGE_CODE, get_language()))
    pages = ChapterPage.objects.live().filter(
        slug__in=slugs, locale__language_code__in=list(languages)
    )
    rows = list(pages.values_list("locale__language_code", "slug", "title"))
    return {slug: title for code in languages for of, slug, title in rows if of == code}
