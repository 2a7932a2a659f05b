"""What the audit log hears of review: what went to readers, or from them, past two people."""

from typing import Any

from django.contrib.auth.models import User
from wagtail.models import Page, Revision

from cms.access.audit import Subject, enter
from cms.access.models import AccessEvent

from .models import Decision, TakeDown
from .models.downs import kind_of
from .subjects import key_in
from .whose import territory_of

Kind = AccessEvent.Kind
PUBLIC, TAKEN_DOWN = "public", "taken down"


def note_take_down(done: TakeDown, user: User) -> None:
    """It is taken down, by one person at once; the reason stands in the record of review."""
    subject = Subject(
        done.title, f"{done.content_type.model} {done.object_id}", territory=done.territory
    )
    enter(
        Kind.TAKE_DOWN, TAKEN_DOWN, actor=user, before=[PUBLIC], after=[TAKEN_DOWN], about=subject
    )


def note_emergency(subject: Any, revision: Revision, user: User) -> None:
    """It is published by one person, without review: which version took the place of which."""
    before = [f"#{subject.live_revision_id}"] if subject.live else []
    enter(
        Kind.EMERGENCY,
        "published in an emergency",
        actor=user,
        before=before,
        after=[f"#{revision.pk}"],
        about=_subject(subject),
    )


def is_down(revision: Revision) -> bool:
    """Whether the last that readers saw of a page or record was that it was taken down."""
    kinds = Decision.Kind
    content_type, number = key_in(revision)
    seen = Decision.objects.filter(base_content_type=content_type, object_id=number).filter(
        kind__in=(kinds.PUBLISHED, kinds.TAKEN_DOWN)
    )
    return seen.values_list("kind", flat=True).first() == kinds.TAKEN_DOWN


def note_return(subject: Any, user: User | None) -> None:
    """What was taken down is back, by a review."""
    enter(
        Kind.TAKE_DOWN,
        "brought back",
        actor=user,
        before=[TAKEN_DOWN],
        after=[PUBLIC],
        about=_subject(subject),
    )


def _subject(thing: Any) -> Subject:
    title = thing.draft_title if isinstance(thing, Page) else str(thing)
    return Subject(title, f"{kind_of(thing).model} {thing.pk}", territory_of(thing))
