"""The rules that views of the admin ask: each holds for its people and things, for no others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from chapters.models import Chapter
from cms.access import permission_rules as rules, registered_views
from cms.access.models import Team
from cms.access.querysets import account_of, own_drafts, own_media, own_pages, visible_pages
from cms.access.report import access_report, unused_accounts
from cms.access.territories import Survey, survey_territories
from cms.access.translating import (
    languages_of,
    may_see_translation,
    may_translate,
    reach_of,
    sees_the_desk,
)
from cms.media.models import Image
from cms.review.view_permissions import text_in_review
from home.models import Partner, StandardPage

from .movement import Movement


def asking(who: str, get: Any = None, post: Any = None) -> HttpRequest:
    """A request of an account as it is in the database now."""
    factory = RequestFactory()
    request = factory.post("/", post, query_params=get) if post else factory.get("/", get)
    request.user = User.objects.get(username=who)
    return request


def allowed(movement: Movement, ask: Callable[[HttpRequest], bool]) -> set[str]:
    """The accounts to which a rule says yes."""
    return {who for who in movement.users if ask(asking(who))}


NATIONAL = {"staff", "approver", "superuser"}
OF_BOSTON = {"boston-editor", "boston-lead"}
EVERY_PAGE = NATIONAL | {"emergency", "coordinator"}
OF_SPANISH = {"es-translator", "es-reviewer"}


def test_a_rule_needs_an_account(movement: Movement) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        account_of(request)
    assert rules.everybody(request, {})
    assert not rules.nobody(request, {})


@pytest.mark.parametrize("number", ["", "x", "-1", "1 OR 1", "²", "٣", "0", "99999999"])
def test_what_is_no_number_of_ones_own_opens_nothing(movement: Movement, number: str) -> None:
    for who in ("boston-editor", "superuser"):
        assert not rules.own_page("page")(asking(who), {"page": number})
        request = asking(who, {"id": number})
        assert not rules.images_chosen(request, {})


def test_every_one_of_several_has_to_be_ones_own(movement: Movement) -> None:
    own, other = (movement.files[name].image.pk for name in ("boston", "chicago"))
    for ids, may in (([own], True), ([own, own], True), ([own, other], False), ([other], False)):
        request = asking("boston-editor", {"id": ids})
        assert rules.images_chosen(request, {}) is may
    own, other = (movement.files[name].document.pk for name in ("boston", "chicago"))
    assert rules.documents_chosen(asking("boston-editor", {"id": [own]}), {})
    assert not rules.documents_chosen(asking("boston-editor", {"id": [own, other]}), {})
    boston, chicago = (movement.places[name, "en"] for name in ("boston", "chicago"))
    for ids, may in (
        ([boston.plan.pk, chicago.news.pk], True),
        ([boston.plan.pk, chicago.plan.pk], False),
    ):
        assert rules.pages_chosen(asking("boston-editor", {"id": ids}), {}) is may


def test_whose_a_page_is(movement: Movement) -> None:
    place = movement.places["boston", "es"]
    own, visible = rules.own_page("page"), rules.visible_page("page")
    wanted = EVERY_PAGE | OF_BOSTON | OF_SPANISH
    assert allowed(movement, lambda asked: own(asked, {"page": place.plan.pk})) == wanted
    assert allowed(movement, lambda asked: visible(asked, {"page": place.plan.pk})) == wanted
    public = {"page": place.news.pk}
    assert allowed(movement, lambda asked: visible(asked, public)) == set(movement.users)
    PageViewRestriction.objects.create(page=place.news, restriction_type="login")
    assert allowed(movement, lambda asked: visible(asked, public)) == wanted
    way = {"parent_page_id": movement.indexes["en"].pk}
    assert allowed(movement, lambda asked: rules.explorable_page(asked, way)) == (
        EVERY_PAGE | OF_BOSTON | {"chicago-editor", "chicago-lead"}
    )


def test_where_a_page_may_be_taken(movement: Movement) -> None:
    boston, chicago = (movement.places[name, "en"].root.pk for name in ("boston", "chicago"))
    for field in rules.DESTINATION_FIELDS:
        for chosen, may in ((boston, True), (chicago, False), ("", True), ("x", False)):
            request = asking("boston-editor", post={field: chosen, "more": "1"})
            assert rules.own_destination(request, {}) is may, (field, chosen)


def test_whose_a_text_in_review_is(movement: Movement) -> None:
    page = {"task_state_id": movement.places["boston", "en"].step.pk}
    ask = text_in_review
    assert allowed(movement, lambda asked: ask(asked, page)) == EVERY_PAGE | OF_BOSTON
    record = {"task_state_id": movement.record_step.pk}
    assert allowed(movement, lambda asked: ask(asked, record)) == NATIONAL | OF_SPANISH
    assert allowed(movement, lambda asked: ask(asked, {"task_state_id": 999999})) == set()


@pytest.mark.parametrize(
    ("model", "action", "who"),
    [
        ("wagtailcore.page", "move", EVERY_PAGE | OF_BOSTON),
        ("wagtailcore.page", "publish", set()),
        ("media.image", "add_tags", {"staff", "superuser", *OF_BOSTON, "approver", "emergency"}),
        ("media.image", "publish", set()),
        ("auth.user", "delete", {"superuser"}),
        ("auth.user", "assign_role", {"superuser"}),
        ("auth.user", "set_active_state", set()),
        ("home.person", "delete", {"superuser"}),
        ("home.person", "move", set()),
    ],
)
def test_who_may_do_what_with_a_selection(
    movement: Movement, model: str, action: str, who: set[str]
) -> None:
    app, name = model.split(".")
    pks = {
        "page": movement.places["boston", "en"].plan.pk,
        "image": movement.files["boston"].image.pk,
    }
    arguments = {"app_label": app, "model_name": name, "action": action}
    number = pks.get(name, 1)
    for names in ({"get": {"id": number}}, {"post": {"id": number}}):
        found = {
            each for each in movement.users if rules.selection(asking(each, **names), arguments)
        }
        assert found == who


def test_a_selection_of_all_is_for_those_who_see_all(movement: Movement) -> None:
    arguments = {"app_label": "wagtailcore", "model_name": "page", "action": "move"}
    for each in movement.users:
        request = asking(each, {"id": "all"})
        assert rules.selection(request, arguments) is (each in NATIONAL), each


def test_a_selection_is_moved_to_ones_own_place_only(movement: Movement) -> None:
    arguments = {"app_label": "wagtailcore", "model_name": "page", "action": "move"}
    own = movement.places["boston", "en"]
    for number, target, may in (
        (own.plan.pk, own.root.pk, True),
        (own.plan.pk, movement.places["chicago", "en"].root.pk, False),
        (movement.places["chicago", "en"].plan.pk, own.root.pk, False),
    ):
        posted = {"chooser": target, "more": "1"}
        request = asking("boston-editor", {"id": number}, posted)
        assert rules.selection(request, arguments) is may


def test_who_may_edit_an_object(movement: Movement) -> None:
    def ask(app: str, model: str, number: int) -> set[str]:
        arguments = {"app_label": app, "model_name": model, "object_id": number}
        return allowed(movement, lambda asked: rules.edited_object(asked, arguments))

    page = movement.places["boston", "en"].plan.pk
    assert ask("home", "standardpage", page) == EVERY_PAGE | OF_BOSTON
    assert ask("home", "person", movement.person.pk) == NATIONAL | {"emergency"}
    assert ask("home", "nothing", 1) == set()
    assert ask("translation", "glossaryterm", 1) == NATIONAL | {"coordinator"}


def test_rights_on_a_kind_of_record(movement: Movement) -> None:
    writers = {"staff", "emergency", "superuser"}
    person = {"app_label": "home", "model_name": "person"}
    assert allowed(movement, lambda asked: rules.record_writer(asked, person)) == writers
    permitted = rules.permitted("home.change_person")
    assert allowed(movement, lambda asked: permitted(asked, {})) == writers
    together = rules.both(permitted, rules.national)
    assert allowed(movement, lambda asked: together(asked, {})) == {"staff", "superuser"}
    assert allowed(movement, lambda asked: rules.national(asked, {})) == NATIONAL
    assert allowed(movement, lambda asked: rules.superusers(asked, {})) == {"superuser"}
    managers = {"staff", "superuser", "boston-lead", "chicago-lead"}
    assert allowed(movement, lambda asked: rules.managers(asked, {})) == managers


def test_two_rules_for_one_view_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"one": rules.nobody}
    monkeypatch.setattr(registered_views, "VIEW_PERMISSIONS", table)
    monkeypatch.setattr(registered_views, "SUPERUSERS_ONLY", {"two"})
    for rows, alone in (
        ([(rules.everybody, ("one",))], ()),
        ([(rules.everybody, ("two",))], ()),
        ([(rules.everybody, ("three", "three"))], ()),
        ([], ("one",)),
        ([(rules.everybody, ("three",))], ("three",)),
    ):
        with pytest.raises(ValueError, match=r"already: (one|two|three)\."):
            registered_views.register_views(*rows, superusers_only=alone)
    assert table == {"one": rules.nobody}
    registered_views.register_views((rules.everybody, ("three",)), superusers_only=("four",))
    assert table == {"one": rules.nobody, "three": rules.everybody}
    assert {"two", "four"} == registered_views.SUPERUSERS_ONLY


def test_whose_pages_media_and_drafts(movement: Movement) -> None:
    superuser, editor = movement.users["superuser"], movement.users["boston-editor"]
    assert own_pages(superuser).count() == visible_pages(superuser).count() == Page.objects.count()
    roots = [movement.places["boston", code].root for code in ("en", "es")]
    own = {page.pk for root in roots for page in root.get_descendants(inclusive=True)}
    assert set(own_pages(editor).values_list("pk", flat=True)) == own
    readable = set(Page.objects.live().values_list("pk", flat=True))
    assert set(visible_pages(editor).values_list("pk", flat=True)) == own | readable
    titles = own_media(Image.objects.all(), editor).values_list("title", flat=True)
    assert sorted(titles) == ["A shared picture", movement.files["boston"].image.title]
    partners = set(Partner.objects.values_list("pk", flat=True))
    spanish = set(Partner.objects.filter(locale__language_code="es").values_list("pk", flat=True))
    for who, seen in (
        ("staff", partners),
        ("superuser", partners),
        ("es-translator", spanish),
        ("boston-editor", set()),
        ("coordinator", set()),
    ):
        user = User.objects.get(username=who)
        assert set(own_drafts(Partner, user).values_list("pk", flat=True)) == seen, who
    assert set(own_drafts(StandardPage, editor).values_list("pk", flat=True)) == own
    limited = movement.team("translators", "es")
    limited.territory = movement.chapters["boston"].translation_key
    limited.save()
    assert not own_drafts(Partner, User.objects.get(username="es-translator")).exists()


def test_who_reads_and_writes_a_translation(movement: Movement) -> None:
    translation = movement.translations["boston"]
    users = User.objects.order_by("pk")
    readers = NATIONAL | {"coordinator"} | OF_SPANISH
    seeing = {user.username for user in users if may_see_translation(user, translation)}
    assert seeing == readers | OF_BOSTON | {"emergency"}
    writing = {user.username for user in users if may_translate(user, translation)}
    assert writing == OF_SPANISH | {"superuser"}
    assert {user.username for user in users if sees_the_desk(user)} == readers
    nobody = User.objects.get(username="superuser")
    nobody.is_active = False
    assert not may_translate(nobody, translation)


def test_how_far_a_translator_reaches(movement: Movement) -> None:
    """A whole language, or the paths of chapters; who has the language needs no chapter."""
    spanish, arabic = (movement.homes[code].locale_id for code in ("es", "ar"))
    user = User.objects.get(username="es-translator")
    assert reach_of(user) == {spanish: None}
    user.groups.add(movement.team("reviewers", "es").group, movement.team("reviewers", "ar").group)
    assert sorted(languages_of(user)) == sorted([spanish, arabic])
    assert reach_of(user) == {spanish: None, arabic: None}
    user.groups.set([movement.team("editors", "boston").group])
    assert languages_of(user) == []
    assert reach_of(user) == {}


def test_the_report_reads_the_rows_and_marks_what_rests(movement: Movement) -> None:
    lines = {line.user.get_username(): line for line in access_report()}
    assert set(lines) == set(movement.users) - {"newcomer"}
    assert list(lines) == sorted(lines)
    lead = lines["boston-lead"]
    assert lead.teams == ("Boston: Leads",)
    told = {(right.what, right.where) for right in lead.rights}
    assert {
        ("add, change, lock, take_down", "Boston (English)"),
        ("add, change, lock, take_down", "Boston (Spanish)"),
    } < told
    (on_records,) = (what for what, where in told if not where)
    assert "wagtailadmin.access_admin" in on_records
    assert "contact" in on_records
    media = {where: what for what, where in told if where.startswith("media: ")}
    assert set(media) == {"media: Boston", "media: Shared media"}
    assert media["media: Shared media"] == "choose document, choose image"
    staff = {(right.what, right.where) for right in lines["staff"].rights}
    assert ("add, change, lock, take_down, unlock", "all pages") in staff
    assert any(where == "media: all media" for _what, where in staff)
    assert lines["superuser"].rights[0].team == "Superuser"
    assert lines["superuser"].teams == ()


def test_what_nobody_has_used_for_ninety_days(
    movement: Movement, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the last login, or from when the account was made; exactly ninety days are not more."""
    now, accounts = timezone.now(), User.objects.filter(username="boston-lead")
    monkeypatch.setattr(timezone, "now", lambda: now)
    User.objects.update(last_login=now, date_joined=now - timedelta(days=400))
    assert unused_accounts() == []
    accounts.update(last_login=now - timedelta(days=90))
    assert unused_accounts() == []
    accounts.update(last_login=now - timedelta(days=90, microseconds=1))
    assert [user.username for user in unused_accounts()] == ["boston-lead"]
    accounts.update(last_login=None)
    assert [user.username for user in unused_accounts()] == ["boston-lead"]
    accounts.update(date_joined=now)
    assert unused_accounts() == []
    accounts.update(last_login=now - timedelta(days=91), is_active=False)
    assert unused_accounts() == []


def test_a_survey_tells_of_every_territory(movement: Movement) -> None:
    survey = survey_territories()
    assert {territory.key for territory in survey.territories} == set(
        Chapter.objects.values_list("key", flat=True)
    )
    assert survey == Survey(survey.territories, [])
    boston = next(each for each in survey.territories if each.name == "Boston")
    assert boston.page_ids == {movement.places["boston", code].root.pk for code in ("en", "es")}
    assert Team.objects.filter(territory=boston.key).count() == 2
