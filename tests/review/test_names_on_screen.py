"""Names that the site itself makes stand in the language of whoever reads them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale, Task, Workflow
from wagtail.users.models import UserProfile

from cms.access.models import AccessEvent, Team, title_in_words
from cms.review import sets
from cms.review.messages import task_in_words, workflow_in_words
from home.models import Person

from .flow import Flow, words

pytestmark = pytest.mark.django_db


def in_spanish(flow: Flow, who: str) -> Client:
    UserProfile.objects.update_or_create(user=flow.user(who), defaults={"preferred_language": "es"})
    return flow.client(who)


def test_the_history_names_steps_in_spanish(flow: Flow) -> None:
    flow.submit("boston-editor")
    flow.decide("boston-lead", "request-changes", "Not yet.")
    flow.submit("boston-editor")
    flow.approve()
    address = reverse("wagtailadmin_pages:history", args=[flow.page.pk])
    told = words(in_spanish(flow, "staff").get(address))
    assert "revisión" in told
    for name in [*_names(Workflow), *_names(Task)]:
        assert name not in told, name


@pytest.mark.parametrize("report", ["workflow", "workflow_tasks"])
def test_the_reports_of_reviews_name_steps_in_spanish(flow: Flow, report: str) -> None:
    flow.submit("boston-editor")
    address = reverse(f"wagtailadmin_reports:{report}")
    told = in_spanish(flow, "staff").get(address).content.decode()
    with override("es"):
        assert any(task_in_words(name) in told for name in _names(Task))
    for name in [*_names(Workflow), *_names(Task)]:
        assert name not in told.replace("&#x27;", "'"), name


def test_every_workflow_and_task_has_words_of_its_own(flow: Flow) -> None:
    with override("es"):
        for name in _names(Workflow):
            assert workflow_in_words(name) != name
        for name in _names(Task):
            assert task_in_words(name) != name
    assert workflow_in_words("made by hand") == "made by hand"
    assert task_in_words("made by hand") == "made by hand"


def test_the_record_of_access_is_read_in_spanish(flow: Flow) -> None:
    event = AccessEvent(
        change="left: Boston: Editors, Translators: ar",
        before=["active", "Boston: Editors", "Reviewers: es, Boston", "Nobody's"],
    )
    with override("es"):
        shown = (event.change_in_words, *event.before_in_words)
    assert "Boston: Editors" not in " ".join(shown)
    assert "Traducción: Árabe" in shown[0]
    assert shown[2].startswith("Boston: ")
    assert shown[3].endswith(": Español, Boston")
    assert shown[4] == "Nobody's"
    assert event.change_in_words == "left: Boston: Editors, Translators: Arabic"


def test_every_teams_name_is_known(flow: Flow) -> None:
    for team in Team.objects.select_related("group", "locale"):
        assert title_in_words(team.group.name) == team.title


def test_members_of_a_language_are_those_of_its_name(flow: Flow) -> None:
    told = words(in_spanish(flow, "staff").get(reverse("members:place", args=["language-es"])))
    assert "Español" in told
    assert "Spanish" not in told


def test_a_set_with_records_counts_texts(flow: Flow) -> None:
    both = sets.make_set("Together", flow.user("staff"))
    record = Person.objects.create(name="Somebody", locale=Locale.get_default())
    for text in (flow.page, record):
        sets.add_text(both, text, flow.user("staff"))
    dashboard = words(flow.client("staff").get(reverse("wagtailadmin_home")))
    assert "0 of 2 texts are approved" in dashboard


def _names(model: type[Workflow] | type[Task]) -> list[str]:
    """Of the workflows that texts go through, and of their tasks."""
    active = Workflow.objects.filter(active=True)
    rows = active if model is Workflow else Task.objects.filter(workflow_tasks__workflow__in=active)
    return sorted(set(rows.values_list("name", flat=True)))
