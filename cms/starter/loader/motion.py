"""Sets the demo in motion: work of every kind, on its way, so that something waits for everybody.

What ``motion.toml`` tells is done by the demo's accounts, each with its own rights, through the
same functions as people's work: review, desk, invitations. So every record of it is a real one.
What needs a page, a language or an account that this site does not have is left out. Readers get
nothing of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from wagtail.log_actions import LogContext
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from cms.access.invitations import invite
from cms.access.models import Team
from cms.access.translating import may_translate
from cms.access.whose_word import NotAllowedError
from cms.languages.demand import tally, write_down
from cms.mail.models import OutgoingMail
from cms.review.decisions import Refused, Reviewed, approve, request_changes, submit
from cms.review.sets import add_text, make_set
from cms.review.standing import read_digest
from cms.translation.notifications.language_teams import tell_language_teams
from cms.translation.segments.listing import segments_of
from cms.translation.segments.writing import NotKept, write_segment
from cms.translation.submission import submit as submit_translation

from .drafts import Drafts, keep_from_readers
from .files import StarterFile, StarterPlace, Table
from .standing import StandingPages

type Tables = list[tuple[Table, StarterPlace]]


def set_in_motion(file: StarterFile) -> list[Page]:
    """Do what the file tells, on a site with starter content; return the pages with new drafts.

    Raises StarterContentError where the site's own rules refuse a part of it. To be called in a
    transaction, so that nothing of it stays then.
    """
    return _Motion(file).run()


class _Motion:
    def __init__(self, file: StarterFile) -> None:
        self.file = file
        users = get_user_model().objects.all()
        self.users: dict[str, User] = {user.get_username(): user for user in users}
        self.languages = {
            locale.language_code: StandingPages(locale)
            for locale in Locale.objects.all()
            if StandingPages(locale).find("") is not None
        }
        self.source = self.languages[settings.LANGUAGE_CODE]
        self.drafts = Drafts(self.source)
        self.pages: dict[int, Page] = {}

    def run(self) -> list[Page]:
        texts = [each for each in self._tables("texts") if self.drafts.have_place_for(each[0])]
        translations = [each for each in self._tables("translations") if self._translates(each[0])]
        for table, place in texts:
            self._write(table, place)
        for table, place in translations:
            self._translate(table, place)
        for table, place in self._tables("sets"):
            self._make_set(table, place)
        for table, place in (*texts, *translations):
            self._take_steps(table, place)
        for table, place in self._tables("invitations"):
            self._invite(table, place)
        self._ask_for_pages()
        tell_language_teams()
        # The accounts have no mailboxes, and whoever starts the site has not asked for mail.
        OutgoingMail.objects.set_aside()
        return list(Page.objects.filter(pk__in=self.pages).specific())

    def _tables(self, name: str) -> Tables:
        """Those entries of a list whose people all have an account here."""
        return [
            (table, self.file.place.inside(f"{name}, {number}"))
            for number, table in enumerate(self.file.table.get(name, []), start=1)
            if _people(table) <= self.users.keys()
        ]

    def _translates(self, table: Table) -> bool:
        pages = self.languages.get(table["language"])
        return pages is not None and pages.find(table["page"]) is not None

    @contextmanager
    def _acting(self, name: str, place: StarterPlace) -> Iterator[User]:
        """Let an account act; what the site refuses it is a fault of the file."""
        user = self.users[name]
        try:
            with LogContext(user=user):
                yield user
        except (Refused, NotKept, NotAllowedError) as refusal:
            raise place.error(str(refusal)) from refusal

    def _write(self, table: Table, place: StarterPlace) -> None:
        with self._acting(table["by"], place) as user:
            page = self.drafts.write(table, user, place)
            submit(page, user)
        if "kept_from_readers_by" in table:
            with self._acting(table["kept_from_readers_by"], place) as user:
                keep_from_readers(page, user, place)
        self.pages[page.pk] = page

    def _translate(self, table: Table, place: StarterPlace) -> None:
        page = self.languages[table["language"]].find(table["page"])
        translation = Translation.objects.get(
            source__object_id=page.translation_key, target_locale=page.locale_id
        )
        with self._acting(table["by"], place) as user:
            if not may_translate(user, translation):
                raise place.error(f"“{table['by']}” may not do this.")
            passages = {passage.source: passage for passage in segments_of(translation)}
            for entry in table["passages"]:
                if entry["source"] not in passages:
                    raise place.error(f"there is no passage “{entry['source']}”.")
                segment = passages[entry["source"]].string_segment
                write_segment(translation, segment, entry["text"], user)
            submit_translation(translation, user)
        self.pages[page.pk] = page

    def _take_steps(self, table: Table, place: StarterPlace) -> None:
        pages = self.languages[table.get("language", settings.LANGUAGE_CODE)]
        for step in table.get("steps", ()):
            state = pages.find(table["page"]).current_workflow_task_state
            if state is None:
                raise place.error("its review is over already.")
            with self._acting(step["by"], place) as user:
                if "reason" in step:
                    request_changes(state, user, step["reason"])
                else:
                    read = Reviewed(state.revision_id, read_digest(state.revision))
                    approve(state, user, read, step.get("comment", ""))

    def _make_set(self, table: Table, place: StarterPlace) -> None:
        found = [self.source.find(address) for address in table["pages"]]
        pages = [page for page in found if page is not None and page.pk in self.pages]
        if pages:
            with self._acting(table["by"], place) as user:
                made = make_set(table["name"], user)
                for page in pages:
                    add_text(made, page, user)

    def _invite(self, table: Table, place: StarterPlace) -> None:
        chapter: Any = self.source.find(table["chapter"])
        if chapter is not None:
            teams = Team.objects.filter(role_key=table["role"], locale=None)
            with self._acting(table["by"], place) as user:
                invite(user, teams.get(territory=chapter.translation_key), table["email"])

    def _ask_for_pages(self) -> None:
        """Count what readers ask for as it is counted when they do."""
        for table, _place in self._tables("asked"):
            page = self.source.find(table["page"])
            known = table["language"] in dict(settings.LANGUAGES)
            if page is not None and known and table["language"] not in self.languages:
                for _time in range(table["times"]):
                    tally.add((page.translation_key, table["language"]))
        write_down()


def _people(table: Table) -> set[str]:
    """The names of the accounts that an entry needs."""
    named = [table.get("by"), table.get("kept_from_readers_by")]
    return {name for name in (*named, *(step["by"] for step in table.get("steps", ()))) if name}
