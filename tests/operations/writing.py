"""Writes pictures into a site, one after another, until it is ended: what a backup is made beside.

    python -m tests.operations.writing

Each comes with a group of its name, in one transaction; every third replaces an earlier one, whose
file goes. Prints a line for each.
"""

import itertools

import django

django.setup()

from django.contrib.auth.models import Group  # noqa: E402 - needs Django
from django.db import transaction  # noqa: E402

from cms.media.models import Image  # noqa: E402
from tests.factories import ImageFactory  # noqa: E402


def write(number: int) -> None:
    name = f"Picture {number}"
    with transaction.atomic():
        ImageFactory(title=name, size=(20 + number % 300, 20), color=f"#{number % 4096:03x}")
        Group.objects.create(name=name)
        if number % 3 == 2:
            gone = f"Picture {number - 2}"
            Image.objects.filter(title=gone).delete()
            Group.objects.filter(name=gone).delete()


def first_free() -> int:
    names = Group.objects.filter(name__startswith="Picture ").values_list("name", flat=True)
    return max((int(name.removeprefix("Picture ")) for name in names), default=-1) + 1


for each in itertools.count(first_free()):
    write(each)
    print(each, flush=True)
