"""A movement of two chapters in two languages, with everything that one may not see of another.

    root
    ├── home (en)                          ├── inicio (es)             └── البداية (ar)
    │   ├── news, plan, waiting            │   ├── news, plan, waiting
    │   └── chapters                       │   └── chapters
    │       ├── boston                     │       ├── boston
    │       │   └── news, plan, waiting    │       │   └── news, plan, waiting
    │       └── chicago                    │       └── chicago
    │           └── news, plan, waiting    │           └── news, plan, waiting

In each of the six places (boston, chicago and national, in en and es) there is a public page with
a draft change (news), a page that was never published (plan) and one in review (waiting); a
territory has pictures, documents and a collection. All that readers may not see yet has a title
that begins with SECRET and names its territory.
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import (
    Collection,
    Comment,
    Locale,
    Page,
    Revision,
    Site,
    TaskState,
    WorkflowState,
)
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import translate_object

from chapters.models import Chapter, ChapterIndexPage, ChapterPage
from cms.access.models import Team
from cms.access.reconcile import reconcile, shared_collection
from cms.contacts.models import Contact
from cms.media.models import Document, Image
from cms.media.people import People
from cms.review.decisions import submit
from cms.review.models import PublicRecord
from cms.translation.models import GlossaryTerm
from cms.translation.records import start_record
from home.models import HomePage, Partner, Person, SiteIdentity, StandardPage
from tests.access.confirmed import never_ask_again
from tests.safety.dirty_files import PDF, jpeg

LANGUAGES = ("en", "es")
TERRITORIES = ("boston", "chicago", "national")
PASSWORD = "a password that is long enough"

# Account: role of its team, chapter or language of its team.
ACCOUNTS: dict[str, tuple[str, str]] = {
    "staff": ("staff", ""),
    "approver": ("approvers", ""),
    "emergency": ("emergency-publishers", ""),
    "coordinator": ("coordinators", ""),
    "boston-editor": ("editors", "boston"),
    "boston-lead": ("leads", "boston"),
    "chicago-editor": ("editors", "chicago"),
    "chicago-lead": ("leads", "chicago"),
    "es-translator": ("translators", "es"),
    "es-reviewer": ("reviewers", "es"),
}
WITHOUT_TEAM = "newcomer"
SUPERUSER = "superuser"


@dataclass
class Place:
    """A territory in a language, and what is there."""

    territory: str
    language: str
    root: Page
    news: Page
    plan: Page
    waiting: Page
    old_revision: Revision
    review: WorkflowState
    step: TaskState
    comment: Comment

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.news, self.plan, self.waiting


@dataclass
class Files:
    """A territory's media."""

    collection: Collection
    image: Image
    document: Document


@dataclass
class Movement:
    """The whole tree, by territory and language, and its accounts."""

    site: Site
    homes: dict[str, HomePage] = field(default_factory=dict)
    indexes: dict[str, ChapterIndexPage] = field(default_factory=dict)
    chapters: dict[str, ChapterPage] = field(default_factory=dict)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    files: dict[str, Files] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    translations: dict[str, Translation] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def person(self) -> Person:
        """A record of the staff's."""
        return Person.objects.get()

    @property
    def record_step(self) -> TaskState:
        """The step that a partner's translation into Spanish waits for."""
        partner = Partner.objects.get(locale__language_code="es")
        return partner.current_workflow_task_state

    def team(self, role: str, where: str = "") -> Team:
        """The team of a role, in a chapter, a language or on the site."""
        teams = Team.objects.filter(role_key=role)
        if where in self.chapters:
            return teams.get(territory=self.chapters[where].translation_key)
        return teams.get(locale__language_code=where) if where else teams.get()


def build() -> Movement:
    """Build the movement in place of what Wagtail's first migrations make."""
    site = Site.objects.get()
    welcome = site.root_page
    movement = Movement(site)
    for code in (*LANGUAGES, "ar"):
        _add_home(movement, code)
    site.root_page, site.hostname = movement.homes["en"], "testserver"
    site.save()
    welcome.delete()
    for code in LANGUAGES:
        _add_chapters(movement, code)
    reconcile()
    _add_accounts(movement)
    for territory in TERRITORIES:
        movement.files[territory] = _add_files(movement, territory)
        for code in LANGUAGES:
            movement.places[territory, code] = _add_place(movement, territory, code)
    _add_records(movement)
    for territory in TERRITORIES:
        movement.contacts[territory] = _add_contact(movement, territory)
    _make_thumbnails()
    for territory in TERRITORIES:
        movement.translations[territory] = _add_translation(movement, territory)
    return movement


