"""Whatever happens to chapters, languages and people, and in whatever order: rights follow.

After every step rights are held against the test's own account of them; the runs are the same
(`tests.drills`), and each rule has to take effect.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import TestCase
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from chapters.models import ChapterPage
from cms.access.invitations import confirm, invite, take_up
from cms.access.models import Team
from cms.access.reconcile import check
from cms.access.removals import remove
from cms.access.whose_word import NotAllowedError
from home.models import HomePage
from tests import drills
from tests.snapshots import forget_what_was_cached

from .movement import ACCOUNTS, Movement, add_child, publish
from .role_table import PAGE_RIGHTS

pytestmark = pytest.mark.django_db

ACTIONS = ("add", "change", "publish", "lock", "unlock", "take_down")
MOST_CHAPTERS = 4
TITLES = ("Boston", "Texas", "Ohio")
STATES = (*ChapterPage.State, ChapterPage.State.ARCHIVED, ChapterPage.State.ACTIVE)
PEOPLE = ("boston-editor", "boston-lead", "chicago-lead", "es-translator", "staff", "newcomer")
linguists = st.sampled_from(["boston-lead", "chicago-lead", "newcomer"])
people, numbers = st.sampled_from(PEOPLE), st.integers(0, 11)
chapter_roles = st.sampled_from(["editors", "editors", "leads"])
ACTS = {
    *("made", "copied", "moved", "renamed", "archived", "restored", "deleted", "translated"),
    *("untranslated", "added a language", "joined a language", "invited", "refused", "expired"),
    *("waited for staff", "removed", "left", "came back", "in two chapters", "lead translates"),
}
# What chance leads to seldom or never, in an order that makes each possible.
WALK: tuple[tuple[Any, ...], ...] = (
    *(("make", "Texas"), ("add_a_language",), ("delete_a_translation", 0), ("translate", 0)),
    ("some_other_lead_invites", "newcomer", "editors", 0),
    ("staff_invite", "newcomer", "editors", 0, True),
    ("change_state", 1, ChapterPage.State.ARCHIVED),
    ("change_state", 1, ChapterPage.State.ACTIVE),
    ("a_lead_invites", "newcomer", "leads"),
    *(("copy", 0, "Ohio"), ("move", 0)),
)


@contextmanager
def committed() -> Iterator[None]:
    """Run a block, and then what it left to be done once it has been committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield


