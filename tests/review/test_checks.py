"""No record that readers see is saved past review: whoever adds one is told."""

import pytest
from wagtail.models import TranslatableMixin

from cms.review.checks import check_record, check_records
from cms.review.models import ReviewedRecord
from cms.translation.models import GlossaryTerm
from home.models import Partner, Person, SiteIdentity


def test_every_record_of_the_project_passes_review_or_says_why_not() -> None:
    assert check_records() == []


@pytest.mark.parametrize("model", [Person, Partner, SiteIdentity])
def test_what_readers_see_is_reviewed(model: type[ReviewedRecord]) -> None:
    assert issubclass(model, ReviewedRecord)


def test_a_record_past_review_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [each.id for each in check_record(TranslatableMixin)] == ["review.E001"]
    monkeypatch.delattr(GlossaryTerm, "needs_no_review")
    assert [each.id for each in check_records()] == ["review.E001"]


def test_a_record_without_a_preview_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = "home/previews/nowhere.html"
    monkeypatch.setattr(Person, "get_preview_template", lambda *_arguments: nowhere)
    assert [each.id for each in check_record(Person)] == ["review.E002"]
