"""The shelf's service worker: where it may answer, and when browsers take a new one."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.utils import translation
from wagtail.models import Collection, PageViewRestriction

from cms.review.file_downs import take_down_file
from tests.access.movement import make_image, make_user
from tests.markup import attribute, one, parse
from tests.trees import SmallSite, add_issue, add_section, publish
from zine.models import Artifact, ZineIndexPage, ZineIssuePage
from zine.web.offline import FACES, FOLDING, SHOWN_WITH

from .offered import offer

WORKER = "/en/zine/worker.js"
pytestmark = pytest.mark.django_db


def test_the_worker_answers_for_its_shelf_alone(site: SmallSite, client: Client) -> None:
    response = client.get(WORKER)
    assert response["Content-Type"] == "text/javascript"
    # Without this header a browser allows no wider scope than the folder of the address.
    assert "Service-Worker-Allowed" not in response
    assert response["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize(
    "address", ["/ar/zine/worker.js", "/en/about/worker.js", "/en/zine/101/worker.js"]
)
def test_what_is_no_shelf_has_none(site: SmallSite, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_new_edition_or_text_brings_a_new_worker(site: SmallSite, client: Client) -> None:
    seen = [client.get(WORKER).content]
    assert client.get(WORKER).content == seen[0]
    offer(site["en", "101"])
    seen.append(client.get(WORKER).content)
    offer(site["en", "101"], edition="2")
    seen.append(client.get(WORKER).content)
    publish(site["en", "102"])
    seen.append(client.get(WORKER).content)
    site["en", "102"].unpublish()
    seen.append(client.get(WORKER).content)
    assert len(set(seen)) == len(seen)


def test_a_picture_that_is_taken_down_leaves_no_edition_and_brings_a_new_worker(
    site: SmallSite, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    issue = site["en", "101"]
    picture = make_image("A gate", Collection.get_first_root_node())
    shown = {"image": picture, "alt_text": "A gate", "decorative": False}
    issue.body = [*issue.body, ("image", {"picture": shown, "caption": "", "credit": ""})]
    publish(issue)
    offer(issue)
    before, stored = client.get(WORKER).content, kept_of(issue)
    assert stored
    with django_capture_on_commit_callbacks(execute=True):
        take_down_file(picture, make_user("somebody", is_superuser=True), "In danger.")
    assert client.get(WORKER).content != before
    assert [path for path in stored if path.exists()] == []
    assert "A gate" not in client.get("/en/zine/101/").content.decode()


def kept_of(issue: ZineIssuePage) -> list[Path]:
    """The files of an issue's editions, where they lie."""
    artifacts = Artifact.objects.filter(edition__issue=issue)
    return [Path(artifact.file.path) for artifact in artifacts]


def test_an_issue_asks_for_all_that_is_read_of_it(site: SmallSite, client: Client) -> None:
    offer(site["en", "101"])
    script = one(parse(client.get("/en/zine/101/")), "script[data-keep]")
    assert attribute(script, "data-shelf") == "/en/zine/"
    kept = [urljoin(WORKER, path) for path in attribute(script, "data-keep").split()]
    assert kept == ["/en/zine/", "/en/zine/101/", "/en/zine/101/print/"]
    assert all(client.get(address).status_code == 200 for address in kept)
    shelf = one(parse(client.get("/en/zine/")), "script[data-keep]")
    assert attribute(shelf, "data-keep") == "./"


def test_only_the_zine_has_a_worker(site: SmallSite, client: Client) -> None:
    for address in ("/en/", "/en/about/", "/en/principles/"):
        assert b"data-keep" not in client.get(address).content


def test_private_issues_change_nothing_and_ask_for_nothing(site: SmallSite, client: Client) -> None:
    PageViewRestriction.objects.create(
        page=site["en", "101"], restriction_type=PageViewRestriction.LOGIN
    )
    before = client.get(WORKER).content
    offer(site["en", "101"])
    assert client.get(WORKER).content == before


def test_keeping_is_offered_at_its_size_to_whoever_has_scripts(
    site: SmallSite, client: Client
) -> None:
    offer(site["en", "101"])
    page = parse(client.get("/en/zine/101/"))
    panel = one(page, "[data-keep-panel]")
    assert panel.has_attr("hidden")
    assert re.fullmatch(r"About [0-9.]+\sKB", one(panel, "small").get_text())
    assert attribute(one(page, "script[data-keep]"), "data-issue") == "/en/zine/101/"
    assert not parse(client.get("/en/zine/101/print/")).select("[data-keep-panel]")


def test_a_draft_is_not_offered(site: SmallSite, client: Client) -> None:
    client.force_login(make_user("somebody", is_superuser=True))
    draft = client.get(f"/admin/pages/{site['es', '101'].pk}/view_draft/")
    assert draft.status_code == 200
    assert b"data-keep" not in draft.content


def test_the_shelf_has_a_mark_for_each_issue(site: SmallSite, client: Client) -> None:
    marks = parse(client.get("/en/zine/")).select("[data-kept][hidden]")
    assert {attribute(mark, "data-kept") for mark in marks} == {"/en/zine/101/", "/en/zine/102/"}


@pytest.mark.parametrize("code", ["en", "ar"])
def test_its_size_counts_all_that_pages_are_shown_with(
    code: str, site: SmallSite, client: Client
) -> None:
    with translation.override(code):
        add_section(site, "ar", ZineIndexPage(title="Zine", slug="zine"))
        add_issue(site, "ar", 101)
    offer(site[code, "101"])
    counted = {*SHOWN_WITH, *FOLDING}
    counted |= {f"fonts/{face}.woff2" for face in FACES["arabic" if code == "ar" else "latin"]}
    shown = set()
    for path in ("zine/", "zine/101/", "zine/101/print/"):
        html = client.get(f"/{code}/{path}").content.decode()
        shown |= set(re.findall(r' (?:src|href)="/static/([^"]+)"', html))
    assert shown == counted
