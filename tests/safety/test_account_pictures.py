"""No account has a picture: what is sent is not kept, what there was is deleted."""

import importlib
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from .dirty_files import NAME, jpeg
from .doors import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


def with_a_picture(user: User) -> UserProfile:
    """A profile as it was before: with a picture under the person's own file name."""
    profile: UserProfile = UserProfile.get_for_user(user)
    profile.avatar.save(f"{NAME}.jpg", ContentFile(jpeg()))
    return profile


def test_the_account_screen_asks_for_none(staff: Client) -> None:
    page = staff.get(reverse("wagtailadmin_account")).content.decode()
    assert "avatar-avatar" not in page
    assert 'type="file"' not in page


def test_one_that_is_sent_is_not_kept(staff: Client) -> None:
    address = "staff@example.org"
    User.objects.filter(username="staff").update(email=address)
    data = {"name_email-email": address, "locale-preferred_language": "en"}
    data |= {"locale-current_time_zone": "UTC", "theme-theme": "dark", "theme-density": "default"}
    data |= {"theme-contrast": "system"}
    staff.post(
        reverse("wagtailadmin_account"), {**data, "avatar-avatar": upload(jpeg(), f"{NAME}.jpg")}
    )
    profile = UserProfile.get_for_user(User.objects.get(username="staff"))
    assert profile.theme == "dark"
    assert not profile.avatar
    assert not default_storage.exists("avatar_images")


def test_one_from_before_is_shown_to_nobody(staff: Client) -> None:
    profile = with_a_picture(User.objects.get(username="staff"))
    assert profile.avatar.url not in staff.get(reverse("wagtailadmin_home")).content.decode()


def test_the_migration_deletes_what_there_was(staff: Client, client: Client) -> None:
    profile = with_a_picture(User.objects.get(username="staff"))
    left_behind = default_storage.save(f"avatar_images/avatar_1_{NAME}.jpg", ContentFile(b"x"))
    paths = [Path(profile.avatar.path), Path(default_storage.path(left_behind))]
    address = profile.avatar.url
    assert [path.exists() for path in paths] == [True, True]
    migration = importlib.import_module("cms.access.migrations.0002_no_account_pictures")
    migration.delete_pictures(apps, None)
    profile.refresh_from_db()
    assert not profile.avatar
    assert [path.exists() for path in paths] == [False, False]
    assert client.get(address).status_code == 404
