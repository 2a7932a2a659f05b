"""Deletes the pictures of accounts: they were kept as they came, under people's own names."""

from django.core.files.storage import default_storage
from django.db import migrations

FOLDER = "avatar_images"


def delete_pictures(apps, schema_editor):
    profiles = apps.get_model("wagtailusers", "UserProfile").objects.exclude(avatar="")
    for name in profiles.values_list("avatar", flat=True):
        default_storage.delete(name)
    profiles.update(avatar="")
    # Wagtail leaves those behind that another one took the place of.
    if default_storage.exists(FOLDER):
        for name in default_storage.listdir(FOLDER)[1]:
            default_storage.delete(f"{FOLDER}/{name}")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]
    operations = [migrations.RunPython(delete_pictures, migrations.RunPython.noop)]
