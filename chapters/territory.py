"""Chapters as territories: one chapter for all language versions of its page."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_noop, override
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, get_page_models
from wagtail_localize.models import TranslatableObject

from cms.access.reconcile import shared_collection
from cms.access.territories import Survey, Territory

from .models import Chapter, ChapterPage

_first_drafts: list[type[Page]] = []

STARTER_DRAFTS = (
    (gettext_noop("About this chapter"), "about"),
    (gettext_noop("Contact"), "contact"),
)


def register_first_drafts(model: type[Page]) -> None:
    """Let an app above say which type of page the first drafts of a chapter are."""
    _first_drafts[:] = [model]


@transaction.atomic
def chapter_territories() -> Survey:
    """Bring the chapters up to date with their pages, and return them as territories."""
    versions_of = _versions_by_key()
    chapters = {chapter.key: chapter for chapter in Chapter.objects.select_related("collection")}
    done = [f"chapters: not wanted: {chapters[key].name}" for key in chapters.keys() - versions_of]
    for key in chapters.keys() - versions_of.keys():
        close_chapter(chapters.pop(key))
    pairs = []
    for versions in versions_of.values():
        source = source_of(versions)
        chapter = chapters.get(source.translation_key)
        if chapter is None:
            chapter = open_chapter(source)
            done.append(f"chapters: missing: {chapter.name}")
        done += chapter.follow(source)
        done += [
            line
            for version in versions
            if version is not source
            for line in follow_source(version, source)
        ]
        pairs.append((chapter, versions))
    return Survey(list(_territories(pairs)), done)


def source_of(versions: list[ChapterPage]) -> ChapterPage:
    """The version of a chapter's page that the others follow: the site's first language's."""
    first = Locale.get_default().pk
    return next((page for page in versions if page.locale_id == first), versions[0])


def follow_source(version: ChapterPage, source: ChapterPage) -> list[str]:
    """Give a language version its source's identity; return what was changed, in words.

    Drafts of the version are left as they are: ``ChapterPage.save`` puts them right when they
    are published.
    """
    if not ChapterPage.objects.get(pk=version.pk).take_identity(source):
        return []
    before = version.slug, version.state, version.time_zone
    version.save()
    return [
        f"chapters: {version.locale}: {before} is {source.slug, source.state, source.time_zone}"
    ]


def open_chapter(page: ChapterPage) -> Chapter:
    """Make the chapter of a new page: its collection, and first drafts where it has no pages."""
    root = Collection.objects.get(depth=1)
    chapter = Chapter.objects.create(
        key=page.translation_key,
        name=page.title,
        collection=root.add_child(name=page.title),
    )
    if page.is_leaf():
        _write_first_drafts(page)
    return chapter


def close_chapter(chapter: Chapter) -> None:
    """Remove a chapter whose pages are gone. Its media go to the shared ones; nothing is lost."""
    shared = shared_collection()
    for model in (get_image_model(), get_document_model()):
        model.objects.filter(collection=chapter.collection).update(collection=shared)
    collection = Collection.objects.get(pk=chapter.collection_id)
    chapter.delete()
    collection.delete()
    # What wagtail-localize keeps of pages that are gone: sources, segments, translations.
    TranslatableObject.objects.filter(
        content_type__in=ContentType.objects.get_for_models(*get_page_models()).values()
    ).exclude(translation_key__in=Page.objects.values("translation_key")).delete()


def zone_of_chapter(page: Page) -> str:
    """The zone of the chapter that a page belongs to; empty of the movement's other pages."""
    chapters = ChapterPage.objects.ancestor_of(page, inclusive=True)
    return chapters.values_list("time_zone", flat=True).first() or ""


def _versions_by_key() -> dict[UUID, list[ChapterPage]]:
    """The pages of each chapter. A mirror of a page in its own language is none of them."""
    pages = ChapterPage.objects.filter(
        Q(alias_of__isnull=True) | Q(alias_of__translation_key=F("translation_key"))
    )
    versions: dict[UUID, list[ChapterPage]] = {}
    for page in pages.order_by("path"):
        versions.setdefault(page.translation_key, []).append(page)
    return versions


def _write_first_drafts(page: ChapterPage) -> None:
    with override(page.locale.language_code):
        drafts = [(gettext(title), slug) for title, slug in STARTER_DRAFTS]
    for title, slug in drafts:
        for model in _first_drafts:
            draft = model(title=title, slug=slug, live=False, locale=page.locale)
            page.add_child(instance=draft)
            draft.save_revision()


def _territories(pairs: list[tuple[Chapter, list[ChapterPage]]]) -> Iterable[Territory]:
    """The territories, each by a name of its own: two chapters may have the same title."""
    seen: Counter[str] = Counter()
    for chapter, versions in sorted(pairs, key=lambda pair: (pair[0].created_at, pair[0].key)):
        seen[chapter.name] += 1
        number = seen[chapter.name]
        name = chapter.name if number == 1 else f"{chapter.name} ({number})"
        yield chapter.as_territory(name, versions)
