"""Sets and trust, each decision by itself: for whom, in which order, and until when."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.access.models import AccessEvent
from cms.review import sets
from cms.review.models import (
    Decision,
    PublicationSet,
    SetMember,
    Trust,
    today_of_the_site,
)
from cms.review.trust import give_trust, withdraw_trust
from home.models import Person

from .flow import Flow
from .test_decisions import person, refused

__all__ = ["person"]

pytestmark = pytest.mark.django_db


def test_a_set_has_a_short_name_and_its_maker(flow: Flow) -> None:
    made = sets.make_set("  " + "x" * 130 + " ", flow.user("approver"))
    assert (made.name, made.created_by) == ("x" * 120, flow.user("approver"))


def test_nobody_but_staff_touches_a_set(flow: Flow) -> None:
    made = sets.make_set("A set", flow.user("staff"))
    member = sets.add_text(made, flow.page, flow.user("staff"))
    outsider = flow.user("boston-lead")
    for act in (
        lambda: sets.make_set("Mine", outsider),
        lambda: sets.add_text(made, flow.news, outsider),
        lambda: sets.remove_text(member, outsider),
        lambda: sets.publish_set(made, outsider),
    ):
        assert "national staff and approvers" in refused(act)


def test_what_is_published_is_a_set_no_longer(flow: Flow) -> None:
    staff = flow.user("staff")
    made = sets.make_set("A set", staff)
    assert "nothing in this set" in refused(lambda: sets.publish_set(made, staff))
    member = sets.add_text(made, flow.page, staff)
    flow.submit("boston-editor")
    flow.approve()
    done = sets.publish_set(made, staff)
    assert [page.pk for page in done] == [flow.page.pk]
    made.refresh_from_db()
    assert made.published_by == staff
    assert made.published_at is not None
    assert not made.is_open
    for act in (
        lambda: sets.publish_set(made, staff),
        lambda: sets.add_text(made, flow.news, staff),
        lambda: sets.remove_text(member, staff),
    ):
        assert "published already" in refused(act)
    again = sets.make_set("Another", staff)
    assert sets.add_text(again, flow.page, staff).publication_set == again


def test_what_stands_in_the_way_of_a_set(flow: Flow, monkeypatch: Any) -> None:
    staff = flow.user("staff")
    made = sets.make_set("A set", staff)
    member = sets.add_text(made, flow.page, staff)
    assert "has not been approved" in sets.obstacles(member)[0]
    flow.submit("boston-editor")
    flow.approve()
    member.refresh_from_db()
    assert sets.obstacles(member) == []
    text = flow.page
    text.go_live_at = timezone.now() + timedelta(days=1)
    member.revision = text.save_revision(user=staff)
    assert "has not been approved" in sets.obstacles(member)[0]
    Decision.about(member.revision, Decision.Kind.APPROVED, flow.user("approver"))
    assert "a date of its own" in sets.obstacles(member)[0]
    date = text.go_live_at
    monkeypatch.setattr(timezone, "now", lambda: date)
    assert sets.obstacles(member) == [], "its date has come"
    monkeypatch.undo()
    text.go_live_at = None
    member.revision = text.save_revision(user=staff)
    Decision.about(member.revision, Decision.Kind.APPROVED, flow.user("approver"))
    Page.objects.filter(pk=text.pk).update(live_revision=member.revision)
    member = SetMember.objects.select_related("revision").get(pk=_saved(member).pk)
    assert sets.obstacles(member) == [], "what is public already stands in no way"
    page = flow.page
    page.summary = ""
    page.go_live_at = None
    member.revision = page.save_revision(user=staff, clean=False)
    Decision.about(member.revision, Decision.Kind.APPROVED, flow.user("approver"))
    assert any("ummary" in sentence for sentence in sets.obstacles(member))


def _saved(member: SetMember) -> SetMember:
    member.save()
    return member


def test_a_set_publishes_what_is_above_first(flow: Flow, monkeypatch: Any) -> None:
    staff, done = flow.user("staff"), []
    made = sets.make_set("A set", staff)
    above = flow.movement.places["boston", "en"].root
    pages = [flow.page, flow.movement.chapters["boston"].get_parent().specific]
    assert above.path.startswith(pages[1].path)
    for page in pages:
        member = sets.add_text(made, page, staff)
        member.revision = page.save_revision(user=staff, clean=False)
        member.save()
        Decision.about(member.revision, Decision.Kind.APPROVED, flow.user("approver"))
    monkeypatch.setattr(sets, "publish_revision", lambda revision, _user: done.append(revision))
    sets.publish_set(made, staff)
    assert [revision.object_id for revision in done] == [str(pages[1].pk), str(pages[0].pk)]


def test_what_is_promised_with_a_page(flow: Flow, person: Person) -> None:
    """Pages of its own open set, no records, and nothing of other sets."""
    staff = flow.user("staff")
    mine, other = sets.make_set("Mine", staff), sets.make_set("Other", staff)
    for to, subject in (
        (mine, flow.page),
        (mine, flow.news),
        (mine, person),
        (other, flow.translation),
    ):
        sets.add_text(to, subject, staff)
    assert sets.pages_promised_with(flow.page) == {flow.page.pk, flow.news.pk}
    SetMember.objects.filter(object_id=str(flow.news.pk)).update(is_open=False)
    assert sets.pages_promised_with(flow.page) == {flow.page.pk}
    assert sets.pages_promised_with(flow.news) == set()
    assert PublicationSet.objects.count() == 2


def test_trust_that_is_given_anew_ends_what_stood(flow: Flow) -> None:
    boston, chicago = (
        flow.movement.chapters[name].translation_key for name in ("boston", "chicago")
    )
    today, staff = today_of_the_site(), flow.user("staff")
    kind = "home.standardpage"
    first = give_trust(boston, kind, today, staff)
    others = [
        give_trust(chicago, kind, today, staff),
        give_trust(boston, "chapters.eventpage", today, staff),
    ]
    second = give_trust(boston, kind, today + timedelta(days=1), staff)
    assert set(Trust.objects.standing()) == {second, *others}
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    event = AccessEvent.objects.latest("pk")
    assert (event.change, event.actor, event.territory) == ("trust given", staff, boston)
    assert event.before == [f"{kind} until {today.isoformat()}"]
    assert event.after == [f"{kind} until {(today + timedelta(days=1)).isoformat()}"]
    withdraw_trust(second, staff)
    assert set(Trust.objects.standing()) == set(others)
    event = AccessEvent.objects.latest("pk")
    assert (event.change, event.actor, event.after) == ("trust withdrawn", staff, [])
    assert event.before == [f"{kind} until {(today + timedelta(days=1)).isoformat()}"]
    Trust.objects.update(until=today - timedelta(days=1))
    assert not Trust.objects.standing().exists()
