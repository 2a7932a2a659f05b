"""Every page type: where it may stand, and that the admin can write, show and publish it."""

import datetime
from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Site
from wagtail.models.reference_index import ReferenceIndex

from chapters.models import ChapterIndexPage, ChapterPage
from cms.checks import is_ours
from home.models import (
    AboutPage,
    HomePage,
    ImpactPage,
    PrinciplesPage,
    SiteIdentity,
    StandardPage,
)
from zine.models import ZineIndexPage, ZineIssuePage

from .page_forms import FORMS, page_form, stream_blocks

pytestmark = pytest.mark.django_db

# Which page types may stand directly below which. What is not here is refused.
TREE: dict[type[Page], set[type[Page]]] = {
    Page: {HomePage},
    HomePage: {
        AboutPage,
        PrinciplesPage,
        ImpactPage,
        ChapterIndexPage,
        ZineIndexPage,
        StandardPage,
    },
    AboutPage: {StandardPage},
    PrinciplesPage: set(),
    StandardPage: {StandardPage},
    ImpactPage: set(),
    ChapterIndexPage: {ChapterPage},
    ChapterPage: {StandardPage},
    ZineIndexPage: {ZineIssuePage},
    ZineIssuePage: set(),
}
REQUIRED: dict[type[Page], dict[str, object]] = {
    ChapterPage: {"place": "Boston"},
    ZineIssuePage: {"number": 1, "published_on": datetime.date(2024, 1, 1)},
}
ONCE_IN_EACH_HOME: set[type[Page]] = {
    AboutPage,
    PrinciplesPage,
    ImpactPage,
    ChapterIndexPage,
    ZineIndexPage,
}


@pytest.fixture
def home() -> HomePage:
    record = Site.objects.get()
    home = HomePage(title="Home", slug="home-en", headline="Home", introduction="Who we are.")
    Page.get_first_root_node().add_child(instance=home)
    record.root_page = home
    record.hostname = "testserver"
    record.save()
    return home


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("staff"))
    return client


def parent_of(model: type[Page], home: HomePage) -> Page:
    """A page below which a page of this type may stand."""
    if model is HomePage:
        return Page.get_first_root_node()
    builders: dict[type[Page], Callable[[], Page]] = {
        ChapterPage: lambda: ChapterIndexPage(title="Chapters", slug="chapters"),
        ZineIssuePage: lambda: ZineIndexPage(title="Zine", slug="zine"),
    }
    if model not in builders:
        return home
    return home.add_child(instance=builders[model]())


def children_of(model: type[Page]) -> list[str]:
    """The names of the child records that our forms of a page type have."""
    relations = get_all_child_relations(model)
    return [each.get_accessor_name() for each in relations if is_ours(each.related_model)]


def add_url(model: type[Page], parent: Page, name: str = "add") -> str:
    return reverse(
        f"wagtailadmin_pages:{name}",
        args=[model._meta.app_label, model._meta.model_name, parent.pk],
    )


def test_every_page_type_is_covered() -> None:
    types = {model for model in apps.get_models() if issubclass(model, Page) and is_ours(model)}
    assert types == TREE.keys() - {Page} == FORMS.keys()


@pytest.mark.parametrize("parent", TREE)
def test_the_tree_is_closed(parent: type[Page]) -> None:
    assert {model for model in parent.allowed_subpage_models() if is_ours(model)} == TREE[parent]


@pytest.mark.parametrize("model", FORMS)
def test_only_sections_are_limited_to_one(model: type[Page]) -> None:
    assert model.max_count is None
    assert model.max_count_per_parent == (1 if model in ONCE_IN_EACH_HOME else None)


@pytest.mark.parametrize("model", sorted(ONCE_IN_EACH_HOME, key=str))
def test_a_second_section_is_refused(staff: Client, home: HomePage, model: type[Page]) -> None:
    assert staff.get(add_url(model, home)).status_code == 200
    home.add_child(instance=model(title="The one", slug="the-one"))
    staff.post(add_url(model, home), page_form(model, home))
    assert model.objects.count() == 1


def test_a_misplaced_page_is_refused(staff: Client, home: HomePage) -> None:
    staff.post(add_url(ChapterPage, home), page_form(ChapterPage, home))
    assert not ChapterPage.objects.exists()


@pytest.mark.parametrize("model", FORMS)
def test_each_type_explains_itself_to_who_adds_it(
    staff: Client, home: HomePage, model: type[Page]
) -> None:
    parent = parent_of(model, home)
    response = staff.get(reverse("wagtailadmin_pages:add_subpage", args=[parent.pk]))
    listing = response.content.decode()
    only_one = response.status_code == 302 and response["Location"] == add_url(model, parent)
    assert only_one or str(model.page_description) in listing


