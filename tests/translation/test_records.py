"""Records at the desk: readers get what was approved of them, through the review of pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Site, TaskState, WorkflowState
from wagtail_localize.models import StringSegment, Translation

from cms.access.reconcile import reconcile
from cms.review.decisions import Refused
from cms.review.models import Decision
from cms.review.standing import read_digest
from cms.translation.models import Freshness
from cms.translation.records import start_record
from home.models import Partner, SiteIdentity
from tests.access.movement import publish_record

from .world import SCRIPT, World, fill, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def identity(world: World) -> Translation:
    """The site's identity in English and Spanish; readers see it on every page."""
    site = Site.objects.get()
    english, spanish = (Locale.objects.get(language_code=code) for code in ("en", "es"))
    texts = {"organization_name": "The Movement", "tagline": "What we are", "statement": "More."}
    source = publish_record(SiteIdentity(site=site, locale=english, **texts))
    texts |= {"translation_key": source.translation_key}
    publish_record(SiteIdentity(site=site, locale=spanish, **texts))
    (translation,) = start_record(source, [spanish.pk])
    fill(translation, "es1")
    world.pages["identity"] = source
    return translation


def editor(translation: Translation) -> str:
    return reverse("translation:editor", args=[translation.pk])


def submit(world: World, translation: Translation, who: str = "es-translator") -> int:
    return world.client(who).post(editor(translation), {"action": "submit"}).status_code


def step() -> TaskState:
    """The step of the last review that was begun, or moved on."""
    return WorkflowState.objects.order_by("-pk")[0].current_task_state


def decide(world: World, who: str, decision: str, **more: str) -> int:
    """Decide about the text as it is; refused in a sentence (200), at the door (403), or taken."""
    state = step()
    read = {"revision": str(state.revision_id), "digest": read_digest(state.revision)}
    address = reverse("review:review", args=[state.pk])
    data = {"decision": decision, **read, **more}
    return world.client(who).post(address, data, headers=SCRIPT).status_code


def test_readers_get_what_was_approved_and_nothing_before(
    world: World, identity: Translation
) -> None:
    before = world.readers_see()
    assert (
        world.write("es-translator", "identity", "es", "tagline", "LO QUE SOMOS").status_code == 200
    )
    assert world.readers_see() == before
    assert submit(world, identity) == 302
    assert decide(world, "es-reviewer", "request-changes", reason="Otra vez") == 302
    assert world.readers_see() == before
    assert submit(world, identity) == 302
    assert world.write("es-translator", "identity", "es", "tagline", "SNEAKED").status_code == 423
    for who in ("es-translator", "ar-reviewer", "staff", "coordinator", "approver", "superuser"):
        assert decide(world, who, "approve") in {200, 403}, who
    assert decide(world, "es-reviewer", "approve") == 302
    assert world.readers_see() == before
    assert decide(world, "es-reviewer", "approve") == 200
    assert world.write("es-reviewer-2", "identity", "es", "tagline", "SNEAKED").status_code == 200
    assert decide(world, "approver", "approve") == 302
    record = SiteIdentity.objects.get(locale__language_code="es")
    assert record.tagline == "LO QUE SOMOS"
    after = world.readers_see()
    assert after["/en/"] == before["/en/"]
    assert "SNEAKED" not in "".join(text for _status, text in after.values())


def test_four_eyes(world: World, identity: Translation) -> None:
    world.write("es-reviewer", "identity", "es", "tagline", "De la revisora")
    world.write("es-translator", "identity", "es", "statement", "Del traductor")
    submit(world, identity)
    assert decide(world, "es-reviewer", "approve") == 200
    assert decide(world, "es-reviewer-2", "approve") == 302
    given = Decision.objects.order_by("pk").values_list("kind", "step", "actor__username")
    assert list(given) == [
        ("submitted", "language", "es-translator"),
        ("approved", "language", "es-reviewer-2"),
    ]


def test_without_the_staff_step_the_language_decides(
    world: World, identity: Translation, settings: Any
) -> None:
    settings.TRANSLATION_NEEDS_STAFF = False
    reconcile()
    world.write("es-translator", "identity", "es", "tagline", "Sin la oficina")
    submit(world, identity)
    assert decide(world, "approver", "approve") == 200
    assert decide(world, "es-reviewer", "approve") == 302
    assert SiteIdentity.objects.get(locale__language_code="es").tagline == "Sin la oficina"


def test_a_record_that_is_not_there_is_public_with_its_approval(world: World) -> None:
    partner = Partner.objects.get()
    (started,) = start_record(partner, [Locale.objects.get(language_code="ar").pk])
    world.pages["partner"] = partner
    assert list(Partner.objects.live()) == [partner]
    assert submit(world, started, "ar-translator") == 422
    segment = world.segments("partner")[0]
    address = reverse("translation:segment", args=[started.pk, segment.pk])
    assert put(world.client("es-translator"), address, "لا").status_code == 403
    assert put(world.client("ar-translator"), address, "يساعدون").status_code == 200
    assert submit(world, started, "ar-translator") == 302
    assert decide(world, "ar-reviewer", "approve") == 302
    assert list(Partner.objects.live()) == [partner]
    assert decide(world, "approver", "approve") == 302
    arabic = Partner.objects.live().get(locale__language_code="ar")
    assert (arabic.name, arabic.description) == ("A partner", "يساعدون")
    assert arabic.translation_key == partner.translation_key
    assert decide(world, "approver", "approve") == 200


