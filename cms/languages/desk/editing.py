"""What the editor shows of each passage, and of the review that the text is in."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.models import Page, TaskState
from wagtail_localize.models import Translation

from cms.review.decisions import may_withdraw
from cms.review.digest import content_digest

from ..names import language
from .glossary import Glossary, Strayed, Term
from .memory import MemoryOffer, offer_what_was_approved
from .passages import Offer, Passage
from .records import may_decide, waiting_review


@dataclass(frozen=True)
class Row:
    """A passage with its source in pieces, the terms in it, and what is offered for it."""

    passage: Passage
    pieces: list[tuple[str, Term | None]]
    terms: list[Term]
    strayed: list[Strayed]
    offers: list[MemoryOffer]
    isolates_tags: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to do something about it."""
        return self.passage.is_open or any(not each.reason for each in self.strayed)

    def offered(self, name: str) -> str | None:
        """The text of an offer by its name: the number of what is remembered, or ``before``.

        ``machine`` is what stands there already: somebody says that it is right as it is.
        """
        if name == "machine":
            return self.passage.text or None
        before = self.passage.offer
        if name == "before" and before is not None:
            return before.text
        return next((each.text for each in self.offers if str(each.pk) == name), None)


def rows_of(
    translation: Translation, passages: list[Passage], glossary: Glossary, user: User
) -> list[Row]:
    """What the editor shows, in a fixed number of queries."""
    offers = offer_what_was_approved(translation, passages, user)
    direction = language(translation.target_locale.language_code).direction
    return [
        Row(
            passage,
            pieces := glossary.pieces(passage.source),
            list(dict.fromkeys(term for _piece, term in pieces if term)),
            glossary.strayed(passage),
            _others(offers.get(passage.pk, []), passage.offer),
            isolates_tags=passage.place.is_rich and direction == "rtl",
        )
        for passage in passages
    ]


def _others(offers: list[MemoryOffer], before: Offer | None) -> list[MemoryOffer]:
    """The offers that do not say once more what stood here before."""
    return [offer for offer in offers if before is None or offer.text != before.text]


@dataclass(frozen=True)
class Review:
    """The review that a text is in: where it is read, and which buttons are the account's.

    ``moved`` says that passages were written since: what stands in the editor is not what
    approval would be of, so it is approved on the page of review alone.
    """

    address: str
    revision: int = 0
    digest: str = ""
    may_decide: bool = False
    may_withdraw: bool = False
    moved: bool = False


def review_of(
    translation: Translation, page: Page | None, passages: list[Passage], user: User
) -> Review | None:
    """The review that the translation is in; None if it is in none. ``page``: None of records."""
    if page is None:
        return _review_of_record(translation, passages, user)
    state = page.current_workflow_task_state
    if state is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return None
    return Review(
        address=reverse("review:review", args=[state.pk]),
        revision=state.revision_id,
        digest=content_digest(state.revision),
        may_decide=state.task.specific.may_decide(state, user),
        may_withdraw=may_withdraw(state.workflow_state, user),
        moved=_written_after(passages, state.revision.created_at),
    )


def _review_of_record(
    translation: Translation, passages: list[Passage], user: User
) -> Review | None:
    review = waiting_review(translation)
    if review is None:
        return None
    return Review(
        address=reverse("desk:record", args=[review.pk]),
        may_decide=may_decide(review, user),
        may_withdraw=review.submitted_by_id == user.pk,
        moved=_written_after(passages, review.submitted_at),
    )


def _written_after(passages: list[Passage], moment: object) -> bool:
    return any(
        passage.written is None or passage.written.updated_at > moment for passage in passages
    )
