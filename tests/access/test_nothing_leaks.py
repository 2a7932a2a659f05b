"""Nothing that a volunteer can ask the admin tells of what is not theirs before it is public.

In every kind of draft there is a title that begins with SECRET. A crawler asks every view of the
admin about every object, searches, exports and posts, as each kind of volunteer, and reads all
that comes back.
"""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from wagtail.models import (
    CommentReply,
    Page,
    PageLogEntry,
    PageSubscription,
    Task,
    TaskState,
    WorkflowState,
)
from wagtail_localize.models import StringSegment

from cms.access.models import AccessEvent, Invitation
from cms.access.reconcile import shared_collection
from cms.accounts.models import OpenSession
from cms.media.models import Document, Image
from cms.review.models import PublicationSet
from cms.translation.models import Start
from home.models import Partner, Person, StandardPage

from .admin_addresses import Address, admin_addresses
from .movement import Movement, make_user, secret
from .secrets import KINDS_OF_DRAFT, KINDS_OF_PAGE, plant_a_chapter, plant_decision, plant_pages

SECRET = re.compile(rb"SECRET[ -](\w+)[ -](\w+)(?: (\w\w)\b)?")
SEARCHES: list[dict[str, Any]] = [
    {},
    {"q": "SECRET"},
    {"q": "SECRET", "search_all": "1"},
    {"search": "SECRET", "fields": "*"},
    {"export": "csv"},
    {"term": "SECRET"},
]
# They end the session that crawls.
NOT_CRAWLED = {"wagtailadmin_logout", "own_sessions:end"}


@dataclass(frozen=True)
class Volunteer:
    """Who crawls, and the territory and the language whose secrets are theirs."""

    name: str
    territory: str
    language: str = ""

    def may_read(self, territory: str, what: str, language: str) -> bool:
        if self.language:
            return self.language == language and what not in ("image", "document")
        return territory == self.territory


# Who was at another chapter is a lead now, and whoever translates reviews, too: what neither of
# two roles is told, is told to none.
VOLUNTEERS = (
    Volunteer("boston-editor", "boston"),
    Volunteer("former", "boston"),
    Volunteer("newcomer", ""),
    Volunteer("es-reviewer", "", "es"),
)


@pytest.fixture
def planted(movement: Movement) -> Movement:
    """The movement with more to find: traces of somebody who left, references, tags, notes."""
    former = make_user("former")
    former.groups.add(movement.team("editors", "chicago").group)
    for code in ("en", "es"):
        _leave_traces(movement, former, code)
    former.groups.set([movement.team("leads", "boston").group])
    movement.users["es-reviewer"].groups.add(movement.team("translators", "es").group)
    movement.users["former"] = former
    movement.clients["former"] = Client()
    movement.clients["former"].force_login(former)
    files = movement.files["chicago"]
    files.image.tags.add(secret("chicago", "tag"))
    shared = Image.objects.get(collection=shared_collection())
    _refer_to(movement, [movement.files["boston"].image, shared])
    Invitation.objects.create(
        team=movement.team("editors", "chicago"),
        email=f"{secret('chicago', 'invitation').replace(' ', '-')}@example.org",
        token_digest="x",
    )
    AccessEvent.objects.create(change=secret("chicago", "event"))
    plan = movement.places["chicago", "en"].plan
    Start.objects.create(page=plan, failed=[secret("chicago", "start")])
    plant_pages(movement)
    plant_decision(movement)
    plant_a_chapter(movement)
    return movement


def _leave_traces(movement: Movement, former: Any, code: str) -> None:
    place = movement.places["chicago", code]
    PageLogEntry.objects.log_action(place.plan, "wagtail.edit", user=former)
    Page.objects.filter(pk=place.plan.pk).update(owner=former)
    Page.objects.filter(pk=place.news.pk).update(locked=True, locked_by=former)
    WorkflowState.objects.filter(pk=place.review.pk).update(requested_by=former)
    TaskState.objects.filter(pk=place.step.pk).update(comment=secret("chicago", f"reason {code}"))
    PageSubscription.objects.create(page=place.news, user=former, comment_notifications=True)
    CommentReply.objects.create(
        comment=place.comment, user=former, text=secret("chicago", f"reply {code}")
    )


