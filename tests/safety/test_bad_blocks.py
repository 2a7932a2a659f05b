"""A block that cannot be read spoils nothing but itself, and is kept until an editor deletes it."""

import html
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.pages.blocks.unreadable import Unreadable
from cms.pages.blocks.whole_streams import MOST_BLOCKS
from home.models import StandardPage
from tests.factories import StandardPageFactory, home_page

from .bad_blocks import BLOCKS, ODD_WORDS, STREAMS, paragraph, spoil, stored_in

pytestmark = pytest.mark.django_db

HERE = BLOCKS if connection.vendor == "postgresql" else BLOCKS | ODD_WORDS


@pytest.fixture
def page() -> StandardPage:
    page = StandardPageFactory(title="Press", body=[paragraph("Before")])
    page.save_revision().publish()
    return page


def address(page: Page) -> str:
    return str(page.get_url())


def editor(page: Page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def words(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("wrong", HERE)
def test_readers_get_the_rest_of_the_page(client: Client, page: StandardPage, wrong: str) -> None:
    spoil(page, "body", [paragraph("Before"), HERE[wrong], paragraph("After")])
    shown = words(client, address(page))
    assert "Before" in shown
    assert "After" in shown
    assert "cannot be read" not in shown


@pytest.mark.parametrize("wrong", STREAMS)
def test_a_page_without_blocks_is_a_page(
    client: Client, staff: Client, page: StandardPage, wrong: str
) -> None:
    spoil(page, "body", STREAMS[wrong])
    assert page.title in words(client, address(page))
    shown = words(staff, editor(page))
    assert "Block 1 (of unknown kind) cannot be read." in shown


def test_the_editor_says_which_blocks(staff: Client, page: StandardPage) -> None:
    spoil(page, "body", [paragraph("Before"), *HERE.values(), paragraph("After")])
    shown = words(staff, editor(page))
    for number, bad in enumerate(HERE.values(), start=2):
        assert f"Block {number} (" in shown, bad
    assert "Block 12 (carousel) cannot be read." in shown
    assert "Block 14 (Heading) cannot be read." in shown
