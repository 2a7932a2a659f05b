"""What the editor shows of each segment, and of the review that the text is in."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.models import RevisionMixin
from wagtail_localize.models import Translation

from cms.languages.names import language
from cms.review.deciding import is_waiting, may_decide, why_not_withdraw
from cms.review.standing import read_digest

from ..glossary.terms import FailingCheck, Glossary, Term
from ..memory.entries import MemoryOffer, offer_what_was_approved
from ..segments.listing import Offer, Segment


@dataclass(frozen=True)
class Row:
    """A segment with its source in pieces, the terms in it, and what is offered for it."""

    segment: Segment
    pieces: list[tuple[str, Term | None]]
    terms: list[Term]
    failing_checks: list[FailingCheck]
    offers: list[MemoryOffer]
    isolates_tags: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to do something about it."""
        return self.segment.is_open or any(not each.reason for each in self.failing_checks)

    def offered(self, name: str) -> str | None:
        """The text of an offer by its name: the number of what is remembered, or ``before``.

        ``machine`` is what stands there already: somebody says that it is right as it is.
        """
        if name == "machine":
            return self.segment.text or None
        before = self.segment.offer
        if name == "before" and before is not None:
            return before.text
        return next((each.text for each in self.offers if str(each.pk) == name), None)


def rows_of(
    translation: Translation, segments: list[Segment], glossary: Glossary, user: User
) -> list[Row]:
    """What the editor shows, in a fixed number of queries."""
    offers = offer_what_was_approved(translation, segments, user)
    direction = language(translation.target_locale.language_code).direction
    return [
        Row(
            segment,
            pieces := glossary.pieces(segment.source),
            list(dict.fromkeys(term for _piece, term in pieces if term)),
            glossary.failing_checks(segment),
            _others(offers.get(segment.pk, []), segment.offer),
            isolates_tags=segment.place.is_rich and direction == "rtl",
        )
        for segment in segments
    ]


def _others(offers: list[MemoryOffer], before: Offer | None) -> list[MemoryOffer]:
    """The offers that do not say once more what stood here before."""
    return [offer for offer in offers if before is None or offer.text != before.text]


@dataclass(frozen=True)
class Review:
    """The review that a text is in: where it is read, and which buttons are the account's.

    ``moved`` says that segments were written since: what stands in the editor is not what
    approval would be of, so it is approved on the page of review alone.
    """

    address: str
    revision: int = 0
    digest: str = ""
    may_decide: bool = False
    may_withdraw: bool = False
    moved: bool = False


def review_of(page: RevisionMixin | None, segments: list[Segment], user: User) -> Review | None:
    """The review that a page or record is in; None if it is in none."""
    state = page.current_workflow_task_state if page is not None else None
    if state is None or not is_waiting(state):
        return None
    return Review(
        address=reverse("review:review", args=[state.pk]),
        revision=state.revision_id,
        digest=read_digest(state.revision),
        may_decide=may_decide(state, user),
        may_withdraw=not why_not_withdraw(state.workflow_state, user),
        moved=_written_after(segments, state.revision.created_at),
    )


def _written_after(segments: list[Segment], moment: object) -> bool:
    return any(
        segment.written is None or segment.written.updated_at > moment for segment in segments
    )