def secret(territory: str, what: str) -> str:
    """A title that nobody outside the territory may read."""
    return f"SECRET {territory} {what}"


def publish(page: Page) -> Page:
    """Publish a page as a finished review does."""
    page.save_revision(clean=False).publish(skip_permission_checks=True)
    page.refresh_from_db()
    return page


def publish_record[Record: PublicRecord](record: Record) -> Record:
    """Save a record and publish it, as a finished review does."""
    record.save()
    record.save_revision().publish()
    record.refresh_from_db()
    return record


def add_child(parent: Page, page: Page, original: Page | None = None) -> Page:
    """Add a draft below ``parent``, as the translation of ``original`` where there is one."""
    parent.refresh_from_db()
    page.live = False
    if parent.depth > 1:
        page.locale_id = parent.locale_id
    if original is not None:
        page.translation_key = original.translation_key
    parent.add_child(instance=page)
    return page


def make_user(name: str, **values: Any) -> User:
    user = User(username=name, email=f"{name}@example.org", **values)
    user.set_password(PASSWORD)
    user.save()
    return user


def make_image(title: str, collection: Collection, user: User | None = None) -> Image:
    image: Image = Image.objects.create(
        title=title,
        collection=collection,
        uploaded_by_user=user,
        people=People.NOBODY,
        file=ContentFile(jpeg(), name="x.jpg"),
    )
    return image


def make_document(title: str, collection: Collection) -> Document:
    document: Document = Document.objects.create(
        title=title, collection=collection, file=ContentFile(PDF, name="x.pdf")
    )
    return document


def _add_home(movement: Movement, code: str) -> None:
    locale, _created = Locale.objects.get_or_create(language_code=code)
    home = HomePage(
        title=f"Home {code}",
        slug=f"home-{code}",
        headline="Never again",
        introduction="Who we are.",
        summary="Who we are.",
        locale=locale,
    )
    original = movement.homes.get("en")
    movement.homes[code] = publish(add_child(Page.get_first_root_node(), home, original))


def _add_chapters(movement: Movement, code: str) -> None:
    index = ChapterIndexPage(title=f"Chapters {code}", slug="chapters", summary="Where we are.")
    original = movement.indexes.get("en")
    movement.indexes[code] = publish(add_child(movement.homes[code], index, original))
    for name in ("boston", "chicago"):
        page = ChapterPage(
            title=name.title(),
            slug=name,
            place=name.title(),
            state=ChapterPage.State.ACTIVE,
            summary="We show up.",
        )
        publish(add_child(movement.indexes[code], page, movement.chapters.get(name)))
        movement.chapters.setdefault(name, page)


def _add_accounts(movement: Movement) -> None:
    movement.users[SUPERUSER] = make_user(SUPERUSER, is_superuser=True)
    movement.users[WITHOUT_TEAM] = make_user(WITHOUT_TEAM)
    for name, (role, where) in ACCOUNTS.items():
        movement.users[name] = make_user(name)
        movement.users[name].groups.add(movement.team(role, where).group)
    for name, user in movement.users.items():
        movement.clients[name] = Client()
        movement.clients[name].force_login(user)
        never_ask_again(movement.clients[name])


def _add_files(movement: Movement, territory: str) -> Files:
    if territory == "national":
        collection = Collection.get_first_root_node().add_child(name=secret(territory, "folder"))
    else:
        key = movement.chapters[territory].translation_key
        collection = Chapter.objects.get(key=key).collection
    return Files(
        collection,
        make_image(secret(territory, "image"), collection),
        make_document(secret(territory, "document"), collection),
    )


