"""Loads starter content into an empty database, all of it or nothing."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from wagtail.models import Locale, Page

from cms.operations.first_site.welcome import make_room, take_over_site, welcome_pages
from cms.pages.languages import LANGUAGES
from cms.starter.accounts import ACCOUNTS, create_accounts

from .contacts import write_contacts
from .files import (
    CONTACTS,
    MOTION,
    MOVED_ON,
    StarterContentError,
    StarterFile,
    StarterLanguage,
    read_beside,
    read_starter,
)
from .indexing import index_all, indexing_later
from .motion import set_in_motion
from .moved_on import MovedOn
from .pages import LanguageBuilder
from .pictures import Pictures
from .site import foreign_content, is_seeded
from .translations import TranslationRecorder

STARTER = Path(__file__).resolve().parents[1] / "texts"

type Report = Callable[[str], None]


class SeedingRefusedError(Exception):
    """This database or this installation must not get starter content. The message says why."""


def seed(
    folder: Path = STARTER,
    *,
    report: Report,
    artwork_scale: float = 1.0,
    in_motion: bool = True,
) -> bool:
    """Load starter content. Returns whether anything was written: not where it already is.

    It comes in those of its languages that SITE_LANGUAGES has.
    ``artwork_scale`` makes smaller pictures, and without ``in_motion`` nothing waits for anybody:
    both for tests. Readers get the same either way. Raises SeedingRefusedError in production
    and on a database that holds other content, and StarterContentError for content that is not
    sound; then nothing has been written.
    """
    if not getattr(settings, "DEMO", False):
        raise SeedingRefusedError(
            "Starter content and its demo accounts are for trying out the site, never for "
            "production; these settings do not say DEMO."
        )
    if is_seeded():
        return False
    foreign = foreign_content([account.username for account in ACCOUNTS])
    if foreign:
        raise SeedingRefusedError(
            f"This database already holds other content ({foreign}), so no starter content was "
            "loaded. Use an empty database."
        )
    languages = [language for language in read_starter(folder) if _is_offered(language.code)]
    moved_on = MovedOn(read_beside(folder, MOVED_ON))
    motion = read_beside(folder, MOTION) if in_motion else None
    contacts = read_beside(folder, CONTACTS)
    pictures = Pictures(folder, artwork_scale)
    try:
        with transaction.atomic(), indexing_later():
            _Seeding(languages, moved_on, motion, pictures, report).run(contacts)
    except BaseException:
        pictures.discard()
        raise
    return True


class _Seeding:
    """The steps, in order; each reports itself."""

    def __init__(
        self,
        languages: list[StarterLanguage],
        moved_on: MovedOn,
        motion: StarterFile | None,
        pictures: Pictures,
        report: Report,
    ) -> None:
        self.report = report
        self.moved_on = moved_on
        self.motion = motion
        self.pictures = pictures
        self.builders = [
            LanguageBuilder(
                languages[0],
                language,
                Locale.objects.get_or_create(language_code=language.code)[0],
                pictures,
            )
            for language in languages
        ]

    def run(self, contacts: StarterFile | None) -> None:
        welcome = welcome_pages()
        make_room()
        root = Page.get_first_root_node()
        for builder in self.builders:
            self.report(f"{builder.locale.get_display_name()}: {len(builder.source.pages)} pages")
            builder.add_pages(root)
        home = self.builders[0].pages[""]
        site = take_over_site(home, welcome)
        kept = write_contacts(contacts)
        for builder in self.builders:
            builder.references.contacts = kept
            builder.add_records(site)
            builder.fill_pages()
            if builder is self.builders[0] and len(self.builders) > 1:
                self.moved_on.put_back(builder.pages)
            for _page in builder.publish_pages():
                pass
        self.report(f"{len(self.pictures.images)} pictures")
        self._record_translations()
        made = create_accounts({builder.language.code: builder.pages for builder in self.builders})
        self.report(f"{made} demo accounts")
        drafts: list[Page] = []
        if self.motion is not None:
            drafts = set_in_motion(self.motion)
            self.report(f"{len(drafts)} texts on their way")
        self._index(drafts)

    def _record_translations(self) -> None:
        source, *others = self.builders
        pages = (page for builder in self.builders for page in builder.pages.values())
        recorder = TranslationRecorder(pages)
        for address, page in source.pages.items():
            recorder.record(page, [builder.pages[address] for builder in others])
        for index, record in enumerate(source.records):
            recorder.record(record, [builder.records[index] for builder in others])
        if others:
            self.moved_on.move_on(source.pages)
            self.report(f"Translations: {', '.join(builder.language.code for builder in others)}")

    def _index(self, drafts: list[Page]) -> None:
        instances: list[models.Model] = [*self.pictures.images.values(), *drafts]
        for builder in self.builders:
            instances += [*builder.pages.values(), *builder.records]
        index_all(instances)
        self.report("Search index")


def _is_offered(code: str) -> bool:
    """Whether the site is to be in this language. Raises StarterContentError for what is none."""
    if code not in LANGUAGES:
        raise StarterContentError(
            f"The starter content has a folder “{code}”, but the site knows no such language."
        )
    return code in dict(settings.WAGTAIL_CONTENT_LANGUAGES)
