"""Readers learn no account's name, mail or number from any byte that the site serves."""

import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client, override_settings
from PIL import Image

from cms.review import decisions
from cms.review.models import Decision
from cms.review.standing import read_digest
from tests.factories import ZineIssuePageFactory
from tests.seeding import SeededSite
from zine.editions.build import make_editions
from zine.editions.catalogue import BY_NAME

pytestmark = pytest.mark.django_db

STARTS = ("/en/", "/es/", "/ar/", "/sitemap.xml", "/robots.txt", "/manifest.webmanifest")
# What the site serves, and the test must have seen.
KINDS = {
    *("text/html", "text/plain", "application/xml", "application/atom+xml"),
    *("image/png", "application/pdf", "application/epub+zip", "application/manifest+json"),
}
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
        read = decisions.Reviewed(state.revision_id, read_digest(state.revision))
        decisions.approve(state, who, read, f"Well done, {MARK}!")


def everything(client: Client, starts: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Every address of the site that can be reached by following what it serves."""
    waiting = list(starts)
    seen = set(waiting)
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


def unpacked(body: bytes, kind: str) -> bytes:
    """What is in a file, beside its bytes: of a PDF, an EPUB or a picture, with its metadata."""
    if kind == "application/pdf":
        return body + in_pdf(body)
    if kind == "application/epub+zip":
        with ZipFile(BytesIO(body)) as archive:
            return body + b"".join(archive.read(name) for name in archive.namelist())
    if kind.startswith("image/") and "svg" not in kind:
        with Image.open(BytesIO(body)) as picture:
            told = (picture.info, dict(picture.getexif()), getattr(picture, "text", {}))
            return body + repr(told).encode()
    return body


def in_pdf(body: bytes) -> bytes:
    """A PDF's objects and metadata without their compression, and the text on its pages."""
    plain = BytesIO()
    with pikepdf.Pdf.open(BytesIO(body)) as pdf:
        told = repr(dict(pdf.docinfo)) + str(pdf.open_metadata())
        pdf.save(
            plain,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    with pypdfium2.PdfDocument(body) as pages:
        told += "".join(page.get_textpage().get_text_bounded() for page in pages)
    return plain.getvalue() + told.encode()


def make_an_issue(site: SeededSite) -> list[str]:
    """An issue that somebody with a name has written; return its editions' addresses."""
    somebody = User.objects.get(username=f"{MARK}-staff")
    issue = ZineIssuePageFactory(
        number=77,
        parent=site.page("en", "zine/"),
        slug="77",
        owner=somebody,
        body=json.dumps([{"type": "paragraph", "value": {"text": "<p>One.</p>", "footnotes": []}}]),
    )
    issue.save_revision(user=somebody, log_action=True).publish()
    edition = make_editions(issue)
    assert edition is not None
    artifacts = edition.artifacts.all()
    assert len(artifacts) == len(BY_NAME)
    return [f"{issue.url}files/{artifact.kind}" for artifact in artifacts]


@override_settings(ALLOWED_HOSTS=["*"])
def test_no_account_is_named_in_anything_that_readers_get(seeded_site: SeededSite) -> None:
    mark_accounts()
    review_a_page(seeded_site)
    files = make_an_issue(seeded_site)
    assert Decision.objects.filter(kind="published").exists()
    read, kinds = 0, set()
    for address, response in everything(Client(), [*STARTS, *files]):
        kind = response.headers.get("Content-Type", "").split(";")[0]
        body = unpacked(body_of(response), kind)
        headers = repr(sorted(response.headers.items())).encode()
        for encoding in ("utf-8", "utf-16-be", "utf-16-le"):
            assert MARK.encode(encoding) not in body + headers, address
        assert not re.search(rb"(?i)(user|owner|author|editor)[-_]?id\b", body), address
        kinds.add(kind)
        read += 1
    assert read > 100
    missing = KINDS - kinds
    assert not missing
