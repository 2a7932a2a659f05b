"""A booklet found in a library: is it what the site has now?"""

import json
from typing import Any

import pytest
from django.test import Client

from tests.factories import ZineIssuePageFactory
from tests.markup import one, parse
from zine.editions.build import make_editions
from zine.editions.kinds import booklet, screen
from zine.editions.kinds.kind import Kind
from zine.editions.pdf.page_images import Area, words_of
from zine.models import Edition

pytestmark = pytest.mark.django_db


def published(issue: Any, text: str) -> Edition:
    value = {"text": f"<p>{text}</p>", "footnotes": []}
    body = json.dumps([{"type": "paragraph", "id": "p", "value": value}])
    issue.body = issue._meta.get_field("body").to_python(body)
    issue.save_revision().publish()
    issue.refresh_from_db()
    edition = make_editions(issue)
    assert edition is not None
    return edition


def printed(edition: Edition, kind: Kind, page: int) -> str:
    """Return the words of a page of an edition, with single spaces between them."""
    with edition.artifacts.get(kind=kind.name).file.open() as file:
        (words,) = words_of(file.read(), [Area(page)])
    return " ".join(words.split())


def test_the_code_on_a_copy_is_the_one_on_the_issues_page(client: Client) -> None:
    issue = ZineIssuePageFactory(number=7)
    edition = published(issue, "As it was printed.")
    code = one(parse(client.get(issue.get_url())), ".copy-code code").get_text()
    assert code.replace(" ", "").startswith(edition.digest[:16])
    assert code.endswith(f" · {issue.live_revision_id}")
    last = edition.artifacts.get(kind=screen.A5.name).pages - 1
    assert code in printed(edition, screen.A5, last)
    # The first side of the outermost sheet holds the back cover.
    assert code in printed(edition, booklet.LETTER, 0)

    changed = published(issue, "As it is now.")
    now = one(parse(client.get(issue.get_url())), ".copy-code code").get_text()
    assert now != code
    assert now in printed(changed, booklet.LETTER, 0)
