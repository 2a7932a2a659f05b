"""An address or a form that names two things, one's own and somebody else's, is refused.

The views that take two ids come from the URL resolver, and every mixture of own and foreign is
asked for; an argument that is not known here fails the test. What forms and queries name beside
an address stands in ``FORMS``.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail_localize.models import OverridableSegment, StringSegment

from cms.review.standing import read_digest

from .admin_addresses import Address, admin_addresses
from .movement import Movement, Place
from .test_matrix import BOOKKEEPING, is_open, rolled_back
from .test_nothing_leaks import SECRET, body_of
from .views.cases import page_form

type PlaceName = tuple[str, str]

# Who asks, where they are at home, and whose things they name beside their own.
ASKERS: dict[str, tuple[PlaceName, tuple[PlaceName, ...]]] = {
    "boston-editor": (("boston", "en"), (("chicago", "en"), ("national", "en"))),
    "boston-lead": (("boston", "en"), (("chicago", "en"), ("national", "en"))),
    "es-reviewer": (("boston", "es"), (("chicago", "en"), ("national", "en"))),
}
# Arguments that name nothing of anybody's: kinds, modes, a page's number in the zines' PDFs (which
# are the staff's, and closed to these askers), and steps that all reviews share. An
# editing session that is not one's own is not found, and another one begins: see below.
NOT_OWNED = {
    "action": "move",
    "action_name": "approve",
    "app_label": "wagtailcore",
    "app_name": "taggit",
    "content_type_app_name": "home",
    "content_type_model_name": "standardpage",
    "filter_spec": "max-100x100",
    "kind": "issue.epub",
    "mode": "print",
    "model_name": "page",
    "number": 1,
    "session_id": 1,
    "task_id": 1,
    "token": "x",
    "uidb64": "x",
    "workflow_pk": 1,
}


@dataclass(frozen=True)
class Named:
    """What is named of a place, for a view."""

    movement: Movement
    place: Place
    view: str

    def value(self, argument: str) -> Any:
        """The id of the place's thing that an argument takes. Raises KeyError for new ones."""
        things: dict[str, Callable[[], Any]] = {
            "page_id": self._page,
            "pk": self._page,
            "page_pk": self._page,
            "page_to_move_id": self._page,
            "parent_page_id": lambda: self.place.root.pk,
            "destination_id": lambda: self.place.root.pk,
            "object_id": lambda: str(self._page()),
            "revision_id": lambda: self.place.old_revision.pk,
            "revision_id_a": lambda: self.place.old_revision.pk,
            "revision_id_b": lambda: self.place.news.latest_revision_id,
            "task_state_id": lambda: self.place.step.pk,
            "workflow_state_id": lambda: self.place.review.pk,
            "image_id": lambda: self.movement.files[self.place.territory].image.pk,
            "translation_id": lambda: self._translation.pk,
            "segment_id": self._segment,
            "string_segment_id": self._segment,
            "overridable_segment_id": self._segment,
            "team_id": lambda: self._team.pk,
            "user_id": lambda: self._team.group.user_set.get().pk,
        }
        return things[argument]()

    def _page(self) -> int:
        page = self.place.waiting if "workflow" in self.view else self.place.news
        return int(page.pk)

    @property
    def _translation(self) -> Any:
        return self.movement.translations[self.place.territory]

    @property
    def _team(self) -> Any:
        national = self.place.territory == "national"
        return self.movement.team(
            "approvers" if national else "editors", "" if national else self.place.territory
        )

    def _segment(self) -> int:
        model = OverridableSegment if "override" in self.view else StringSegment
        return int(model.objects.filter(source=self._translation.source).order_by("pk")[0].pk)


def crossing_addresses() -> list[Address]:
    """The views that take two ids or more of things that belong to somebody."""
    addresses = {address.name: address for address in admin_addresses()}
    return [
        address
        for address in addresses.values()
        if len([each for each in address.arguments if each not in NOT_OWNED]) > 1
    ]


def test_there_are_such_views() -> None:
    names = {address.name for address in crossing_addresses()}
    assert {"wagtailadmin_pages:revisions_revert", "translation:segment", "members:remove"} <= names


