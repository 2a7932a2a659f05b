"""A site that has every kind of page and record, with every block, in three languages."""

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.access.reconcile import reconcile, shared_collection
from cms.contacts.models import Contact
from cms.pages.classification import Kind, child_relations, kind_of_block, kind_of_field
from cms.review.models import task_name_of
from cms.review.standing import read_digest
from cms.translation.drafts import save_draft
from cms.translation.freshness import note_submission
from cms.translation.records import start_record
from cms.translation.segments.listing import segments_of
from cms.translation.tasks import start_translations
from home.models import ImpactPage, Partner, Person, SiteIdentity, StandardPage
from tests.access.movement import make_document, make_image, publish_record
from tests.translation.world import World
from tests.trees import publish
from zine.models import ZineIndexPage, ZineIssuePage

from .forms import form_at, posted
from .values import Pair, Values

CODES = ("en", "es", "ar")
TAKERS = {"language": "es-reviewer", "lead": "boston-lead", "staff": "approver"}
# What keeps its first value, and why.
KEPT = {
    "Principle.key": "a rule of its form: it never changes",
    "Person.is_active": "hides the person with all other values",
    "ChapterPage.time_zone": "has to be a zone; readers see no time yet",
    "SiteIdentity.site": "there is one site",
    "show_in_menus": "no form has it, and nothing asks",
    "sort_order": "nothing else stands beside it",
}


@dataclass
class WalkedSite:
    """The site, and the values that everything on it says."""

    world: World
    values: Values
    subjects: dict[str, Any]
    contact: Contact
    capture: Callable[..., Any]

    def of(self, name: str, code: str) -> Any:
        """A page or record in a language, as it is in the database now."""
        subject = self.subjects[name]
        same = {"translation_key": subject.translation_key, "locale__language_code": code}
        return type(subject).objects.get(**same)

    def translation(self, name: str, code: str) -> Translation:
        key = self.subjects[name].translation_key
        return Translation.objects.get(source__object_id=key, target_locale__language_code=code)

    def edit(self, who: str, subject: Any) -> None:
        """Give a text its present values in one form of the editor, and submit it."""
        address = address_of(subject)
        client = self.world.client(who)
        form = form_at(client, address)
        form |= dict(self._typed(subject, form)) | {"action-submit": "1"}
        with self.capture(execute=True):
            answer = client.post(address, form)
        assert answer.status_code == 302, (subject, _errors(answer))

    def approve(self, subject: Any) -> None:
        """Take every step of the review, each by one of its people."""
        while (step := fresh(subject).current_workflow_task_state) is not None:
            read = {"revision": step.revision_id, "digest": read_digest(step.revision)}
            client = self.world.client(TAKERS[task_name_of(step.task)])
            with self.capture(execute=True):
                answer = client.post(
                    reverse("review:review", args=[step.pk]), {"decision": "approve", **read}
                )
            assert answer.status_code == 302, (subject, step.task, _errors(answer))

    def translate(self, name: str, code: str) -> None:
        """Write every segment of a text on the desk, as they are now, and submit it."""
        translation = self.translation(name, code)
        typed = {
            f"segment-{segment.pk}": f"{code} {segment.source}"
            for segment in segments_of(translation)
        }
        address = reverse("translation:editor", args=[translation.pk])
        client = self.world.client(f"{code}-translator")
        with self.capture(execute=True):
            answer = client.post(address, typed | {"action": "submit"})
        assert answer.status_code == 302, (name, answer.status_code)

    def _typed(self, subject: Any, form: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, field, value in new_values(type(subject), self.values):
            if isinstance(field, StreamField):
                yield from posted(field.stream_block, json.loads(value), name)
            elif name in form or isinstance(field, models.BooleanField):
                yield name, value
        for relation, child in child_relations(type(subject)).items():
            for name, field, value in new_values(child, self.values):
                is_rich = isinstance(field, RichTextField)
                typed = rich_text(value, features=field.features) if is_rich else value
                yield f"{relation}-0-{name}", typed


def new_values(model: type[models.Model], values: Values) -> Iterator[tuple[str, Any, Any]]:
    """Each field that is somebody's to write, with the value that it has in this version."""
    for field in model._meta.concrete_fields:
        kind = kind_of_field(model, field.name)
        is_kept = KEPT.keys() & {field.name, f"{model.__name__}.{field.name}"}
        if field.editable and kind is not Kind.OWN and not is_kept:
            yield field.name, field, values.of_field(model, field)


def stored_facts(subject: models.Model) -> Iterator[tuple[str, str]]:
    """The facts that a page or record says, each by its path; pages by what languages share."""
    model = type(subject)
    for field in model._meta.concrete_fields:
        if isinstance(field, StreamField):
            raw = list(getattr(subject, field.name).raw_data)
            yield from _facts_in(field.stream_block, raw, f"{model.__name__}.{field.name}")
        elif kind_of_field(model, field.name) is Kind.FACT:
            yield f"{model.__name__}.{field.name}", str(field.value_from_object(subject))
    for relation in child_relations(model):
        for each in getattr(subject, relation).all():
            yield from stored_facts(each)


def _facts_in(block: Any, value: Any, path: str) -> Iterator[tuple[str, str]]:
    match block:
        case blocks.StreamBlock() | blocks.ListBlock():
            for entry in value:
                is_stream = isinstance(block, blocks.StreamBlock)
                child = block.child_blocks[entry["type"]] if is_stream else block.child_block
                yield from _facts_in(child, entry["value"], f"{path}.{entry['id']}")
        case blocks.BaseStructBlock():
            for name, child in block.child_blocks.items():
                yield from _facts_in(child, value.get(name), f"{path}.{name}")
        case blocks.PageChooserBlock() if value:
            yield path, str(Page.objects.get(pk=value).translation_key)
        case _ if kind_of_block(block) is Kind.FACT:
            yield path, str(value)


def address_of(subject: Any) -> str:
    """Where a page or record is edited."""
    if isinstance(subject, Page):
        return reverse("wagtailadmin_pages:edit", args=[subject.pk])
    return reverse(type(subject).snippet_viewset.get_url_name("edit"), args=[subject.pk])


def fresh(subject: Any) -> Any:
    return type(subject).objects.get(pk=subject.pk)


def _errors(answer: Any) -> Any:
    form = (answer.context or {}).get("form")
    return form.errors if form is not None else answer.status_code


# Building.


def build(world: World, capture: Callable[..., Any]) -> WalkedSite:
    with capture(execute=True):
        contact, values = _choices(world)
        site = WalkedSite(world, values, _subjects(world, values), contact, capture)
    locales = [world.page("home", code).locale_id for code in ("es", "ar")]
    with capture(execute=True):
        coordinator = world.users["coordinator"].pk
        start_translations.call(world.pages["home"].pk, locales, coordinator, subtree=True)
        for subject in site.subjects.values():
            if not isinstance(subject, Page):
                start_record(subject, locales)
    with capture(execute=True):
        reconcile()
        for name in site.subjects:
            for code in ("es", "ar"):
                fill(site.translation(name, code), code)
                revision = save_draft(site.translation(name, code), None)
                note_submission(site.translation(name, code), revision)
                revision.publish()
    return site


def fill(translation: Translation, mark: str) -> None:
    """Translate every segment: the source's words with a mark in front."""
    for segment in StringSegment.objects.filter(source=translation.source):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": f"{mark} {segment.string.data}", "translation_type": "manual"},
        )


