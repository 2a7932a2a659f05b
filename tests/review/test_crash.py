"""A crash between two steps of a decision leaves nothing half done."""

import pytest
from django.db import transaction
from wagtail.models import TaskState

from cms.review import decisions, publication
from cms.review.models import Decision
from cms.review.standing import read_digest

from .flow import Flow

pytestmark = pytest.mark.django_db

PLACES = (
    (decisions, "refuse_problems"),
    (decisions, "_record"),
    (publication, "publish_revision"),
    (decisions, "tell_author"),
)


class LightsOutError(Exception):
    pass


@pytest.mark.parametrize(("module", "name"), PLACES)
@pytest.mark.parametrize("when", ["before", "after"])
def test_the_last_approval_happens_with_its_record_and_publication_or_not_at_all(
    flow: Flow, monkeypatch: pytest.MonkeyPatch, module: object, name: str, when: str
) -> None:
    flow.submit("boston-editor", summary="What was approved.")
    flow.decide("boston-lead", "approve")
    state, user = flow.state(), flow.user("approver")
    read = decisions.Reviewed(state.revision_id, read_digest(state.revision))
    original = getattr(module, name)

    def crash(*args: object, **kwargs: object) -> None:
        if when == "after":
            original(*args, **kwargs)
        raise LightsOutError

    with monkeypatch.context() as patch:
        patch.setattr(module, name, crash)
        with pytest.raises(LightsOutError), transaction.atomic():
            decisions.approve(state, user, read)
    assert flow.kinds() == ["submitted", "approved"]
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS
    assert flow.public_text() == ""
    assert flow.page.workflow_in_progress
    decisions.approve(flow.state(), user, read)
    assert "What was approved." in flow.public_text()
    assert Decision.objects.about(flow.page).filter(kind="published").count() == 1