@pytest.mark.parametrize("address", crossing_addresses(), ids=lambda address: address.name)
@pytest.mark.parametrize("asker", ASKERS)
def test_what_is_mixed_is_refused(movement: Movement, asker: str, address: Address) -> None:
    wrong = [
        f"{method} {arguments}: {fault}"
        for foreign, arguments in mixtures(movement, asker, address)
        for method in ("get", "post")
        for fault in faults(movement, asker, foreign, address.name, arguments, method)
    ]
    assert wrong == []


def mixtures(
    movement: Movement, asker: str, address: Address
) -> Iterator[tuple[PlaceName, dict[str, Any]]]:
    """Every way to fill a view's arguments with some of one's own and some of another's."""
    home, others = ASKERS[asker]
    owned = [each for each in address.arguments if each not in NOT_OWNED]
    for other in others:
        own = Named(movement, movement.places[home], address.name)
        foreign = Named(movement, movement.places[other], address.name)
        for chosen in itertools.product((own, foreign), repeat=len(owned)):
            if all(thing is chosen[0] for thing in chosen):
                continue
            values = {name: NOT_OWNED.get(name) for name in address.arguments}
            values |= {name: thing.value(name) for name, thing in zip(owned, chosen, strict=True)}
            yield other, values


def faults(
    movement: Movement,
    asker: str,
    foreign: PlaceName,
    view: str,
    arguments: dict[str, Any],
    method: str,
) -> Iterator[str]:
    client = movement.clients[asker]
    address = reverse(view, kwargs=arguments)
    data = {"value": "x", "position": 0}
    with rolled_back() as written:
        response = getattr(client, method)(address, data)
    yield from _told(foreign, response)
    if written - BOOKKEEPING:
        yield f"changes {sorted(written - BOOKKEEPING)}"
    if is_open(response):
        yield f"opens ({response.status_code})"


def _told(foreign: PlaceName, response: Any) -> Iterator[str]:
    for territory, kind, language in set(SECRET.findall(body_of(response))):
        if (territory.decode(), language.decode()) == foreign:
            yield f"tells {kind.decode()}"


# What forms and queries name: the view, its arguments, its query, and what is posted.
type Request = tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]


def _copy(_movement: Movement, own: Place, foreign: Place) -> Request:
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": foreign.root.pk}
    return "wagtailadmin_pages:copy", {"page_id": own.plan.pk}, {}, data


def _move(_movement: Movement, own: Place, foreign: Place) -> Request:
    data = {"new_parent_page": foreign.root.pk}
    return "wagtailadmin_pages:move", {"page_to_move_id": own.plan.pk}, {}, data


def _bulk(action: str, own_first: bool, **data: str) -> Callable[..., Request]:
    def form(_movement: Movement, own: Place, foreign: Place) -> Request:
        arguments = {"app_label": "wagtailcore", "model_name": "page", "action": action}
        both = [own.plan.pk, foreign.plan.pk]
        query = {"id": both if own_first else both[::-1]}
        targets = {name: getattr(own, place).pk for name, place in data.items()}
        return "wagtail_bulk_action", arguments, query, targets

    return form


def _bulk_into_foreign(_movement: Movement, own: Place, foreign: Place) -> Request:
    arguments = {"app_label": "wagtailcore", "model_name": "page", "action": "move"}
    return "wagtail_bulk_action", arguments, {"id": own.plan.pk}, {"chooser": foreign.root.pk}


def _bulk_files(action: str) -> Callable[..., Request]:
    def form(movement: Movement, own: Place, foreign: Place) -> Request:
        files = [movement.files[place.territory] for place in (own, foreign)]
        arguments = {"app_label": "media", "model_name": "image", "action": action}
        data = {"collection": files[0].collection.pk, "tags": "a"}
        return "wagtail_bulk_action", arguments, {"id": [each.image.pk for each in files]}, data

    return form


def _into_foreign_collection(movement: Movement, own: Place, foreign: Place) -> Request:
    image = movement.files[own.territory].image
    data = {"title": "Ours", "collection": movement.files[foreign.territory].collection.pk}
    return "wagtailimages:edit", {"image_id": image.pk}, {}, data | {"tags": ""}


