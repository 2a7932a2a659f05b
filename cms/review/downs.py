"""Asking for something to be taken down, declining it, and the record and mail of what was done."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.access.querysets import is_national, territories_led_by
from cms.mail.sending import write_to
from cms.media.models import Document, Image
from cms.pages.readable import readable

from .deciding import why_not_take_down
from .decisions import Refused, refuse_for
from .entries import note_take_down
from .models import TakeDown
from .models.downs import TakeDownQuerySet, kind_of
from .subjects import record_address
from .whose import concerned, territory_of

LONGEST_TITLE = 255


def may_take_down(user: User, thing: Any) -> bool:
    """Whether it is the account's to take down, alone and at once."""
    return not why_not_take_down(user, territory_of(thing))


@transaction.atomic
def ask(thing: Any, user: User, reason: str) -> TakeDown:
    """Ask for it to be taken down; whoever may is written to. No reason is required.

    The view has asked whether the account may see it. Raises Refused where the same is asked for.
    """
    if TakeDown.objects.about(thing).open().filter(asked_by=user).exists():
        raise Refused(_("You have asked for this already. Whoever may take it down has been told."))
    asked = TakeDown.objects.create(
        **_named(thing), state=TakeDown.State.ASKED, asked_by=user, asked_because=reason
    )
    _write("take_down_asked", concerned(asked.territory).exclude(pk=user.pk), asked, reason)
    return asked


@transaction.atomic
def decline(thing: Any, user: User, reason: str) -> None:
    """Say no to whoever asked. Raises Refused without a reason, or where nobody asks."""
    refuse_for(why_not_take_down(user, territory_of(thing)))
    if not reason.strip():
        raise Refused(_("Please say why it stays; whoever asked will read it."))
    if not _answer(thing, user, reason, TakeDown.State.DECLINED):
        raise Refused(_("Nobody asks for this any more."))


def note_done(
    things: Iterable[Any],
    user: User,
    reason: str,
    texts: Collection[Any],
    others: int = 0,
) -> None:
    """Record that things go now, which stand in these texts, answer who asked, and write of it.

    In the transaction of the act, and before it: afterwards nothing has an address any more.
    """
    for thing in things:
        done = TakeDown.objects.create(
            **_named(thing),
            state=TakeDown.State.DONE,
            decided_by=user,
            reason=reason,
            addresses=addresses_of(texts),
            other_texts=others,
        )
        note_take_down(done, user)
        people = set(concerned(done.territory).exclude(pk=user.pk))
        people |= _answer(thing, user, reason, TakeDown.State.DONE, texts, write=False)
        _write("taken_down", people, done, reason)


def addresses_of(texts: Iterable[Any]) -> list[str]:
    """Where readers get those of the texts that are pages."""
    pages = Page.objects.filter(pk__in=[each.pk for each in texts if isinstance(each, Page)])
    found = [page.full_url for page in readable(pages).order_by("path")]
    return [address for address in found if address]


def waiting_for(user: User) -> TakeDownQuerySet:
    """What is asked for and this account may do."""
    return TakeDown.objects.open() & _of(user)


def told_to(user: User) -> TakeDownQuerySet:
    """What the account may read of all that was asked for and done."""
    mine = TakeDown.objects.filter(asked_by=user) | TakeDown.objects.filter(decided_by=user)
    return _of(user) | mine


def address_of(thing: Any) -> str:
    """The screen on which it is taken down, or asked for."""
    if isinstance(thing, Page):
        return reverse("review:take_down_page", args=[thing.pk])
    if isinstance(thing, Image):
        return reverse("review:take_down_image", args=[thing.pk])
    if isinstance(thing, Document):
        return reverse("review:take_down_document", args=[thing.pk])
    return record_address("review:take_down", thing)


def thing_of(row: TakeDown) -> Any:
    """What a row is about, as it is now; None where it is gone."""
    model = ContentType.objects.get_for_id(row.content_type_id).model_class()
    if model is None:
        return None
    return model._base_manager.filter(pk=row.object_id).first()  # noqa: SLF001


def _of(user: User) -> TakeDownQuerySet:
    if is_national(user):
        return TakeDown.objects.all()
    return TakeDown.objects.filter(territory__in=territories_led_by(user))


def _named(thing: Any) -> dict[str, Any]:
    title = thing.draft_title if isinstance(thing, Page) else str(thing)
    return {
        "content_type": kind_of(thing),
        "object_id": str(thing.pk),
        "title": title[:LONGEST_TITLE],
        "territory": territory_of(thing),
    }


def _answer(
    thing: Any,
    user: User,
    reason: str,
    state: TakeDown.State,
    texts: Collection[Any] = (),
    *,
    write: bool = True,
) -> set[User]:
    """Close what was asked about a thing, of pages also about these; return who asked."""
    pages = [each for each in texts if isinstance(each, Page)] if isinstance(thing, Page) else []
    asked = TakeDown.objects.about(thing).open()
    for page in pages:
        asked |= TakeDown.objects.about(page).open()
    rows = list(asked)
    people = set(get_user_model().objects.filter(pk__in=[row.asked_by_id for row in rows]))
    for row in rows:
        row.state, row.decided_by, row.reason = state, user, reason
        row.save(update_fields=["state", "decided_by", "reason"])
    if rows and write:
        _write("take_down_declined", people, rows[0], reason)
    return people if rows else set()


def _write(name: str, people: Iterable[User], row: TakeDown, reason: str) -> None:
    thing = None if row.state == TakeDown.State.DONE else thing_of(row)
    context = {
        "title": row.title,
        "kind": row.content_type.model_class()._meta.verbose_name,  # type: ignore[union-attr]
        "reason": reason,
        "addresses": row.addresses,
        "address": address_of(thing) if thing is not None else reverse("review:taken_down"),
    }
    write_to(people, name, context)