def _refer_to(movement: Movement, images: list[Image]) -> None:
    """Drafts of Chicago link to Boston's page and show its picture and a shared one."""
    for number, image in enumerate(images):
        link = f'<p><a linktype="page" id="{movement.places["boston", "en"].news.pk}">x</a></p>'
        page = StandardPage(
            title=secret("chicago", f"reference{number} en"),
            slug=f"reference-{number}",
            live=False,
            body=[
                {"type": "paragraph", "value": {"text": link, "footnotes": []}},
                {
                    "type": "image",
                    "value": {
                        "picture": {"image": image.pk, "alt_text": "x", "decorative": False},
                        "caption": "",
                        "credit": "",
                    },
                },
            ],
        )
        root = Page.objects.get(pk=movement.places["chicago", "en"].root.pk)
        page.locale = root.locale
        root.add_child(instance=page)
        page.save_revision()


@pytest.mark.parametrize("volunteer", VOLUNTEERS, ids=lambda volunteer: volunteer.name)
def test_nothing_of_others_is_told(planted: Movement, volunteer: Volunteer) -> None:
    client = planted.clients[volunteer.name]
    client.raise_request_exception = False
    leaks: set[str] = set()
    answers = 0
    for what, answer in crawl(planted, client):
        answers += 1
        for territory, kind, language in set(SECRET.findall(answer)):
            words = territory.decode(), kind.decode(), language.decode()
            if not volunteer.may_read(*words):
                leaks.add(f"{what}: {' '.join(words)}")
    assert answers > 500
    assert leaks == set()
    # Not by whether the first page opens: who is in no team is sent to be told so.
    assert OpenSession.objects.filter(user=planted.users[volunteer.name]).exists(), "Signed out."
    assert "_auth_user_id" in client.session, "It was signed out."


def test_the_crawler_finds_what_there_is(planted: Movement) -> None:
    """Superusers are shown everything, so a crawl as one has to meet every kind of secret."""
    planted.clients["superuser"].raise_request_exception = False
    kinds = ("plan", "change", "waiting", "summary", "comment", "reply", "image", "document")
    traces = ("tag", "reason", "reference0", "event", "decision", "passage", "invitation", "start")
    wanted = {("chicago", kind) for kind in (*kinds, *traces, *KINDS_OF_DRAFT)}
    records = ("person", "partner", "folder", "record", "set", *KINDS_OF_PAGE)
    wanted |= {("national", kind) for kind in ("plan", *records, *KINDS_OF_DRAFT)}
    wanted.add(("hidden", "chapter"))
    for _what, answer in crawl(planted, planted.clients["superuser"]):
        wanted -= {(where.decode(), kind.decode()) for where, kind, _ in SECRET.findall(answer)}
        if not wanted:
            break
    assert wanted == set()


def crawl(movement: Movement, client: Client) -> Iterator[tuple[str, bytes]]:
    """Ask everything of every view; yield what was asked, and the answer."""
    for address in admin_addresses():
        if address.name in NOT_CRAWLED or (":" not in address.name and "." in address.name):
            continue
        if address.arguments:
            for arguments in combinations(movement, address):
                yield from asked(client, address.name, arguments, {}, "get", "post")
        else:
            for query in SEARCHES:
                yield from asked(client, address.name, {}, query, "get")
    for name, arguments, query in with_ids(movement):
        methods = ("get", "post") if name == "wagtail_bulk_action" else ("get",)
        yield from asked(client, name, arguments, query, *methods)
    for name, arguments, query, data in with_posted_ids(movement):
        with undone():
            response = client.post(reverse(name, kwargs=arguments), data, query_params=query)
            answer = body_of(response) + told_next(client, response)
        yield f"post {name} {arguments} {query} {data}", answer