def _approve_with_foreign_revision(_movement: Movement, own: Place, foreign: Place) -> Request:
    data = {
        "decision": "approve",
        "revision": foreign.waiting.latest_revision_id,
        "digest": read_digest(foreign.waiting.latest_revision),
    }
    return "review:review", {"task_state_id": own.step.pk}, {}, data


def _foreign_comment(_movement: Movement, own: Place, foreign: Place) -> Request:
    data = page_form("Plan", "plan") | {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "1",
        "comments-0-id": str(foreign.comment.pk),
        "comments-0-text": "Mine now",
        "comments-0-contentpath": "summary",
        "comments-0-DELETE": "on",
    }
    return "wagtailadmin_pages:edit", {"page_id": own.plan.pk}, {}, data


def _foreign_team(movement: Movement, own: Place, foreign: Place) -> Request:
    key = movement.chapters[own.territory].translation_key
    team = Named(movement, foreign, "").value("team_id")
    data = {"team": team, "email": "x@example.org", "language": "en"}
    return "members:invite", {"slug": f"chapter-{key}"}, {}, data


FORMS: dict[str, Callable[[Movement, Place, Place], Request]] = {
    "copy below": _copy,
    "move below": _move,
    "move several below": _bulk_into_foreign,
    "delete both": _bulk("delete", own_first=True),
    "delete both, theirs first": _bulk("delete", own_first=False),
    "move both": _bulk("move", own_first=True, chooser="news"),
    "unpublish both": _bulk("unpublish", own_first=True),
    "delete both pictures": _bulk_files("delete"),
    "tag both pictures": _bulk_files("add_tags"),
    "put both pictures into a collection": _bulk_files("add_to_collection"),
    "approve their revision": _approve_with_foreign_revision,
    "invite to their team": _foreign_team,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("asker", ["boston-editor", "boston-lead"])
def test_a_form_that_names_others_things_changes_nothing(
    movement: Movement, asker: str, form: str
) -> None:
    home, others = ASKERS[asker]
    for other in others:
        view, arguments, query, data = FORMS[form](
            movement, movement.places[home], movement.places[other]
        )
        with rolled_back() as written:
            response = movement.clients[asker].post(
                reverse(view, kwargs=arguments), data, query_params=query
            )
        assert written - BOOKKEEPING == set(), other
        assert list(_told(other, response)) == []


@pytest.mark.parametrize("other", ["chicago", "national"])
def test_a_picture_is_not_put_into_anothers_collection(movement: Movement, other: str) -> None:
    own, foreign = movement.places["boston", "en"], movement.places[other, "en"]
    view, arguments, _query, data = _into_foreign_collection(movement, own, foreign)
    movement.clients["boston-lead"].post(reverse(view, kwargs=arguments), data)
    image = movement.files["boston"].image
    image.refresh_from_db()
    assert image.collection == movement.files["boston"].collection


@pytest.mark.parametrize("other", ["chicago", "national"])
def test_a_comment_of_anothers_page_is_left_alone(movement: Movement, other: str) -> None:
    own, foreign = movement.places["boston", "en"], movement.places[other, "en"]
    view, arguments, _query, data = _foreign_comment(movement, own, foreign)
    response = movement.clients["boston-lead"].post(reverse(view, kwargs=arguments), data)
    assert list(_told((other, "en"), response)) == []
    text = foreign.comment.text
    foreign.comment.refresh_from_db()
    assert foreign.comment.text == text


def test_somebody_elses_editing_session_is_left_alone(movement: Movement) -> None:
    """Who says that they go on with another's session begins one of their own."""
    page = movement.places["boston", "en"].news
    seen = timezone.now()
    session = EditingSession.objects.create(
        user=movement.users["chicago-editor"],
        content_type=page.cached_content_type,
        object_id=str(page.pk),
        last_seen_at=seen,
        is_editing=True,
    )
    arguments = ["wagtailcore", "page", str(page.pk), session.pk]
    ping = reverse("wagtailadmin_editing_sessions:ping", args=arguments)
    told = movement.clients["boston-editor"].post(ping).json()
    assert told["session_id"] != session.pk
    release = reverse("wagtailadmin_editing_sessions:release", args=[session.pk])
    movement.clients["boston-editor"].post(release)
    session.refresh_from_db()
    assert (session.last_seen_at, session.is_editing) == (seen, True)