@pytest.mark.parametrize("model", FORMS)
def test_a_page_is_created_as_a_draft(staff: Client, home: HomePage, model: type[Page]) -> None:
    parent = parent_of(model, home)
    form = staff.get(add_url(model, parent))
    assert form.status_code == 200

    response = staff.post(add_url(model, parent), page_form(model, home))

    assert response.status_code == 302, response.context["form"].errors
    page = model.objects.get(slug="a-new-page")
    assert not page.live
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize("model", FORMS)
def test_a_page_is_written_published_and_edited(
    staff: Client, home: HomePage, model: type[Page], django_capture_on_commit_callbacks: Callable
) -> None:
    """Publication is review's (tests/review); here it is the draft's own."""
    form = page_form(model, home)
    with django_capture_on_commit_callbacks(execute=True):
        response = staff.post(add_url(model, parent_of(model, home)), form)
    assert response.status_code == 302, response.context["form"].errors
    page = model.objects.get(slug="a-new-page")
    assert not page.live
    with django_capture_on_commit_callbacks(execute=True):
        page.get_latest_revision().publish()

    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert staff.get(edit).status_code == 200
    again = page_form(model, home, title="An edited page")
    for children in children_of(model):
        for child in getattr(page, children).all():
            again |= {f"{children}-INITIAL_FORMS": "1", f"{children}-0-id": str(child.pk)}
    with django_capture_on_commit_callbacks(execute=True):
        response = staff.post(edit, again)
    assert response.status_code == 302, response.context["form"].errors
    with django_capture_on_commit_callbacks(execute=True):
        model.objects.get(pk=page.pk).get_latest_revision().publish()
    page.refresh_from_db()
    assert page.title == "An edited page"
    assert ReferenceIndex.get_references_for_object(page).exists()


@pytest.mark.parametrize("model", FORMS)
def test_a_new_page_is_previewed(staff: Client, home: HomePage, model: type[Page]) -> None:
    url = add_url(model, parent_of(model, home), "preview_on_add")
    answer = staff.post(url, page_form(model, home, title="Seen before it is saved"))
    assert answer.json()["is_valid"] is True
    preview = staff.get(url)
    assert preview.status_code == 200
    assert "Seen before it is saved" in preview.content.decode()
    assert not model.objects.filter(slug="a-new-page").exists()


@pytest.mark.parametrize("model", FORMS)
def test_an_edited_page_is_previewed(staff: Client, home: HomePage, model: type[Page]) -> None:
    staff.post(add_url(model, parent_of(model, home)), page_form(model, home))
    page = model.objects.get(slug="a-new-page")
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert staff.get(url).status_code == 200

    form = page_form(model, home, title="A title in the making")
    answer = staff.post(url, form)
    assert answer.json()["is_valid"] is True
    assert "A title in the making" in staff.get(url).content.decode()
    page.refresh_from_db()
    assert page.title == "A new page"


@pytest.mark.parametrize("model", FORMS)
def test_a_draft_is_seen_by_staff_alone(staff: Client, home: HomePage, model: type[Page]) -> None:
    staff.post(add_url(model, parent_of(model, home)), page_form(model, home))
    page = model.objects.get(slug="a-new-page")
    url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert staff.get(url).status_code == 200
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize("model", FORMS)
def test_a_page_renders_without_the_sites_identity(
    client: Client, home: HomePage, model: type[Page]
) -> None:
    """Nothing but titles: no identity, no picture, no text, no child."""
    assert not SiteIdentity.objects.exists()
    page = home
    if model is not HomePage:
        page = model(title="Only a title", slug="only-a-title", **REQUIRED.get(model, {}))
        parent_of(model, home).add_child(instance=page)
    response = client.get(page.get_url())
    assert response.status_code == 200
    content = response.content.decode()
    assert page.title in content
    assert "None" not in content


def test_a_page_renders_with_an_identity_of_a_name_alone(client: Client, home: HomePage) -> None:
    SiteIdentity.objects.create(
        live=True, site=Site.objects.get(), locale=home.locale, organization_name="A name"
    )
    response = client.get(home.get_url())
    assert response.status_code == 200
    assert "A name" in response.content.decode()
    assert 'href=""' not in response.content.decode()


@pytest.mark.parametrize("name", stream_blocks())
def test_each_block_has_a_preview_on_an_empty_site(staff: Client, name: str) -> None:
    prefix = stream_blocks()[name].definition_prefix
    response = staff.get(reverse("wagtailadmin_block_preview"), {"id": prefix})
    assert response.status_code == 200
