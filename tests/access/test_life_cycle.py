"""Whatever happens to a chapter, from the admin or from code: nothing is left to do, nor behind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page
from wagtail_localize.models import TranslatableObject, TranslationSource
from wagtail_localize.operations import translate_object

from chapters.models import Chapter, ChapterPage
from cms.access.models import AccessEvent, Team
from cms.access.reconcile import check, reconcile, shared_collection
from cms.review.workflows import CHAPTER_WORKFLOW
from home.models import HomePage, StandardPage

from .movement import Movement, add_child, make_image, publish
from .views.cases import page_form

type Committing = Callable[..., Any]


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Any) -> Committing:
    """Run a block and then what it left to be done once it has been committed."""

    def run() -> Any:
        return django_capture_on_commit_callbacks(execute=True)

    return run


def chapter_page(title: str, slug: str) -> ChapterPage:
    return ChapterPage(title=title, slug=slug, place=title, summary="We show up.")


def add_chapter(movement: Movement, title: str = "Texas", slug: str = "texas") -> ChapterPage:
    page = add_child(movement.indexes["en"], chapter_page(title, slug))
    fresh: ChapterPage = ChapterPage.objects.get(pk=page.pk)
    return fresh


def rights_of(page: Page) -> set[tuple[str, str]]:
    rows = GroupPagePermission.objects.filter(page=page)
    return set(rows.values_list("group__name", "permission__codename"))


EDITORS_AND_LEADS = {
    ("Texas: Editors", "add_page"),
    ("Texas: Editors", "change_page"),
    ("Texas: Leads", "add_page"),
    ("Texas: Leads", "change_page"),
    ("Texas: Leads", "lock_page"),
    ("Texas: Leads", "take_down_page"),
}


def test_a_chapter_made_by_code_is_whole(movement: Movement, committing: Committing) -> None:
    with committing():
        page = add_chapter(movement)
    assert check() == []
    chapter = Chapter.objects.get(key=page.translation_key)
    assert rights_of(page) == EDITORS_AND_LEADS
    assert chapter.collection.name == "Texas"
    media = GroupCollectionPermission.objects.filter(collection=chapter.collection)
    assert {row.group.name for row in media} == {"Texas: Editors", "Texas: Leads"}
    workflow = ChapterPage.objects.get(pk=page.pk).get_workflow()
    assert workflow is not None
    assert workflow.name == CHAPTER_WORKFLOW
    page.refresh_from_db()
    drafts = {(child.title, child.live) for child in page.get_children()}
    assert drafts == {("About this chapter", False), ("Contact", False)}


def test_a_chapter_made_in_the_admin_is_whole(movement: Movement, committing: Committing) -> None:
    data = page_form(
        "Texas",
        "texas",
        place="Texas",
        state="forming",
        time_zone="America/Chicago",
        join_url="",
        accessibility_note="",
        contact_links={"count": "0"},
    )
    data["contact_links-count"] = "0"
    address = reverse(
        "wagtailadmin_pages:add", args=["chapters", "chapterpage", movement.indexes["en"].pk]
    )
    with committing():
        response = movement.clients["staff"].post(address, data)
    assert response.status_code == 302
    page = ChapterPage.objects.get(slug="texas")
    assert rights_of(page) == EDITORS_AND_LEADS
    assert check() == []


def test_code_may_go_on_with_a_new_chapter(movement: Movement, committing: Committing) -> None:
    """The page in hand knows of the drafts that it was given meanwhile."""
    page = chapter_page("Texas", "texas")
    with committing():
        add_child(movement.indexes["en"], page)
    with committing():
        page.add_child(instance=StandardPage(title="Actions", slug="actions", live=False))
    assert {child.slug for child in page.get_children()} == {"about", "contact", "actions"}


def test_a_copy_is_a_new_chapter(movement: Movement, committing: Committing) -> None:
    with committing():
        original = add_chapter(movement)
    with committing():
        copy = original.copy(recursive=True, update_attrs={"title": "Texas", "slug": "texas-2"})
    assert copy.translation_key != original.translation_key
    assert {name for name, _right in rights_of(copy)} == {"Texas (2): Editors", "Texas (2): Leads"}
    assert rights_of(original) == EDITORS_AND_LEADS
    assert copy.get_children().count() == 2, "its own copies of the drafts, no further ones"
    assert check() == []


@pytest.mark.parametrize("by", ["copy_for_translation", "wagtail-localize", "alias"])
def test_a_translation_is_the_same_chapter(
    movement: Movement, committing: Committing, by: str
) -> None:
    with committing():
        page = publish(add_chapter(movement))
    spanish = Locale.objects.get(language_code="es")
    with committing():
        if by == "wagtail-localize":
            translate_object(page, [spanish])
        else:
            page.copy_for_translation(spanish, alias=by == "alias")
    translation = ChapterPage.objects.get(locale=spanish, translation_key=page.translation_key)
    assert rights_of(translation) == EDITORS_AND_LEADS
    assert Chapter.objects.filter(key=page.translation_key).count() == 1
    assert check() == []


def test_a_language_that_is_added_and_removed(movement: Movement, committing: Committing) -> None:
    with committing():
        locale = Locale.objects.create(language_code="fr")
    assert Team.objects.filter(locale=locale).count() == 2
    assert check() == []
    with committing():
        home = HomePage(title="Accueil", slug="home-fr", headline="x", introduction="x")
        home.locale = locale
        add_child(Page.get_first_root_node(), home)
    assert {name for name, _right in rights_of(home)} == {"Translators: fr", "Reviewers: fr"}
    with committing():
        Page.objects.get(pk=home.pk).delete()
    with committing():
        locale.delete()
    assert not Group.objects.filter(name__endswith=": fr").exists()
    assert check() == []


def test_a_chapter_is_renamed_in_the_admin(movement: Movement, committing: Committing) -> None:
    page = ChapterPage.objects.get(slug="boston", locale__language_code="en")
    before = set(Group.objects.filter(name__startswith="Boston").values_list("pk", flat=True))
    page.title, page.slug = "Greater Boston", "greater-boston"
    with committing():
        publish(page)
    groups = Group.objects.filter(name__startswith="Greater Boston: ")
    assert set(groups.values_list("pk", flat=True)) == before, "the same teams, so the same people"
    assert Chapter.objects.get(key=page.translation_key).collection.name == "Greater Boston"
    spanish = ChapterPage.objects.get(
        translation_key=page.translation_key, locale__language_code="es"
    )
    assert spanish.slug == "greater-boston"
    assert spanish.url_path.endswith("/chapters/greater-boston/")
    assert {
        redirect.redirect_page_id
        for redirect in Redirect.objects.filter(old_path__endswith="/chapters/boston")
    } == {page.pk, spanish.pk}
    assert check() == []


def test_a_chapter_is_made_after_others_were_renamed(
    movement: Movement, committing: Committing
) -> None:
    """Collections stand by their names; one out of its place would be in the way of the next."""
    for title, slug in (("Ohio", "ohio"), ("Texas", "texas")):
        with committing():
            add_chapter(movement, title, slug)
    page = ChapterPage.objects.get(slug="boston", locale__language_code="en")
    page.title = "Zion"
    with committing():
        publish(page)
    for title in ("Oregon", "Alaska", "Zuni"):
        with committing():
            add_chapter(movement, title, title.lower())
    root = Collection.objects.get(depth=1)
    names = list(root.get_children().order_by("path").values_list("name", flat=True))
    assert names == sorted(names, key=str.casefold)
    assert Collection.find_problems() == ([], [], [], [], [])
    assert check() == []


def test_two_chapters_swap_their_names(movement: Movement, committing: Committing) -> None:
    boston, chicago = (
        ChapterPage.objects.get(slug=slug, locale__language_code="en")
        for slug in ("boston", "chicago")
    )
    team = movement.team("leads", "boston")
    with committing():
        boston.title, chicago.title = "Chicago", "Boston"
        publish(boston)
        publish(chicago)
    team.group.refresh_from_db()
    assert team.group.name.startswith("Chicago")
    assert check() == []


def test_a_paused_chapter_keeps_its_rights(movement: Movement, committing: Committing) -> None:
    page = ChapterPage.objects.get(slug="boston", locale__language_code="en")
    before = rights_of(page)
    page.state = ChapterPage.State.PAUSED
    with committing():
        publish(page)
    assert rights_of(page) == before
    spanish = page.get_translations().get(locale__language_code="es")
    assert spanish.state == ChapterPage.State.PAUSED, "in every language alike"
    assert check() == []


def test_rights_rest_while_a_chapter_is_archived(
    movement: Movement, committing: Committing
) -> None:
    page = ChapterPage.objects.get(slug="boston", locale__language_code="en")
    before = rights_of(page)
    client = movement.clients["boston-lead"]
    page.state = ChapterPage.State.ARCHIVED
    with committing():
        publish(page)
    assert rights_of(page) == set()
    assert check() == []
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 302
    page.state = ChapterPage.State.ACTIVE
    with committing():
        publish(page)
    assert rights_of(page) == before
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert check() == []


def test_an_old_draft_does_not_revive_an_archived_chapter(
    movement: Movement, committing: Committing
) -> None:
    page = ChapterPage.objects.get(slug="boston", locale__language_code="en")
    spanish = page.get_translations().get(locale__language_code="es")
    draft = spanish.save_revision()
    page.state = ChapterPage.State.ARCHIVED
    with committing():
        publish(page)
    with committing():
        draft.publish(skip_permission_checks=True)
    spanish.refresh_from_db()
    assert spanish.state == ChapterPage.State.ARCHIVED
    assert check() == []


@pytest.mark.parametrize("by", ["code", "admin", "the page that is above"])
def test_nothing_is_left_of_a_deleted_chapter(
    movement: Movement, committing: Committing, by: str
) -> None:
    page = ChapterPage.objects.get(slug="boston", locale__language_code="en")
    with committing():
        TranslationSource.update_or_create_from_instance(page)
        TranslationSource.update_or_create_from_instance(movement.places["boston", "en"].news)
    image = make_image("A march", Chapter.objects.get(key=page.translation_key).collection)
    teams = list(Group.objects.filter(name__startswith="Boston"))
    keys = list(page.get_descendants(inclusive=True).values_list("translation_key", flat=True))
    translated = TranslatableObject.objects.filter(translation_key__in=keys)
    assert {page.translation_key, movement.places["boston", "en"].news.translation_key} < set(
        translated.values_list("translation_key", flat=True)
    )
    with committing():
        if by == "code":
            ChapterPage.objects.get(pk=page.pk).delete()
        elif by == "admin":
            address = reverse("wagtailadmin_pages:delete", args=[page.pk])
            response = movement.clients["superuser"].post(address)
            assert response.status_code == 302, response.content.decode()
        else:
            Page.objects.get(pk=movement.indexes["en"].pk).delete()
    assert not ChapterPage.objects.filter(translation_key=page.translation_key).exists()
    assert not Chapter.objects.filter(key=page.translation_key).exists()
    assert not Group.objects.filter(pk__in=[group.pk for group in teams]).exists()
    assert not Collection.objects.filter(name="Boston").exists()
    assert not translated.exists()
    image.refresh_from_db()
    assert image.collection == shared_collection(), "nothing that was uploaded is lost"
    left = AccessEvent.objects.filter(account=movement.users["boston-lead"])
    assert left.filter(change="left: Boston: Leads").exists()
    assert check() == []


def test_a_chapter_without_its_translation(movement: Movement, committing: Committing) -> None:
    """Deleting a translation leaves the chapter, with its rights in the other languages."""
    page = ChapterPage.objects.get(slug="boston", locale__language_code="es")
    with committing():
        page.delete()
    assert Chapter.objects.filter(key=page.translation_key).exists()
    assert check() == []


def test_pages_that_are_moved_follow_the_tree(movement: Movement, committing: Committing) -> None:
    boston, chicago = movement.places["boston", "en"], movement.places["chicago", "en"]
    page = boston.plan.specific
    page.slug = "our-plan"
    page.save()
    with committing():
        page.move(chicago.root, pos="last-child")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert movement.clients["chicago-editor"].get(address).status_code == 200
    assert movement.clients["boston-editor"].get(address).status_code == 302
    with committing():
        chicago.root.specific.move(boston.root, pos="left")
    assert check() == []


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows with every reconcile that a signal asks for."""
    seen: list[str] = []
    monkeypatch.setattr("cms.access.signals.reconcile", lambda: seen.append("look"))
    return seen