def asked(
    client: Client, name: str, arguments: dict[str, Any], query: dict[str, Any], *methods: str
) -> Iterator[tuple[str, bytes]]:
    """The answers to an address; what the site refuses to show, it refuses to do (test_matrix)."""
    address = reverse(name, kwargs=arguments)
    for method in methods:
        with undone():
            if method == "get":
                response = client.get(address, query)
            else:
                response = client.post(address, {}, query_params=query)
            told = body_of(response)
            if response.status_code == 302 and response["Location"] != reverse("wagtailadmin_home"):
                told += response["Location"].encode()
                told += followed(client, response["Location"])
            told += told_next(client, response)
        yield f"{method} {name} {arguments} {query}", told
        if response.status_code == 403 or (
            response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home")
        ):
            return


def told_next(client: Client, response: Any) -> bytes:
    """The messages that the next page would show; they are dropped, for thousands would gather."""
    client.cookies.pop("messages", None)
    return "\n".join(map(str, get_messages(response.wsgi_request))).encode()


def followed(client: Client, address: str) -> bytes:
    """What is at the end of a redirect; the page to sign in has its own place in the crawl."""
    if urlsplit(address).path == reverse("wagtailadmin_login"):
        return b""
    return body_of(client.get(address))


def with_posted_ids(
    movement: Movement,
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Forms that name others' pages, from one's own: they come back with what was typed."""
    own = movement.places["boston", "en"].plan.pk
    bulk = {"app_label": "wagtailcore", "model_name": "page", "action": "move"}
    for page in told_pages(movement):
        if page.locale_id != movement.homes["en"].locale_id:
            continue
        copy = {"new_title": "", "new_slug": "", "new_parent_page": page.pk}
        yield "wagtailadmin_pages:copy", {"page_id": own}, {}, copy
        yield "wagtail_bulk_action", bulk, {"id": own}, {"chooser": page.pk}
        move = {"page_to_move_id": own}
        yield "wagtailadmin_pages:move", move, {}, {"new_parent_page": page.pk}
        yield "wagtailadmin_pages:set_page_position", move, {"position": 0}, {}
        link = {"external-link-chooser-url": page.url, "external-link-chooser-link_text": ""}
        yield "wagtailadmin_choose_page_external_link", {}, {}, link


def told_pages(movement: Movement) -> list[Page]:
    """Pages of which there is something to tell, and one's own root beside them."""
    secrets = Page.objects.filter(
        Q(draft_title__startswith="SECRET") | Q(title__startswith="SECRET")
    )
    own = Q(pk=movement.places["boston", "en"].root.pk)
    return list(Page.objects.filter(own | Q(pk__in=secrets.values("pk"))))


def body_of(response: Any) -> bytes:
    if response.streaming:
        return b"".join(response.streaming_content)
    return bytes(response.content)


def combinations(movement: Movement, address: Address) -> Iterator[dict[str, Any]]:
    """Every way to fill a view's arguments with others' objects, and with one's own beside."""
    values = [candidates(movement, address.name, argument) for argument in address.arguments]
    for combined in itertools.product(*values):
        yield dict(zip(address.arguments, combined, strict=True))


def candidates(movement: Movement, view: str, argument: str) -> list[Any]:
    """What an argument of a view may name: what is somebody else's first."""
    chicago, boston = movement.places["chicago", "en"], movement.places["boston", "en"]
    national = movement.places["national", "en"]
    pages = [chicago.plan.pk, chicago.news.pk, chicago.waiting.pk, national.plan.pk]
    with_rows = [secret("national", f"{kind} en") for kind in ("impact", "principles")]
    telling = Q(slug__in=("private", "hidden")) | Q(title__in=with_rows)
    pages += Page.objects.filter(telling).values_list("pk", flat=True)
    own_page = boston.news.pk
    known: dict[str, list[Any]] = {
        "page_id": [*pages, own_page],
        "translation_id": [movement.translations[where].pk for where in ("chicago", "national")],
        "translation_source_id": [movement.translations["chicago"].source_id],
        "segment_id": [StringSegment.objects.order_by("pk").values_list("pk", flat=True)[0]],
        "start_id": [Start.objects.get().pk],
        "code": ["es", "ar"],
        "set_id": [PublicationSet.objects.get().pk],
        "parent_page_id": [*pages, chicago.root.pk, national.root.pk, own_page],
        "page_to_move_id": [*pages, own_page],
        "page_pk": pages,
        "destination_id": [chicago.plan.pk, own_page],
        "revision_id": [chicago.news.latest_revision_id, chicago.plan.latest_revision_id],
        "revision_id_a": ["live", chicago.news.latest_revision_id],
        "revision_id_b": ["latest", chicago.news.latest_revision_id],
        "task_state_id": [chicago.step.pk, movement.record_step.pk],
        "workflow_state_id": [chicago.review.pk],
        "task_id": [chicago.step.task_id],
        "workflow_pk": [chicago.review.workflow_id],
        "image_id": [image.pk for image in Image.objects.all()],
        "document_id": [document.pk for document in Document.objects.all()],
        "doc_id": [document.pk for document in Document.objects.all()],
        "collection_id": [movement.files["national"].collection.pk],
        "team_id": [movement.team("editors", "chicago").pk],
        "user_id": [movement.users["chicago-editor"].pk],
        "invitation_id": [Invitation.objects.get().pk],
        "slug": [f"chapter-{movement.chapters['chicago'].translation_key}", "national"],
        "action_name": ["approve", "copy"],
        "content_type_app_name": ["home"],
        "content_type_model_name": ["standardpage"],
        "filter_spec": ["max-100x100"],
        "mode": ["x"],
        "uidb64": ["x"],
        "token": ["x"],
    }
    if argument == "pk":
        return [*pages, own_page] if "pages" in view else primary_keys(movement, view)
    if argument in ("app_label", "app_name", "model_name", "action", "object_id"):
        return labels(movement, argument)
    return known.get(argument, [1])


def primary_keys(movement: Movement, view: str) -> list[Any]:
    models: dict[str, Any] = {
        "image": Image,
        "doc": Document,
        "person": Person,
        "partner": Partner,
        "task": Task,
    }
    for word, model in models.items():
        if word in view:
            return list(model.objects.values_list("pk", flat=True))
    return [movement.files["national"].collection.pk]


def labels(movement: Movement, argument: str) -> list[Any]:
    return {
        "app_label": ["wagtailcore"],
        "app_name": ["taggit"],
        "model_name": ["page"],
        "action": ["move"],
        "object_id": [str(movement.places["chicago", "en"].plan.pk)],
    }[argument]


def with_ids(movement: Movement) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Views that take their objects from the query.

    Each object by itself for one action of its kind: the others ask the same about it.
    """
    pages = [page.pk for page in told_pages(movement)]
    images = list(Image.objects.values_list("pk", flat=True))
    documents = list(Document.objects.values_list("pk", flat=True))
    choices = (
        ("wagtailcore", "page", pages, ("move", "delete", "publish", "unpublish")),
        ("media", "image", images, ("add_tags", "add_to_collection", "delete")),
        ("media", "document", documents, ("add_tags", "add_to_collection", "delete")),
    )
    for app, model, ids, actions in choices:
        for action in actions:
            arguments = {"app_label": app, "model_name": model, "action": action}
            alone = [[pk] for pk in ids] if action == actions[0] else []
            for chosen in [["all"], ids, *alone]:
                yield "wagtail_bulk_action", arguments, {"id": chosen}
    for name, ids in (
        ("wagtailadmin_choose_page_chosen_multiple", pages),
        ("wagtailimages_chooser:chosen_multiple", images),
        ("wagtaildocs_chooser:chosen_multiple", documents),
    ):
        for chosen in [ids, *([pk] for pk in ids)]:
            yield name, {}, {"id": chosen}
    for page in pages:
        for parameter in ("descendant_of", "translation_of", "ancestor_of"):
            yield "wagtailadmin_api:pages:listing", {}, {parameter: page, "fields": "*"}


@contextmanager
def undone() -> Iterator[None]:
    """What a request changes is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
