"""Who gets a stored file, and how: readers by the addresses on pages, staff in the admin."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.test import Client
from django.urls import NoReverseMatch, reverse

from cms.media.models import Document, Image
from tests.factories import StandardPageFactory

from .dirty_files import PDF
from .doors import clean_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


def test_a_document_is_saved_by_the_reader_never_opened_in_the_site(client: Client) -> None:
    document = Document.objects.create(title="A flyer", file=ContentFile(PDF, name="x.pdf"))
    StandardPageFactory(body=[("download", {"document": document, "text": "The flyer"})])
    response = client.get(document.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    with document.file.open("rb") as stored:
        cleaned = stored.read()
    assert b"".join(response.streaming_content) == cleaned  # type: ignore[attr-defined]
    assert cleaned.startswith(b"%PDF-")
    assert not response.cookies


def test_a_document_is_not_found_by_counting(client: Client) -> None:
    document = Document.objects.create(title="A flyer", file=ContentFile(PDF, name="x.pdf"))
    for guess in (f"document-{document.pk}.pdf", "document.pdf", "x.pdf"):
        url = reverse("wagtaildocs_serve", args=[document.pk, guess])
        assert client.get(url).status_code == 404


def test_a_replaced_document_has_another_address_and_tag() -> None:
    document = Document.objects.create(title="A flyer", file=ContentFile(PDF, name="x.pdf"))
    before = document.url, document.file_hash
    document.file = ContentFile(PDF.replace(b"72", b"99"), name="y.pdf")
    document.save()
    assert document.url != before[0]
    assert document.file_hash != before[1]


def test_originals_and_documents_have_no_address(client: Client) -> None:
    image = Image.objects.create(title="A march", file=clean_jpeg())
    document = Document.objects.create(title="A flyer", file=ContentFile(PDF, name="x.pdf"))
    for stored in (image.file, document.file):
        with pytest.raises(NotImplementedError):
            _ = stored.url
        name = stored.name
        for url in (
            f"/media/{name}",
            f"/media/private/{name}",
            f"/media/../private/{name}",
            f"/media/..%2Fprivate%2F{name}",
            f"/private/{name}",
            f"/{name}",
            f"/static/{name}",
        ):
            assert client.get(url).status_code in (301, 302, 400, 404), url
            assert client.get(url, follow=True).status_code in (400, 404), url


def test_private_storage_lies_beside_public_storage() -> None:
    public, private = storages["default"], storages["private"]
    assert isinstance(public, FileSystemStorage)
    assert isinstance(private, FileSystemStorage)
    assert not Path(private.location).is_relative_to(public.location)
    assert not Path(public.location).is_relative_to(private.location)


@pytest.mark.parametrize(
    "name",
    [
        "wagtailimages:edit",
        "wagtailimages:delete",
        "wagtailimages:image_usage",
        "wagtailimages_chooser:chosen",
    ],
)
def test_admin_screens_of_a_picture_work(staff: Client, name: str) -> None:
    image = Image.objects.create(title="A march", file=clean_jpeg())
    response = staff.get(reverse(name, args=[image.pk]))
    assert response.status_code == 200
    assert "original_images" not in response.content.decode()


def test_picture_previews_in_the_admin_work(staff: Client) -> None:
    image = Image.objects.create(title="A march", file=clean_jpeg())
    response = staff.get(reverse("wagtailimages:preview", args=[image.pk, "max-20x20"]))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    "name", ["wagtailimages:index", "wagtailimages_chooser:choose", "wagtailimages:add"]
)
def test_admin_lists_of_pictures_work(staff: Client, name: str) -> None:
    Image.objects.create(title="A march", file=clean_jpeg())
    response = staff.get(reverse(name))
    assert response.status_code == 200
    assert "original_images" not in response.content.decode()


@pytest.mark.parametrize(
    "name",
    ["wagtaildocs:edit", "wagtaildocs:delete", "wagtaildocs:document_usage"],
)
def test_admin_screens_of_a_document_work(staff: Client, name: str) -> None:
    document = Document.objects.create(title="A flyer", file=ContentFile(PDF, name="x.pdf"))
    response = staff.get(reverse(name, args=[document.pk]))
    assert response.status_code == 200
    assert document.file.name not in response.content.decode()


@pytest.mark.parametrize(
    "name", ["wagtaildocs:index", "wagtaildocs_chooser:choose", "wagtaildocs:add_multiple"]
)
def test_admin_lists_of_documents_work(staff: Client, name: str) -> None:
    Document.objects.create(title="A flyer", file=ContentFile(PDF, name="x.pdf"))
    assert staff.get(reverse(name)).status_code == 200


def test_signed_addresses_of_pictures_are_off(staff: Client) -> None:
    image = Image.objects.create(title="A march", file=clean_jpeg())
    generator = reverse("wagtailimages:url_generator", args=[image.pk])
    response = staff.get(reverse("wagtailimages:edit", args=[image.pk]))
    assert generator not in response.content.decode()
    assert staff.get(generator, follow=True).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["signature", image.pk, "width-20"])


def test_a_picture_never_describes_itself_to_readers() -> None:
    image = Image.objects.create(title="Internal title", file=clean_jpeg())
    assert image.get_rendition("width-20").alt == ""