def _choices(world: World) -> tuple[Contact, Values]:
    """Two of everything that a text may choose."""
    collection, home = shared_collection(), world.pages["home"]
    shelf = _add(home, ZineIndexPage(title="The zine", slug="zine"))
    targets = [_add(home, StandardPage(title=f"T{n}", slug=f"target-{n}")) for n in "ab"]
    issues = [_add(shelf, _issue(number, f"issue-{number}")) for number in (801, 802)]
    images = [make_image(f"Picture {n}", collection) for n in "ab"]
    documents = [make_document(f"Document {n}", collection) for n in "ab"]
    contacts = [
        publish_record(Contact(name=f"Helpline {n}", target=f"617-555-990{n}")) for n in (1, 2)
    ]
    chosen = {
        "page": Pair(targets[0].pk, targets[1].pk, "/target-a/", "/target-b/"),
        "issue": Pair(issues[0].pk, issues[1].pk, "/issue-801/", "/issue-802/"),
        "image": Pair(images[0].pk, images[1].pk, *(f"picture-{i.pk};" for i in images)),
        "document": Pair(
            documents[0].pk, documents[1].pk, *(f"/documents/{d.pk}/" for d in documents)
        ),
        "contact": Pair(contacts[0].pk, contacts[1].pk, "6175559901", "6175559902"),
    }
    return contacts[1], Values(chosen)


def _subjects(world: World, values: Values) -> dict[str, Any]:
    home = world.pages["home"]
    shelf = ZineIndexPage.objects.get()
    pages = {name: world.page(name, "en") for name in ("home", "about", "principles", "chapters")}
    pages["boston"] = world.page("boston", "en")
    pages["shelf"] = shelf
    pages["standard"] = _add(home, StandardPage(title="Standard", slug="standard"))
    impact = ImpactPage(title="Impact", slug="impact")
    impact.entries = [ImpactPage.entries.rel.related_model(locale=home.locale, date="2020-01-01")]
    pages["impact"] = _add(home, impact)
    pages["issue"] = _add(shelf, _issue(7, "seven"))
    for page in pages.values():
        set_values(page, values)
        publish(page)
    locale = home.locale
    records = {
        "person": Person(locale=locale),
        "partner": Partner(locale=locale),
        "identity": SiteIdentity(locale=locale, site=world.site),
    }
    for record in records.values():
        set_values(record, values)
        publish_record(record)
    return pages | records


def set_values(subject: Any, values: Values) -> None:
    for name, _field, value in new_values(type(subject), values):
        setattr(subject, name, value)
    for relation, child in child_relations(type(subject)).items():
        first, *others = getattr(subject, relation).all()
        for name, _field, value in new_values(child, values):
            setattr(first, name, value)
        setattr(subject, relation, [first, *others])


def _issue(number: int, slug: str) -> ZineIssuePage:
    return ZineIssuePage(
        title=f"Issue {number}",
        slug=slug,
        number=number,
        published_on=datetime.date(2021, 1, 1),
    )


def _add(parent: Page, page: Any) -> Any:
    page.locale, page.summary = parent.locale, "A summary."
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    return publish(page)