def test_saving_a_draft_looks_at_nothing(
    movement: Movement, committing: Committing, looks: list[str]
) -> None:
    page = ChapterPage.objects.get(slug="boston", locale__language_code="en")
    with committing():
        page.save_revision()
    assert looks == []


def test_many_changes_are_looked_at_once(
    movement: Movement, committing: Committing, looks: list[str]
) -> None:
    with committing():
        for number in range(3):
            add_chapter(movement, f"Chapter {number}", f"chapter-{number}")
    assert looks == ["look"]


def test_drift_is_found_and_mended(movement: Movement) -> None:
    page = ChapterPage.objects.get(slug="boston", locale__language_code="en")
    GroupPagePermission.objects.filter(page=page, permission__codename="lock_page").delete()
    stray = Group.objects.create(name="Friends")
    Collection.objects.filter(name="Boston").update(name="Mine")
    drift = check()
    assert "groups: not wanted: Friends" in drift
    assert "chapters: collection of Boston" in drift
    assert any(line.startswith("rights on pages: missing: Boston: Leads") for line in drift)
    assert Group.objects.filter(pk=stray.pk).exists(), "looking changes nothing"
    assert reconcile() == drift
    assert check() == []
    event = AccessEvent.objects.filter(change="brought in line with the policy").first()
    assert event is not None
    assert "groups: not wanted: Friends" in event.before