class Access(RuleBasedStateMachine):
    """Two chapters in two languages to begin with, and the movement's accounts."""

    movement: Movement
    done: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint_create()
        forget_what_was_cached()
        self.slugs = 0
        keys = {name: page.translation_key for name, page in self.movement.chapters.items()}
        # Chapters by key, in the order of their making, with the languages that they are in.
        self.languages: dict[UUID, set[str]] = {key: {"en", "es"} for key in keys.values()}
        self.archived: set[UUID] = set()
        self.gone: set[str] = set()
        self.roles: dict[str, set[tuple[str, UUID | str]]] = {
            name: {(role, keys.get(where, where))} for name, (role, where) in ACCOUNTS.items()
        }
        self.roles["newcomer"] = set()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)
        forget_what_was_cached()

    # What happens to chapters and languages.

    @precondition(lambda self: len(self.languages) < MOST_CHAPTERS)
    @rule(title=st.sampled_from(TITLES))
    def make(self, title: str) -> None:
        page = ChapterPage(title=title, slug=self._slug(), place=title, summary="We show up.")
        with committed():
            publish(add_child(self.movement.indexes["en"], page))
        self.languages[page.translation_key] = {"en"}
        self.done["made"] += 1

    @precondition(lambda self: 0 < len(self.languages) < MOST_CHAPTERS)
    @rule(number=numbers, title=st.sampled_from(TITLES))
    def copy(self, number: int, title: str) -> None:
        with committed():
            changes = {"title": title, "slug": self._slug()}
            page = self._page(number).copy(recursive=True, update_attrs=changes)
        self.languages[page.translation_key] = {"en"}
        if self._key(number) in self.archived:
            self.archived.add(page.translation_key)
        self.done["copied"] += 1

    @precondition(lambda self: len(self.languages) > 1)
    @rule(number=numbers)
    def move(self, number: int) -> None:
        """The chapters are put in another order."""
        with committed():
            self._page(number).move(self._page(number + 1), pos="left")
        self.done["moved"] += 1

    @precondition(lambda self: self.languages)
    @rule(number=numbers, title=st.sampled_from(TITLES))
    def rename(self, number: int, title: str) -> None:
        """Chapters may get each other's names."""
        page = self._page(number)
        page.title, page.slug = title, self._slug()
        with committed():
            publish(page)
        self.done["renamed"] += 1

    @precondition(lambda self: self.languages)
    @rule(number=numbers, state=st.sampled_from(STATES))
    def change_state(self, number: int, state: ChapterPage.State) -> None:
        page, key = self._page(number), self._key(number)
        page.state = state
        with committed():
            publish(page)
        if state == ChapterPage.State.ARCHIVED:
            self.archived.add(key)
            self.done["archived"] += 1
        else:
            self.done["restored"] += key in self.archived
            self.archived.discard(key)

    @precondition(lambda self: self.languages)
    @rule(number=numbers)
    def delete(self, number: int) -> None:
        key = self._key(number)
        with committed():
            self._page(number).delete()
        del self.languages[key]
        self.archived.discard(key)
        for roles in self.roles.values():
            roles -= {(role, where) for role, where in roles if where == key}
        self.done["deleted"] += 1

    @precondition(lambda self: self._versions(there=False))
    @rule(number=numbers)
    def translate(self, number: int) -> None:
        missing = self._versions(there=False)
        key, code = missing[number % len(missing)]
        locale = Locale.objects.get(language_code=code)
        with committed():
            self._version(key, "en").copy_for_translation(locale, copy_parents=True)
        self.languages[key].add(code)
        self.done["translated"] += 1

    @precondition(lambda self: self._versions(there=True))
    @rule(number=numbers)
    def delete_a_translation(self, number: int) -> None:
        translations = self._versions(there=True)
        key, code = translations[number % len(translations)]
        with committed():
            self._version(key, code).delete()
        self.languages[key].remove(code)
        self.done["untranslated"] += 1

    @precondition(lambda _self: not Locale.objects.filter(language_code="fr").exists())
    @rule()
    def add_a_language(self) -> None:
        home = HomePage.objects.get(locale__language_code="en")
        with committed():
            locale = Locale.objects.create(language_code="fr")
        with committed():
            home.copy_for_translation(locale)
        self.done["added a language"] += 1

    # What happens to people.

    @rule(who=linguists, role=st.sampled_from(["translators", "reviewers"]), number=numbers)
    def join_a_language(self, who: str, role: str, number: int) -> None:
        codes = sorted(Locale.objects.values_list("language_code", flat=True))
        code = codes[number % len(codes)]
        with committed():
            self._user(who).groups.add(self._team(role, code).group)
        self.roles[who].add((role, code))
        self.done["joined a language"] += 1

    @precondition(lambda self: self._led_by("boston-lead"))
    @rule(who=people, role=chapter_roles)
    def a_lead_invites(self, who: str, role: str) -> None:
        self._invite("boston-lead", who, role, self._led_by("boston-lead")[0])

    @precondition(lambda self: self.languages)
    @rule(who=people, role=chapter_roles, number=numbers)
    def some_other_lead_invites(self, who: str, role: str, number: int) -> None:
        """Which is refused, unless the chapter is theirs."""
        self._invite("chicago-lead", who, role, self._key(number))

    @precondition(lambda self: self.languages)
    @rule(who=people, role=chapter_roles, number=numbers, expires=st.booleans())
    def staff_invite(self, who: str, role: str, number: int, expires: bool) -> None:
        self._invite("staff", who, role, self._key(number), expires=expires)

    @rule(who=people, number=numbers)
    def remove_from_a_team(self, who: str, number: int) -> None:
        """Staff take somebody out of a chapter's or a language's team."""
        held = sorted((each for each in self.roles[who] if each[1]), key=self._order)
        if not held or not self._is_staff("staff"):
            return
        role, where = held[number % len(held)]
        with committed():
            remove(self._user("staff"), self._team(role, where), self._user(who))
        self.roles[who].remove((role, where))
        self.done["removed"] += 1

    @rule(who=people)
    def leave_or_come_back(self, who: str) -> None:
        """An account is closed, or opened again: its teams are as they were. One at a time."""
        who = next(iter(self.gone), who)
        user = self._user(who)
        user.is_active = who in self.gone
        with committed():
            user.save()
        self.done["came back" if who in self.gone else "left"] += 1
        self.gone ^= {who}

    # What always holds.

    @invariant()
    def nothing_is_left_to_do(self) -> None:
        assert check() == []

    @invariant()
    def chapters_are_those_that_were_made(self) -> None:
        pages = ChapterPage.objects.values_list("translation_key", "locale__language_code")
        expected = {(key, code) for key, codes in self.languages.items() for code in codes}
        assert set(pages) == expected

    @invariant()
    def everybody_may_do_what_their_roles_say(self) -> None:
        policy = policy_registry.get_by_type(Page)
        pages = list(ChapterPage.objects.select_related("locale"))
        for who in self.roles:
            user = self._user(who)
            for page in pages:
                key, code = page.translation_key, page.locale.language_code
                may = {
                    action
                    for action in ACTIONS
                    if policy.user_has_permission_for_instance(user, action, page)
                }
                assert may == self._promised(who, key, code), (who, page.title, code)
            self._note_the_special(who)

    def _promised(self, who: str, key: UUID, code: str) -> set[str]:
        if who in self.gone:
            return set()
        places = {"", code} | ({key} - self.archived)
        held = [PAGE_RIGHTS[role] for role, where in self.roles[who] if where in places]
        return set().union(*held)

    def _note_the_special(self, who: str) -> None:
        chapters = {where for _role, where in self.roles[who] if isinstance(where, UUID)}
        roles = {role for role, _where in self.roles[who]}
        self.done["in two chapters"] += len(chapters) > 1
        self.done["lead translates"] += {"leads", "translators"} <= roles

    def _invite(self, actor: str, who: str, role: str, key: UUID, *, expires: bool = False) -> None:
        """Invite somebody who has an account; they take it up where that is allowed."""
        user, by_staff = self._user(who), self._is_staff(actor)
        leads = key in self._led_by(actor)
        if who in self.gone or (role, key) in self.roles[who]:
            return
        try:
            with committed():
                invitation = invite(self._user(actor), self._team(role, key), user.email)
        except NotAllowedError:
            assert not by_staff
            assert not leads
            self.done["refused"] += 1
            return
        assert by_staff or leads
        if role == "leads" and not by_staff:
            with pytest.raises(NotAllowedError):
                take_up(invitation, user)
            self.done["waited for staff"] += 1
            if not self._is_staff("staff"):
                return
            with committed():
                confirm(self._user("staff"), invitation)
            invitation.refresh_from_db()
        if expires:
            invitation.expires_at = timezone.now() - timedelta(seconds=1)
            invitation.save()
            with pytest.raises(NotAllowedError):
                take_up(invitation, user)
            self.done["expired"] += 1
            return
        with committed():
            take_up(invitation, user)
        self.roles[who].add((role, key))
        self.done["invited"] += 1

    def _is_staff(self, who: str) -> bool:
        return ("staff", "") in self.roles[who] and who not in self.gone

    def _led_by(self, who: str) -> list[UUID]:
        """The open chapters in which the account may invite as a lead."""
        if who in self.gone:
            return []
        led = [key for key in self.languages if ("leads", key) in self.roles[who]]
        return [key for key in led if key not in self.archived]

    def _order(self, held: tuple[str, UUID | str]) -> tuple[str, int, str]:
        """An order that is the same in every run: keys are made by chance."""
        role, where = held
        if isinstance(where, UUID):
            return role, list(self.languages).index(where), ""
        return role, -1, where

    def _key(self, number: int) -> UUID:
        keys = list(self.languages)
        return keys[number % len(keys)]

    def _page(self, number: int) -> ChapterPage:
        return self._version(self._key(number), "en")

    def _version(self, key: UUID, code: str) -> ChapterPage:
        pages = ChapterPage.objects.filter(translation_key=key)
        page: ChapterPage = pages.get(locale__language_code=code)
        return page

    def _versions(self, *, there: bool) -> list[tuple[UUID, str]]:
        """The translations of chapters that there are, or that there could be."""
        codes = set(Locale.objects.values_list("language_code", flat=True)) - {"en"}
        return [
            (key, code)
            for key, languages in self.languages.items()
            for code in sorted(codes)
            if (code in languages) == there
        ]

    def _team(self, role: str, where: UUID | str) -> Team:
        place = "territory" if isinstance(where, UUID) else "locale__language_code"
        return Team.objects.get(role_key=role, **{place: where})

    def _user(self, who: str) -> User:
        return User.objects.get(username=who)

    def _slug(self) -> str:
        self.slugs += 1
        return f"chapter-{self.slugs}"


def walk(machine: Access) -> None:
    """Go once where chance may not lead."""
    for act, *values in WALK:
        getattr(machine, act)(*values)
        machine.nothing_is_left_to_do()
        machine.chapters_are_those_that_were_made()
        machine.everybody_may_do_what_their_roles_say()
    machine.teardown()


def test_rights_follow_whatever_happens(movement: Movement) -> None:
    done: Counter[str] = Counter()
    the_movement = type("TheMovement", (Access,), {"movement": movement, "done": done})
    walk(the_movement())
    drills.run(the_movement, programs=8, steps=20)
    never = ACTS - {name for name, number in done.items() if number}
    assert not never, f"never happened: {never}; happened: {done}"
