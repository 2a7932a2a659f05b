"""What people do with a text, through the pages of the admin that they do it on."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page, Revision, TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.review.models import Decision, task_name_of
from tests.access.movement import Movement, make_user

type Form = dict[str, Any]
# What happens within it is committed.
type Commit = Callable[[], AbstractContextManager[list[Any]]]

# Somebody who may take each step of review for Boston's pages, in the steps' order.
TAKERS = {"language": "es-reviewer", "lead": "boston-lead", "staff": "approver"}


@dataclass
class Flow:
    """A movement, and one page of Boston's that has a draft and has never been public."""

    movement: Movement
    more: dict[str, Client] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        """The page as it is in the database now."""
        return fresh(self.movement.places["boston", "en"].plan)

    @property
    def national_page(self) -> Page:
        return fresh(self.movement.places["national", "en"].plan)

    @property
    def news(self) -> Page:
        """Boston's page that is public and has a draft change."""
        return fresh(self.movement.places["boston", "en"].news)

    @property
    def translation(self) -> Page:
        """The page in Spanish."""
        return fresh(self.movement.places["boston", "es"].plan)

    def user(self, name: str) -> User:
        return User.objects.get(username=name)

    def client(self, name: str) -> Client:
        return self.more.get(name) or self.movement.clients[name]

    def join(self, name: str, role: str, where: str = "") -> User:
        """One more person on a team."""
        user = make_user(name)
        user.groups.add(self.movement.team(role, where).group)
        self.sign_in(name)
        return user

    def sign_in(self, *names: str) -> None:
        """Begin sessions of this test's own, such as after its clock has moved on."""
        for name in names:
            self.more[name] = Client()
            self.more[name].force_login(self.user(name))

    # What people do.

    def save(self, who: str, page: Page | None = None, **values: Any) -> Any:
        return self._post_editor(who, page or self.page, values)

    def autosave(
        self, who: str, page: Page | None = None, overwrite: Revision | None = None, **values: Any
    ) -> Any:
        page = page or self.page
        latest = overwrite or page.latest_revision
        values |= {"loaded_revision_id": str(latest.pk)}
        values |= {"loaded_revision_created_at": latest.created_at.isoformat()}
        if overwrite:
            values |= {"overwrite_revision_id": str(overwrite.pk)}
        return self._post_editor(who, page, values, HTTP_ACCEPT="application/json")

    def submit(self, who: str, page: Page | None = None, **values: Any) -> Any:
        return self._post_editor(who, page or self.page, {"action-submit": "1", **values})

    def review(self, who: str, state: TaskState | None = None) -> BeautifulSoup:
        """The review page of the step that waits, as an account sees it."""
        response = self.client(who).get(self.review_address(state))
        assert response.status_code == 200, response.status_code
        return BeautifulSoup(response.content, "html.parser")

    def decide(
        self, who: str, decision: str, reason: str = "", state: TaskState | None = None
    ) -> Any:
        """Press a button of the review page, after having read it."""
        state = state or self.state()
        form = read_form(self.review("superuser", state)) if _waits(state) else {}
        data = form | {"decision": decision, "reason": reason}
        return self.client(who).post(self.review_address(state), data, follow=True)

    def approve(self, page: Page | None = None) -> None:
        """Take every step that the page's review has left, each by one of its people."""
        for step, who in TAKERS.items():
            state = fresh(page or self.page).current_workflow_task_state
            if state is not None and task_name_of(state.task) == step:
                self.decide(who, "approve", state=state)

    def restore(self, who: str, revision: Revision, **values: Any) -> Any:
        """Bring an older version of a page or record back, as Wagtail's history offers it."""
        return self.client(who).post(*restoring(revision, **values))

    def save_record(self, who: str, record: Any, locale: str = "", **values: Any) -> Any:
        """Send the form of a record: of a new one where it has no number yet."""
        views = type(record).snippet_viewset
        if record.pk:
            address = reverse(views.get_url_name("edit"), args=[record.pk])
        else:
            address = reverse(views.get_url_name("add"))
        query = {"locale": locale} if locale else {}
        form = record_form(record, **values)
        return self.client(who).post(address, form, query_params=query)

    def submit_record(self, who: str, record: Any, **values: Any) -> Any:
        return self.save_record(who, record, **{"action-submit": "1"}, **values)

    # What came of it.

    def state(self, page: Page | None = None) -> TaskState:
        state = fresh(page or self.page).current_workflow_task_state
        assert state is not None, "the page is not in review"
        return state

    def review_address(self, state: TaskState | None = None) -> str:
        return reverse("review:review", args=[(state or self.state()).pk])

    def kinds(self, page: Page | None = None) -> list[str]:
        """What has been decided about the page, the oldest first, in this test."""
        decisions = Decision.objects.about(page or self.page).order_by("pk")
        return [decision.kind for decision in decisions]

    def public_text(self, page: Page | None = None) -> str:
        """What an anonymous reader gets at the page's address, or nothing."""
        page = fresh(page or self.page)
        response = Client().get(page.url or "/nowhere/")
        return response.content.decode() if response.status_code == 200 else ""

    def _post_editor(self, who: str, page: Page, values: Form, **headers: Any) -> Any:
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return self.client(who).post(address, editor_form(fresh(page), **values), **headers)


