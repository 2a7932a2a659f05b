"""Uploads of a zine's PDF as staff send them, and issues that were published with one."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms.media.pdfs import clean_pdf
from zine.editions.imposition.sheets import Direction
from zine.facsimiles.build import draw_facsimile
from zine.facsimiles.chooser import PREFIX
from zine.facsimiles.examining import examine
from zine.facsimiles.forms import record_examined
from zine.facsimiles.reading_order import Layout
from zine.models import Facsimile, ZineIssuePage


def send(client: Client, content: bytes, **values: Any) -> dict[str, Any]:
    """Send the upload form of the chooser; return what its window is told."""
    upload = SimpleUploadedFile("ola-nordmann.pdf", content, "application/pdf")
    values = {"title": "Old zine", "language": "en", "layout": "", "file": upload} | values
    data = {f"{PREFIX}-{name}": value for name, value in values.items()}
    response = client.post(reverse("facsimile_chooser:create"), data)
    assert response.status_code == 200, response.status_code
    told: dict[str, Any] = response.json()
    return told


def kept(
    content: bytes, language: str = "en", layout: Layout | None = None, *, drawn: bool = True
) -> Facsimile:
    """Keep a PDF as the form would, without a browser."""
    pdf = clean_pdf(ContentFile(content, name="any.pdf"))
    direction: Direction = "rtl" if language in ("ar", "he", "yi") else "ltr"
    facsimile = Facsimile(title="Old zine", language=language, file=pdf)
    record_examined(facsimile, pdf, examine(pdf, direction, layout))
    facsimile.save()
    if drawn:
        draw_facsimile(facsimile)
    return facsimile


def publish_with(issue: ZineIssuePage, facsimile: Facsimile | None) -> ZineIssuePage:
    """Publish a version of an issue that has this PDF."""
    draft = issue.get_latest_revision_as_object()
    draft.facsimile = facsimile
    draft.save_revision().publish()
    return ZineIssuePage.objects.get(pk=issue.pk)
