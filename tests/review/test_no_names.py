"""Readers learn no account's name, mail or number from any byte that the site serves."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client, override_settings

from cms.review import decisions
from cms.review.digest import content_digest
from cms.review.models import Decision
from tests.seeding import SeededSite

pytestmark = pytest.mark.django_db

STARTS = ("/en/", "/es/", "/ar/", "/sitemap.xml", "/robots.txt", "/manifest.webmanifest")
# A name that no text of the site holds, so that whatever holds it has it from an account.
MARK = "zyxwvut"


def mark_accounts() -> None:
    """Give every account a name, mail and number that nothing else has."""
    for user in User.objects.all():
        user.username = f"{MARK}-{user.username}"
        user.first_name, user.last_name = f"{MARK}first", f"{MARK}last"
        user.email = f"{MARK}{user.pk}@example.org"
        user.save()


def review_a_page(site: SeededSite) -> None:
    """Publish a chapter's page as the site's people do, so that there is something to tell."""
    page = site.page("en", "chapters/boston/")
    editor, lead, approver = (
        User.objects.get(username=f"{MARK}-{name}")
        for name in ("boston-editor", "boston-lead", "approver")
    )
    page.summary = "We show up."
    page.owner = editor
    page.save_revision(user=editor, log_action=True)
    decisions.submit(page, editor)
    for who in (lead, approver):
        state = site.page("en", "chapters/boston/").current_workflow_task_state
        read = decisions.Reviewed(state.revision_id, content_digest(state.revision))
        decisions.approve(state, who, read, f"Well done, {MARK}!")


def everything(client: Client) -> Iterator[tuple[str, Any]]:
    """Every address of the site that can be reached by following what it serves."""
    waiting, seen = list(STARTS), set(STARTS)
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        yield address, response
        for found in addresses_in(address, response):
            if found not in seen:
                seen.add(found)
                waiting.append(found)


def addresses_in(base: str, response: Any) -> set[str]:
    kind = response.headers.get("Content-Type", "")
    if response.status_code in (301, 302):
        return own({urljoin(base, response.headers["Location"])})
    if response.streaming or not any(name in kind for name in ("html", "xml")):
        return set()
    text = response.content.decode()
    if "html" not in kind:
        return own(set(re.findall(r"https?://[^\s<\"']+", text)))
    soup = BeautifulSoup(text, "html.parser")
    found = {tag.get(name) for name in ("href", "src") for tag in soup.find_all(attrs={name: True})}
    found |= {tag["content"] for tag in soup.select("meta[property='og:image']")}
    found |= {
        part.split()[0] for tag in soup.select("[srcset]") for part in str(tag["srcset"]).split(",")
    }
    return own({urljoin(base, str(each)) for each in found})


def own(addresses: set[str]) -> set[str]:
    """The paths of those addresses that are this site's and for readers."""
    paths = set()
    for address in addresses:
        parts = urlsplit(address)
        ours = parts.hostname in (None, "testserver", "127.0.0.1", "localhost")
        if ours and parts.scheme in ("", "http", "https"):
            paths.add(parts.path + (f"?{parts.query}" if parts.query else ""))
    return {path for path in paths if path and not path.startswith(("/admin/", "/static/"))}


def body_of(response: Any) -> bytes:
    if response.streaming:
        return b"".join(response.streaming_content)
    return bytes(response.content)


@override_settings(ALLOWED_HOSTS=["*"])
def test_no_account_is_named_in_anything_that_readers_get(seeded_site: SeededSite) -> None:
    mark_accounts()
    review_a_page(seeded_site)
    assert Decision.objects.filter(kind="published").exists()
    read, kinds = 0, set()
    for address, response in everything(Client()):
        body = body_of(response)
        headers = repr(sorted(response.headers.items())).encode()
        assert MARK.encode() not in body + headers, address
        assert not re.search(rb"(?i)(user|owner|author|editor)[-_]?id\b", body), address
        kinds.add(response.headers.get("Content-Type", "").split(";")[0])
        read += 1
    assert read > 100
    assert {"text/html", "application/xml"} <= kinds
    assert any(kind.startswith("image/") for kind in kinds)