def _add_place(movement: Movement, territory: str, code: str) -> Place:
    root = _root_of(movement, territory, code)
    author = movement.users["staff" if territory == "national" else f"{territory}-editor"]
    originals = movement.places.get((territory, "en"))
    news = _add_page(root, "news", f"News of {territory}", author, originals)
    publish(news)
    old_revision = news.latest_revision
    news.title = secret(territory, f"change {code}")
    news.summary = secret(territory, f"summary {code}")
    news.save_revision(user=author, log_action=True)
    plan = _add_page(root, "plan", secret(territory, f"plan {code}"), author, originals)
    waiting = _add_page(root, "waiting", secret(territory, f"waiting {code}"), author, originals)
    review = waiting.get_workflow().start(waiting, author)
    comment = Comment.objects.create(
        page=news,
        user=author,
        text=secret(territory, f"comment {code}"),
        contentpath="summary",
        revision_created=news.latest_revision,
    )
    return Place(
        territory=territory,
        language=code,
        root=root,
        news=_fresh(news),
        plan=_fresh(plan),
        waiting=_fresh(waiting),
        old_revision=old_revision,
        review=review,
        step=review.current_task_state,
        comment=comment,
    )


def _add_page(root: Page, slug: str, title: str, author: User, originals: Place | None) -> Page:
    page = StandardPage(title=title, slug=slug, summary="A summary.", owner=author)
    add_child(root, page, getattr(originals, slug) if originals else None)
    page.save_revision(user=author, log_action=True)
    return page


def _add_records(movement: Movement) -> None:
    locale = Locale.objects.get(language_code="en")
    publish_record(Person(name=secret("national", "person"), role="x", locale=locale))
    publish_record(Partner(name=secret("national", "partner"), locale=locale))
    partner = publish_record(Partner(name="A partner in translation", locale=locale))
    start_record(partner, [movement.homes["es"].locale_id])
    spanish = Partner.objects.get(
        translation_key=partner.translation_key, locale__language_code="es"
    )
    spanish.description = secret("national", "record es")
    spanish.save_revision(user=movement.users["es-translator"])
    submit(spanish, movement.users["es-translator"])
    GlossaryTerm.objects.create(term="mutual aid")
    publish_record(
        SiteIdentity(
            site=movement.site,
            locale=locale,
            organization_name="Never Again Action",
            tagline="A tagline.",
            statement="A statement.",
        )
    )
    make_image("A shared picture", shared_collection())


def _add_contact(movement: Movement, territory: str) -> Contact:
    """A contact that readers see, with a draft change."""
    chapter = movement.chapters.get(territory)
    contact = publish_record(
        Contact(
            territory=chapter.translation_key if chapter else None,
            name=f"Helpline of {territory}",
            target="617-555-0101",
        )
    )
    draft = contact.get_latest_revision_as_object()
    draft.name = secret(territory, "helpline")
    draft.save_revision(user=movement.users["staff"])
    return Contact.objects.get(pk=contact.pk)


def _add_translation(movement: Movement, territory: str) -> Translation:
    """A notice that readers see in English, and that is being translated into Spanish."""
    root = _root_of(movement, territory, "en")
    words = '<p>Read <a href="https://example.org/">more</a>.</p>'
    notice = StandardPage(
        title=f"Notice of {territory}",
        slug="notice",
        summary="A summary.",
        body=[{"type": "paragraph", "value": {"text": words, "footnotes": []}}],
    )
    add_child(root, notice)
    publish(notice)
    translate_object(notice, [movement.homes["es"].locale])
    translation: Translation = Translation.objects.get(source__object_id=notice.translation_key)
    for segment in StringSegment.objects.filter(source=translation.source):
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            data=f"{secret(territory, 'passage es')} {segment.string.data}",
            translation_type="manual",
        )
    return translation


def _root_of(movement: Movement, territory: str, code: str) -> Page:
    if territory == "national":
        return _fresh(movement.homes[code])
    key = movement.chapters[territory].translation_key
    page: ChapterPage = ChapterPage.objects.get(translation_key=key, locale__language_code=code)
    return page


def _fresh(page: Page) -> Page:
    fresh: Page = Page.objects.get(pk=page.pk).specific
    return fresh


def _make_thumbnails() -> None:
    """What the admin shows of pictures is there: each is made in a process of its own."""
    for image in Image.objects.all():
        image.get_renditions("max-165x165", "max-800x600")
