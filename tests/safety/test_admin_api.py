"""The interface behind the admin's choosers and translation editor gives no original away."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cms.media.models import Image

from .doors import clean_jpeg

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["", "{}/"])
def test_pictures_are_described_without_the_address_of_the_original(
    client: Client, address: str
) -> None:
    client.force_login(User.objects.create_superuser("staff"))
    image = Image.objects.create(title="A gathering", file=clean_jpeg())
    response = client.get("/admin/api/main/images/" + address.format(image.pk))
    assert response.status_code == 200
    assert "A gathering" in response.text
    assert "download_url" not in response.text
    assert image.file.name not in response.text
