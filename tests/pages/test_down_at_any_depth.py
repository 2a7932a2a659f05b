"""Readers see a page while every page above it is live, however many there are."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from cms.media.fields import private_storage
from cms.pages.readable import readable
from cms.pages.share_images import share_image_of
from home.models import StandardPage
from tests.trees import SmallSite, add, copy_for_a_test

pytestmark = pytest.mark.django_db


@pytest.fixture
def deep(built_site: SmallSite, db: None) -> list[StandardPage]:
    """A page below a page below a page, the topmost first."""
    parent = copy_for_a_test(built_site)["en", "about"]
    pages = []
    for number in range(3):
        parent = add(parent, StandardPage(title=f"Level {number}", slug=f"level-{number}"))
        pages.append(parent)
    return pages


@pytest.mark.parametrize("level", range(3))
def test_at_any_depth(deep: list[StandardPage], level: int, client: Client) -> None:
    Page.objects.filter(pk=deep[level].pk).update(live=False)
    for number, page in enumerate(deep):
        assert client.get(page.get_url()).status_code == (200 if number < level else 404)
    seen = readable(StandardPage.objects.filter(pk__in=[page.pk for page in deep]))
    assert set(seen) == set(deep[:level])


def test_what_is_put_back_brings_the_rest_back(deep: list[StandardPage], client: Client) -> None:
    deep[0].unpublish()
    assert client.get(deep[2].get_url()).status_code == 404
    deep[0].save_revision().publish()
    assert client.get(deep[2].get_url()).status_code == 200


def test_a_page_is_not_taken_for_one_whose_path_begins_alike(deep: list[StandardPage]) -> None:
    beside = add(deep[0].get_parent(), StandardPage(title="Beside", slug="beside"))
    Page.objects.filter(pk=deep[0].pk).update(live=False)
    assert readable(Page.objects.filter(pk=beside.pk)).exists()


def test_what_is_kept_to_some_people_is_not_readable(
    deep: list[StandardPage], django_assert_num_queries: object
) -> None:
    PageViewRestriction.objects.create(page=deep[1], restriction_type=PageViewRestriction.LOGIN)
    with django_assert_num_queries(1):  # type: ignore[operator]
        seen = list(readable(StandardPage.objects.filter(pk__in=[page.pk for page in deep])))
    assert seen == deep[:1]


def test_share_images_are_deleted_with_those_of_what_is_below(
    deep: list[StandardPage], client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    images = [share_image_of(page) for page in deep]
    assert [client.get(image.path).status_code for image in images] == [200] * 3
    with django_capture_on_commit_callbacks(execute=True):
        deep[1].unpublish()
    assert [private_storage().exists(image.name) for image in images] == [True, False, False]
