"""Every way in which a file can reach the site, each as a function that sends it there."""

import io
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from cms.media.models import Document, Image

from .dirty_files import PDF, upright_picture

# What the test client answers with has no public name.
type Answer = Any
type Door = Callable[[Client, bytes, str], Answer | None]
# What else is said in the form of a picture are keywords: ``people``, ``covers-0-left``.
type ImageForm = Callable[..., Answer]


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    """The file as a browser sends it, with the type that its name suggests."""
    return SimpleUploadedFile(name, content, "application/octet-stream")


def fields(title: str = "A march") -> dict[str, Any]:
    collection = Collection.get_first_root_node()
    assert collection is not None
    return {"title": title, "collection": collection.pk, "tags": ""}


def clean_jpeg() -> ContentFile:
    output = io.BytesIO()
    upright_picture().save(output, "JPEG")
    return ContentFile(output.getvalue(), name="other.jpg")


def picture_fields(title: str = "A march", **answers: str) -> dict[str, Any]:
    """What the form of a picture sends; nobody can be recognized, unless it is said."""
    return {**fields(title), "people": "nobody", **answers}


def image_add(client: Client, content: bytes, name: str, **answers: str) -> Answer:
    data = {**picture_fields(**answers), "file": upload(content, name)}
    return client.post(reverse("wagtailimages:add"), data)


def image_chooser(client: Client, content: bytes, name: str, **answers: str) -> Answer:
    prefix = "image-chooser-upload"
    data = {f"{prefix}-{key}": value for key, value in picture_fields(**answers).items()}
    data[f"{prefix}-file"] = upload(content, name)
    return client.post(reverse("wagtailimages_chooser:create"), data)


def image_replace(client: Client, content: bytes, name: str, **answers: str) -> Answer:
    image = Image.objects.create(title="Before", file=clean_jpeg())
    data = {**picture_fields(**answers), "file": upload(content, name)}
    return client.post(reverse("wagtailimages:edit", args=[image.pk]), data)


def image_create(client: Client, content: bytes, name: str) -> None:
    Image.objects.create(title="A march", file=ContentFile(content, name=name))


def image_bulk_create(client: Client, content: bytes, name: str) -> None:
    Image.objects.bulk_create([Image(title="A march", file=ContentFile(content, name=name))])


def image_file_save(client: Client, content: bytes, name: str) -> None:
    image = Image(title="A march")
    image.file.save(name, ContentFile(content))


def image_assignment(client: Client, content: bytes, name: str) -> None:
    image = Image.objects.create(title="Before", file=clean_jpeg())
    image.file = ContentFile(content, name=name)
    image.save()


IMAGE_FORMS: dict[str, ImageForm] = {
    "add": image_add,
    "chooser": image_chooser,
    "replace": image_replace,
}
IMAGE_DOORS: dict[str, Door] = {
    **IMAGE_FORMS,
    "create": image_create,
    "bulk create": image_bulk_create,
    "file.save": image_file_save,
    "assignment": image_assignment,
}


def document_add(client: Client, content: bytes, name: str) -> Answer:
    data = {**fields(), "file": upload(content, name)}
    return client.post(reverse("wagtaildocs:add"), data)


def document_add_multiple(client: Client, content: bytes, name: str) -> Answer:
    stem = name.rpartition(".")[0]
    data = {**fields(stem), "files[]": upload(content, name)}
    return client.post(reverse("wagtaildocs:add_multiple"), data)


def document_chooser(client: Client, content: bytes, name: str) -> Answer:
    prefix = "document-chooser-upload"
    data = {f"{prefix}-{key}": value for key, value in fields().items()}
    data[f"{prefix}-file"] = upload(content, name)
    return client.post(reverse("wagtaildocs_chooser:create"), data)


def document_replace(client: Client, content: bytes, name: str) -> Answer:
    document = Document.objects.create(title="Before", file=ContentFile(PDF, name="other.pdf"))
    data = {**fields(), "file": upload(content, name)}
    return client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)


def document_create(client: Client, content: bytes, name: str) -> None:
    Document.objects.create(title="A march", file=ContentFile(content, name=name))


DOCUMENT_FORMS: dict[str, Door] = {
    "add": document_add,
    "add multiple": document_add_multiple,
    "chooser": document_chooser,
    "replace": document_replace,
}
DOCUMENT_DOORS: dict[str, Door] = {**DOCUMENT_FORMS, "create": document_create}
