"""From the desk into review: what is unfinished is named, what is finished becomes a revision."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import RevisionMixin, WorkflowState
from wagtail_localize.models import Translation

from cms.access.translating import may_review_translation
from cms.review import decisions
from cms.review.decisions import Refused

from .checks.readiness import reasons_to_wait
from .drafts import save_draft, target_of
from .freshness import note_submission
from .glossary.terms import Glossary
from .segments.listing import segments_of


class Frozen(Exception):  # noqa: N818
    """The strings rest; the message is a sentence that says until when."""


def refuse_if_frozen(translation: Translation, user: User) -> None:
    """Raise Frozen where the account may not write now: the page is in review, or locked.

    While a page is in review only a reviewer of its language may write. What a reviewer writes
    is not part of the text in review, which stays as it was submitted.
    """
    page = target_of(translation)
    waits = page is not None and in_review(page)
    if waits and not may_review_translation(user, translation):
        raise Frozen(_("This translation is in review. Its passages rest until that is over."))
    if page is not None and page.locked and page.locked_by_id != user.pk:
        raise Frozen(_("This text is locked. Nobody can write in it until it is unlocked."))


def in_review(page: RevisionMixin) -> bool:
    """Whether the page's text is being reviewed at this moment."""
    state = page.current_workflow_state
    return state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS


@transaction.atomic
def submit(translation: Translation, user: User) -> None:
    """Make a revision of the segments, and send it into review.

    Raises Refused, with a sentence for each reason, and leaves everything as it was.
    """
    page = target_of(translation)
    if page is None:
        raise Refused(_("There is nothing to translate into yet. Please tell a coordinator."))
    page = decisions.lock(page)
    # Facts may have come to the source, and to this text, while we waited for the lock.
    translation = Translation.objects.select_related("source").get(pk=translation.pk)
    if in_review(page):
        raise Refused(_("This text is in review already."))
    if page.locked and page.locked_by_id != user.pk:
        raise Refused(_("This text is locked. Nobody can submit it until it is unlocked."))
    reasons = list(reasons_to_wait(segments_of(translation), Glossary(translation)))
    if reasons:
        raise Refused("\n".join(reasons))
    try:
        note_submission(translation, save_draft(translation, user))
    except ValidationError as error:
        raise Refused("\n".join(error.messages)) from error
    decisions.submit(page, user)
