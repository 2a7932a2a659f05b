"""The consent of people in pictures: who answers for it, and what follows when it ends."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.collections import CollectionPermissionPolicy

from .models import Image, MediaUse
from .people import People, has_run_out
from .public_files import follow

# What is made anew of pages, of which it is given the numbers, when a picture goes or comes back.
type Follower = Callable[[list[int]], None]

_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Let another app make anew what it has made of pages with a picture in it."""
    if follower not in _followers:
        _followers.append(follower)


def kept_by(user: Any) -> QuerySet[Image]:
    """The pictures for whose consents an account answers: a chapter's lead, or national staff.

    Whoever has uploaded a picture may change it; that alone does not make them answer for people.
    """
    policy = CollectionPermissionPolicy(Image)
    pictures: QuerySet[Image] = policy.instances_user_has_permission_for(user, "change")
    return pictures


def keeps_consent(user: Any, picture: Image) -> bool:
    """Whether an account renews and ends the consent that is noted at a picture."""
    return user is not None and kept_by(user).filter(pk=picture.pk).exists()


def end_consents() -> int:
    """End the consents that ran out; return how many. Readers lost the pictures at midnight."""
    over = Image.objects.filter(has_run_out())
    numbers = list(over.values_list("pk", flat=True))
    ended = [number for number in numbers if over.filter(pk=number).update(people=People.ENDED)]
    for number in ended:
        follow_consent(number)
    return len(ended)


def follow_consent(picture_id: int) -> None:
    """Have public files, and what was made of pages, follow what became of a picture's consent."""
    follow([picture_id])
    uses = MediaUse.objects.filter(image=picture_id, page__isnull=False)
    pages = sorted(set(uses.values_list("page", flat=True)))
    for follower in _followers:
        follower(pages)
