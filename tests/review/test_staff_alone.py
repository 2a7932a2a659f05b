"""Staff alone change nothing that a reader sees, by any address of the admin, but take it down.

Every address of a record or setting, from the URL resolver, gets whole forms with every button
that a form of Wagtail's or of ours knows; and readers get the same bytes afterwards.
"""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.review.models import Decision
from cms.review.standing import read_digest
from home.models import Partner, Person, SiteIdentity, StandardPage
from tests.access.admin_addresses import Address, admin_addresses
from tests.access.movement import Movement, add_child, publish

from .flow import Flow, record_form

pytestmark = pytest.mark.django_db

MODELS: tuple[Any, ...] = (Person, Partner, SiteIdentity)
SPACES = (
    *(f"wagtailsnippets_home_{model._meta.model_name}:" for model in MODELS),
    *(f"wagtailsnippetchoosers_home_{model._meta.model_name}:" for model in MODELS),
    "wagtailsettings:",
    "wagtailsnippets:",
    "review:",
)
SLIPPED = "SLIPPED IN"
BUTTONS = ("publish", "unpublish", "submit", "restart-workflow", "workflow-action")
# Of several buttons a form answers one; where there is no form, all are sent at once.
ONE_BY_ONE = (":add", ":edit", ":revisions_revert", ":review")
DECISIONS: tuple[dict[str, str], ...] = (
    *({f"action-{button}": "1", "workflow-action-name": "approve"} for button in BUTTONS),
    {"decision": "approve"},
    {"decision": "take-over"},
)
ALL_AT_ONCE = {"action": "publish", "is_confirmed": "on", "decision": "approve"}


def public_site() -> dict[str, tuple[int, bytes]]:
    """What readers get, at every public address."""
    cache.clear()
    addresses = [page.get_url() for page in Page.objects.live().filter(depth__gt=1)]
    client = Client()
    return {
        address: ((answer := client.get(address)).status_code, answer.content)
        for address in [*addresses, "/sitemap.xml", "/en/search/?q=somebody"]
    }


def addresses() -> list[Address]:
    return [each for each in admin_addresses() if each.name.startswith(SPACES)]


def test_the_addresses_are_found() -> None:
    found = {each.name for each in addresses()}
    assert len(found) > 60
    assert {"wagtailsnippets_home_person:edit", "review:take_down"} <= found


def test_staff_alone_change_nothing_that_readers_see(flow: Flow) -> None:
    _list_the_staff(flow.movement)
    before = public_site()
    client, sent = flow.client("staff"), 0
    for address in addresses():
        for arguments in _named(flow, address):
            path = reverse(address.name, kwargs=arguments)
            for form in _forms(flow, address):
                one_by_one = address.name.endswith(ONE_BY_ONE)
                for decision in DECISIONS if one_by_one else (ALL_AT_ONCE,):
                    client.post(path, form | decision)
                    sent += 1
    assert sent > 150
    assert public_site() == before
    # What was tried was not all refused: drafts were written and sent into review.
    assert SLIPPED in Person.objects.latest("pk").name
    kinds = set(Decision.objects.filter(actor=flow.user("staff")).values_list("kind", flat=True))
    assert "submitted" in kinds
    assert kinds.isdisjoint({"approved", "published", "emergency", "taken-down"})


def _list_the_staff(movement: Movement) -> None:
    """A page that names everybody who works for the organization."""
    page = StandardPage(title="Who we are", slug="who", summary="Who we are.")
    page.body.append(("staff_list", None))
    publish(add_child(movement.homes["en"], page))


def _named(flow: Flow, address: Address) -> Iterator[dict[str, Any]]:
    """Every record of the address's kind, and what else the address names."""
    step = flow.movement.record_step
    models = [model for model in MODELS if f"_{model._meta.model_name}:" in address.name] or MODELS
    records = [record for model in models for record in model.objects.order_by("pk")[:1]]
    if Partner in models:
        records.append(step.workflow_state.content_object)
    known: dict[str, list[Any]] = {
        "page_id": [flow.news.pk],
        "image_id": [flow.movement.files["boston"].image.pk],
        "document_id": [flow.movement.files["boston"].document.pk],
        "task_state_id": [step.pk, flow.state(flow.movement.places["boston", "en"].waiting).pk],
        "workflow_state_id": [step.workflow_state_id],
        "task_id": [step.task_id],
        "set_id": [1],
        "action_name": ["approve"],
        "revision_id_a": ["earliest"],
        "revision_id_b": ["latest"],
        "app_label": ["home"],
        "app_name": ["home"],
    }
    own = {"pk", "revision_id", "model_name"}
    others = [known[name] for name in address.arguments if name not in own]
    names = [name for name in address.arguments if name not in own]
    for record in records if own & set(address.arguments) else records[:1]:
        of_record = {
            "pk": record.pk,
            "revision_id": record.latest_revision_id or step.revision_id,
            "model_name": record._meta.model_name,
        }
        for combined in itertools.product(*others):
            values = dict(zip(names, combined, strict=True)) | of_record
            yield {name: values[name] for name in address.arguments}


def _forms(flow: Flow, address: Address) -> Iterator[dict[str, Any]]:
    """A whole form of each kind that the address may be about, with words slipped in."""
    read = flow.movement.record_step.revision
    words = {"revision": read.pk, "digest": read_digest(read), "reason": "Now.", "on": ""}
    for model in MODELS:
        if f"_{model._meta.model_name}:" in address.name or "_home_" not in address.name:
            record = model.objects.order_by("pk")[0]
            name = "organization_name" if model is SiteIdentity else "name"
            yield record_form(record, **{name: SLIPPED}) | words