def test_a_record_that_readers_do_not_see_is_not_translated(world: World) -> None:
    draft = Partner.objects.create(name="A draft", locale=Locale.get_default())
    spanish = Locale.objects.get(language_code="es")
    with pytest.raises(Refused):
        start_record(draft, [spanish.pk])
    address = reverse("translation:start_record", args=["home", "partner", draft.pk])
    assert world.client("coordinator").post(address, {"locales": [spanish.pk]}).status_code == 302
    assert not Translation.objects.filter(source__object_id=draft.translation_key).exists()


def test_a_translation_begins_with_what_readers_see_and_not_with_a_draft(world: World) -> None:
    partner = Partner.objects.get()
    publish_record(partner)
    partner.go_live_at = timezone.now() + timedelta(days=1)
    partner.description = "A draft."
    partner.save_revision()
    (started,) = start_record(partner, [Locale.objects.get(language_code="es").pk])
    spanish = Partner.objects.get(locale__language_code="es")
    assert (spanish.description, spanish.live, spanish.live_revision) == ("They help.", False, None)
    assert (spanish.go_live_at, spanish.first_published_at) == (None, None)
    source = StringSegment.objects.filter(source=started.source)
    assert [segment.string.data for segment in source] == ["They help."]


def test_a_draft_at_the_desk_leaves_the_live_row_alone(world: World, identity: Translation) -> None:
    """wagtail-localize's own would write it, or take it down."""
    world.write("es-translator", "identity", "es", "tagline", "Un borrador")
    before = SiteIdentity.objects.get(locale__language_code="es")
    for publish in (True, False):
        identity.save_target(user=world.users["es-translator"], publish=publish)
        after = SiteIdentity.objects.get(locale__language_code="es")
        assert (after.live, after.live_revision_id) == (True, before.live_revision_id)
        assert after.tagline == "What we are"
        assert after.get_latest_revision_as_object().tagline == "Un borrador"


def test_a_record_that_moves_on_is_marked(
    world: World, identity: Translation, django_capture_on_commit_callbacks: Any
) -> None:
    english = SiteIdentity.objects.get(locale__language_code="en")
    with django_capture_on_commit_callbacks(execute=True):
        english.save_revision().publish()
    assert not Freshness.objects.filter(stale_since__isnull=False).exists()
    english.refresh_from_db()
    english.tagline = "What we have become"
    with django_capture_on_commit_callbacks(execute=True):
        draft = english.save_revision()
    assert not Freshness.objects.filter(stale_since__isnull=False).exists()
    with django_capture_on_commit_callbacks(execute=True):
        draft.publish()
    assert Freshness.objects.get(translation=identity).stale_since is not None
    assert SiteIdentity.objects.get(locale__language_code="es").tagline == "What we are"


def test_staff_open_the_desk_instead_of_the_form(world: World, identity: Translation) -> None:
    spanish = SiteIdentity.objects.get(locale__language_code="es")
    edit = reverse("wagtailsnippets_home_siteidentity:edit", args=[spanish.pk])
    for response in (
        world.client("staff").get(edit),
        world.client("staff").post(edit, {"tagline": "X", "action": "publish"}),
    ):
        assert response.status_code == 302
        assert response["Location"] == editor(identity)
    assert SiteIdentity.objects.get(pk=spanish.pk).tagline == "What we are"
    assert world.client("es-translator").get(edit).status_code == 302
    assert 'value="submit"' not in world.client("staff").get(editor(identity)).text


def test_a_coordinator_starts_a_record_and_readers_get_nothing(world: World) -> None:
    partner = Partner.objects.get()
    arabic = Locale.objects.get(language_code="ar")
    address = reverse("translation:start_record", args=["home", "partner", partner.pk])
    for who in ("es-translator", "staff", "boston-lead"):
        assert (
            world.client(who).post(address, {"locales": [arabic.pk]}, headers=SCRIPT).status_code
            == 403
        )
    assert world.client("coordinator").get(address).status_code == 200
    assert world.client("coordinator").post(address, {"locales": [arabic.pk]}).status_code == 302
    assert Translation.objects.filter(source__object_id=partner.translation_key).count() == 1
    assert list(Partner.objects.live()) == [partner]


def test_the_right_people_are_told(
    world: World, identity: Translation, django_capture_on_commit_callbacks: Any
) -> None:
    world.write("es-translator", "identity", "es", "tagline", "Nuevo")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        submit(world, identity)
    told = {address for message in mail.outbox for address in message.to}
    assert told == {"es-reviewer@example.org", "es-reviewer-2@example.org"}
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decide(world, "es-reviewer", "approve")
    assert {address for message in mail.outbox for address in message.to} == {
        "approver@example.org",
        "approver-2@example.org",
    }