def fresh(subject: Any) -> Any:
    """A page or record as it is in the database now."""
    if not isinstance(subject, Page):
        return type(subject).objects.get(pk=subject.pk)
    return Page.objects.get(pk=subject.pk).specific


def editor_form(page: Page, body: list[Any] | None = None, **values: Any) -> Form:
    """The form of the page editor for a page of prose, as a browser sends it."""
    return form_of_page(page.get_latest_revision_as_object(), body, **values)


def form_of_page(draft: Any, body: list[Any] | None = None, **values: Any) -> Form:
    """The form in which a version of a page stands."""
    data = {
        "title": draft.title,
        "slug": draft.slug,
        "seo_title": "",
        "show_in_menus": "",
        "summary": draft.summary,
        "comments": inline_formset([]),
        "body": streamfield(body or []),
        **values,
    }
    return nested_form_data(data)


def record_form(record: Any, **values: Any) -> Form:
    """The form of a person, a partner or an identity, as a browser sends it."""
    draft = fresh(record).get_latest_revision_as_object() if record.pk else record
    return form_of_record(draft, **values)


def form_of_record(draft: Any, **values: Any) -> Form:
    """The form in which a version of a record stands."""
    fields = {
        field.name: _typed(field.value_from_object(draft))
        for field in draft._meta.fields
        if field.editable and not field.primary_key and not isinstance(field, StreamField)
    }
    streams = {
        field.name: streamfield([])
        for field in draft._meta.fields
        if isinstance(field, StreamField)
    }
    return nested_form_data(fields | streams | values)


def _typed(value: Any) -> Any:
    """A field's value as it stands in a form."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else value


def restoring(revision: Revision, **values: Any) -> tuple[str, Form]:
    """The address and the form of an older version of a page of prose or a record."""
    old = revision.as_object()
    if isinstance(old, Page):
        name = "wagtailadmin_pages:revisions_revert"
        form = form_of_page(old, [*_body_as_sent(revision)], **values)
    else:
        name = type(old).snippet_viewset.get_url_name("revisions_revert")
        form = form_of_record(old, **values)
    return reverse(name, args=[old.pk, revision.pk]), form


def _body_as_sent(revision: Revision) -> Iterator[tuple[str, Form]]:
    """The pictures, documents and contacts of a version, as the editor's form has them."""
    for block in json.loads(revision.content["body"]):
        value = block["value"]
        if block["type"] == "image":
            value = {**value, "picture": {**value["picture"], "decorative": ""}}
        elif block["type"] == "contacts":
            items = {
                str(number): {"deleted": "", "order": str(number), "id": "", "value": item["value"]}
                for number, item in enumerate(value["contacts"])
            }
            value = {"title": "", "contacts": {"count": str(len(items)), **items}}
        yield block["type"], value


def read_form(soup: BeautifulSoup) -> Form:
    """The hidden fields of a review page's form: which text it is about."""
    return {
        str(field["name"]): str(field["value"])
        for field in soup.select("main form[method=post] input[type=hidden]")
        if field["name"] != "csrfmiddlewaretoken"
    }


def words(response: Any) -> str:
    """Everything that a page of the admin says."""
    text = BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)
    return " ".join(text.split())


def _waits(state: TaskState) -> bool:
    return TaskState.objects.filter(pk=state.pk, status=TaskState.STATUS_IN_PROGRESS).exists()
