"""Who wrote in a translation, who reviews it, whose name it bears, who is told that it is old."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import Locale, Revision, TaskState

from cms.access.models import Team
from cms.mail.models import OutgoingMail
from cms.review.deciding import reviewers_of
from cms.review.decisions import Refused
from cms.review.models import LeadReviewTask, StaffApprovalTask
from cms.review.subjects import key_of
from cms.translation import credits as naming, freshness
from cms.translation.drafts import as_translated, is_record, save_draft, target_of
from cms.translation.models import Contributor, Credit, Freshness, LanguageReviewTask
from cms.translation.notifications.language_teams import team_of, tell_language_teams
from cms.translation.submission import Frozen, in_review, refuse_if_frozen, submit
from cms.translation.workflows import contributors_to, tasks_of_translations

from .world import World

pytestmark = pytest.mark.django_db


def named(people: Any) -> set[str]:
    return {user.get_username() for user in people}


# Credits


def test_a_name_beside_a_translation(world: World) -> None:
    translation, user = world.translation("about", "es"), world.users["es-translator"]
    other = world.translation("home", "es")
    assert naming.credit_of(translation, user) == ""
    naming.ask_for_credit(translation, user, "  Rosa \n Luz ")
    naming.ask_for_credit(translation, world.users["es-reviewer"], "Clara")
    naming.ask_for_credit(other, user, "Another")
    assert naming.credit_of(translation, user) == "Rosa Luz"
    naming.ask_for_credit(translation, user, "Rosa")
    assert naming.credit_of(translation, user) == "Rosa"
    assert Credit.objects.filter(translation=translation, user=user).count() == 1
    assert naming.names_to_credit(translation) == [], "they have written nothing in it"
    Contributor.of(translation, user)
    assert naming.names_to_credit(translation) == ["Rosa"]
    Contributor.of(translation, world.users["es-reviewer"])
    naming.ask_for_credit(translation, world.users["es-reviewer"], "Rosa")
    assert naming.names_to_credit(translation) == ["Rosa"], "one name once"
    naming.ask_for_credit(translation, user, " ")
    assert naming.credit_of(translation, user) == ""
    assert naming.credit_of(translation, world.users["es-reviewer"]) == "Rosa"
    assert naming.credit_of(other, user) == "Another"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("x" * (naming.LONGEST + 1), "at most"),
        ("Rosa\u200bLuz", "cannot be shown"),
        ("ES-translator", "account"),
    ],
)
def test_what_is_no_name(world: World, name: str, said: str) -> None:
    translation, user = world.translation("about", "es"), world.users["es-translator"]
    with pytest.raises(naming.NotCredited, match=said):
        naming.ask_for_credit(translation, user, name)
    naming.ask_for_credit(translation, user, "x" * naming.LONGEST)
    assert len(naming.credit_of(translation, user)) == naming.LONGEST


# Reviewers and contributors


def test_the_reviewers_of_a_language(world: World) -> None:
    reviewers = partial(reviewers_of, LanguageReviewTask.role)
    assert named(reviewers(world.page("about", "es"))) == {"es-reviewer", "es-reviewer-2"}
    assert named(reviewers(world.page("about", "ar"))) == {"ar-reviewer"}
    partner = world.pages["partner"]
    partner.locale = Locale.objects.get(language_code="es")
    assert named(reviewers(partner)) == {"es-reviewer", "es-reviewer-2"}
    Team.objects.filter(role_key="reviewers", locale__language_code="es").update(
        territory=world.pages["boston"].translation_key
    )
    assert named(reviewers(partner)) == set(), "a chapter's reviewers review no record"
    User.objects.filter(username="ar-reviewer").update(is_active=False)
    assert named(reviewers(world.page("about", "ar"))) == set()


@pytest.mark.parametrize("needs_staff", [True, False])
def test_the_steps_of_translations(world: World, settings: Any, needs_staff: bool) -> None:
    settings.TRANSLATION_NEEDS_STAFF = needs_staff
    steps = tasks_of_translations((LeadReviewTask, StaffApprovalTask))
    staff = (StaffApprovalTask,) * needs_staff
    assert steps == (LanguageReviewTask, LeadReviewTask, *staff)
    world.write("es-translator", "about", "es", "title", "Sobre todo")
    world.submit("es-translator", "about", "es")
    state = world.page("about", "es").current_workflow_task_state
    User.objects.filter(username__startswith="es-reviewer").update(is_active=False)
    task = LanguageReviewTask()
    reason = task.reason_to_skip(state)
    assert bool(reason) is needs_staff


def test_who_wrote_since_readers_got_a_version(world: World) -> None:
    page, translation = world.page("about", "es"), world.translation("about", "es")
    writer = world.users["es-translator"]
    Contributor.of(translation, writer)
    Contributor.of(world.translation("about", "ar"), world.users["ar-translator"])
    Contributor.of(world.translation("home", "es"), world.users["es-reviewer"])
    assert list(contributors_to([page])) == [(key_of(page), writer.pk)]
    assert list(contributors_to([world.page("principles", "es")])) == []
    made = page.live_revision.created_at
    for at, counts in ((made, False), (made + timedelta(microseconds=1), True)):
        Contributor.objects.filter(user=writer).update(at=at)
        assert bool(list(contributors_to([page]))) is counts
    draft = world.page("about", "ar")
    assert draft.live_revision_id is None
    Contributor.objects.update(at=made - timedelta(days=999))
    assert [user for _key, user in contributors_to([draft])] == [world.users["ar-translator"].pk]
    before = Contributor.objects.get(user=writer).at
    Contributor.of(translation, writer)
    assert Contributor.objects.get(user=writer).at > before


# Submission


def test_when_segments_rest(world: World) -> None:
    translation = world.translation("about", "es")
    writer, reviewer = world.users["es-translator"], world.users["es-reviewer"]
    refuse_if_frozen(translation, writer)
    world.write("es-translator", "about", "es", "title", "Sobre todo")
    world.submit("es-translator", "about", "es")
    page = world.page("about", "es")
    assert in_review(page)
    with pytest.raises(Frozen, match="in review"):
        refuse_if_frozen(translation, writer)
    refuse_if_frozen(translation, reviewer)
    with pytest.raises(Refused, match="in review already"):
        submit(translation, writer)
    world.ask_for_changes("es-reviewer", "about", "es", "Otra vez.")
    assert not in_review(world.page("about", "es"))
    refuse_if_frozen(translation, writer)
    page = world.page("about", "es")
    page.locked, page.locked_by = True, reviewer
    page.save()
    refuse_if_frozen(translation, reviewer)
    with pytest.raises(Frozen, match="locked"):
        refuse_if_frozen(translation, writer)
    with pytest.raises(Refused, match="locked"):
        submit(translation, writer)
    page.locked_by = writer
    page.save()
    refuse_if_frozen(translation, writer)
    submit(translation, writer)
    assert in_review(world.page("about", "es"))
    step = TaskState.objects.get(pk=world.page("about", "es").current_workflow_task_state.pk)
    assert step.status == TaskState.STATUS_IN_PROGRESS


def test_a_home_page_keeps_its_own_address_in_each_language(world: World) -> None:
    home = as_translated(world.translation("home", "es"))
    assert home.slug == world.page("home", "es").slug != world.pages["home"].slug
    about = as_translated(world.translation("about", "es"))
    assert about.slug == world.pages["about"].slug
    assert not is_record(world.translation("about", "es"))
    assert target_of(world.translation("about", "es")) == world.page("about", "es")
    revision = save_draft(world.translation("about", "es"), world.users["es-translator"])
    assert revision.user == world.users["es-translator"]
    assert world.page("about", "es").live_revision_id != revision.pk


# Freshness and what is told of it


def test_what_makes_a_translation_old(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    known, _made = Freshness.objects.update_or_create(
        translation=world.translation("about", "es"), defaults={"answers": ["a|1", "b|1"]}
    )
    start = timezone.now()

    def judged(hours: int, *current: str) -> tuple[Any, Any, list[str], list[str]]:
        monkeypatch.setattr(timezone, "now", lambda: start + timedelta(hours=hours))
        freshness.judge(known, set(current))
        known.refresh_from_db()
        since, changed = (
            at and (at - start) // timedelta(hours=1)
            for at in (known.stale_since, known.changed_at)
        )
        return since, changed, known.changed, known.gone

    assert judged(0, "a|1", "b|1") == (None, None, [], [])
    assert judged(1, "a|1", "b|2") == (1, 1, ["b|2"], ["b|1"])
    assert judged(2, "a|1", "b|2") == (1, 1, ["b|2"], ["b|1"]), "the same change is no new one"
    assert judged(3, "a|1", "b|3") == (1, 3, ["b|3"], ["b|1"]), "old since the first of them"
    assert judged(4, "a|1") == (1, 4, [], ["b|1"])
    assert judged(5, "a|1", "b|1", "c|1") == (1, 5, ["c|1"], [])
    assert judged(6, "a|1", "b|1") == (None, None, [], [])
    known.answers = None
    assert judged(7, "a|1") == (None, None, [], []), "what is not known is not old"
    assert freshness.path_of("body|x|1") == "body|x"


@pytest.fixture
def old(world: World) -> Freshness:
    """A Spanish translation whose source has changed a while ago; nobody was told."""
    an_hour_ago = timezone.now() - timedelta(hours=1)
    return Freshness.objects.update_or_create(
        translation=world.translation("about", "es"),
        defaults={
            "stale_since": an_hour_ago,
            "changed_at": an_hour_ago,
            "changed": ["title|1", "title|2"],
            "told_at": None,
        },
    )[0]


def told() -> set[str]:
    return set(OutgoingMail.objects.values_list("to", flat=True))


SPANISH = {f"{name}@example.org" for name in ("es-translator", "es-reviewer", "es-reviewer-2")}


def test_a_language_team_is_told_once_of_each_change(world: World, old: Freshness) -> None:
    assert tell_language_teams() == 1
    assert told() == SPANISH
    assert tell_language_teams() == 0
    assert OutgoingMail.objects.count() == len(SPANISH)
    mail = OutgoingMail.objects.first()
    assert mail is not None
    assert "About us" in mail.body
    # Another change within a day waits; after it, it is told.
    now = timezone.now()
    Freshness.objects.filter(pk=old.pk).update(told_at=now - timedelta(hours=23), changed_at=now)
    assert tell_language_teams() == 0
    Freshness.objects.filter(pk=old.pk).update(told_at=now - timedelta(hours=25))
    assert tell_language_teams() == 1
    old.refresh_from_db()
    assert old.told_at is not None
    assert old.told_at >= now


def test_what_nobody_is_told_of(world: World, old: Freshness) -> None:
    now = timezone.now()
    for values in (
        {"stale_since": None},
        {"told_at": now - timedelta(days=2), "changed_at": now - timedelta(days=3)},
    ):
        before = {name: getattr(old, name) for name in values}
        Freshness.objects.filter(pk=old.pk).update(**values)
        assert tell_language_teams() == 0, values
        Freshness.objects.filter(pk=old.pk).update(**before)
    arabic = Freshness.objects.update_or_create(
        translation=world.translation("about", "ar"), defaults={"told_at": now}
    )[0]
    assert tell_language_teams() == 1, "another language was told of something else"
    arabic.refresh_from_db()
    assert arabic.told_at == now


def test_who_is_in_a_languages_team(world: World) -> None:
    spanish = Locale.objects.get(language_code="es")
    assert named(team_of(spanish)) == {"es-translator", "es-reviewer", "es-reviewer-2"}
    world.users["es-translator"].groups.add(
        Team.objects.get(role_key="reviewers", locale=spanish).group
    )
    assert team_of(spanish).count() == 3
    User.objects.filter(username="es-reviewer").update(is_active=False)
    assert named(team_of(spanish)) == {"es-translator", "es-reviewer-2"}


def test_a_text_that_did_not_come_from_the_desk_bears_no_names(world: World) -> None:
    page, translation = world.page("about", "es"), world.translation("about", "es")
    known, _made = Freshness.objects.update_or_create(
        translation=translation, defaults={"credits": ["Rosa"], "stale_since": timezone.now()}
    )
    other, _made = Freshness.objects.update_or_create(
        translation=world.translation("home", "es"), defaults={"credits": ["Luz"]}
    )
    arabic, _made = Freshness.objects.update_or_create(
        translation=world.translation("about", "ar"), defaults={"credits": ["Nur"]}
    )
    page.save_revision().publish()
    for each in (known, other, arabic):
        each.refresh_from_db()
    assert (known.credits, other.credits, arabic.credits) == ([], ["Luz"], ["Nur"])
    revision: Revision = page.save_revision()
    Contributor.of(translation, world.users["es-translator"])
    naming.ask_for_credit(translation, world.users["es-translator"], "Rosa")
    freshness.note_submission(translation, revision)
    revision.publish()
    known.refresh_from_db()
    assert known.credits == ["Rosa"]
    assert known.approved_at == revision.created_at
    assert known.stale_since is None
    assert set(known.answers or ()) == freshness.keys_of_source(translation.source)
