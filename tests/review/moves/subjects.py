"""The pages and records of the random moves, and what their versions say in numbers."""

import json
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Page, Revision

from cms.contacts.models import Contact
from cms.media.models import Document, Image
from cms.media.people import People
from cms.review.models import Decision
from home.models import Person, SiteIdentity, StandardPage
from tests.access.movement import publish, publish_record
from tests.review.flow import Flow, fresh

from . import files
from .ledger import Ledger, Words

OF_A_CHAPTER = frozenset({"lead", "staff"})
NEEDS = {
    "page": OF_A_CHAPTER,
    "translation": OF_A_CHAPTER | {"language"},
    "contact": OF_A_CHAPTER,
    "person": frozenset({"staff"}),
    "identity": frozenset({"staff"}),
}
NAMES = tuple(NEEDS)
PAGES = ("page", "translation")
# Which field of a record tells its number, and how.
FIELDS = {
    "contact": ("target", "617-555-0{:03}"),
    "person": ("role", "role {}"),
    "identity": ("statement", "statement {}"),
}


class Subjects:
    """Boston's page in two languages; its contact, somebody of the staff, the site's identity.

    A page of the movement's, the board, is public all the time and shows all three records.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.count = 0
        self.collection = flow.movement.files["boston"].collection
        self.pictures: list[int] = []
        self.documents: list[int] = []
        self.told: dict[tuple[str, str], int] = {}
        self._start_records()
        self.board = self._put_up_the_board()
        self.keys: dict[str, tuple[type[Any], str]] = {
            name: (Page if isinstance(each, Page) else type(each), str(each.pk))
            for name, each in self._rows().items()
        }
        self.ledgers = {name: Ledger(name, NEEDS[name]) for name in NAMES}
        for name in FIELDS:
            self.ledgers[name].begin(self[name].live_revision_id)
        self.add_files()

    def __getitem__(self, name: str) -> Any:
        """A page or record as it is in the database now."""
        kind, number = self.keys[name]
        row = kind._base_manager.get(pk=number)
        return row.specific if isinstance(row, Page) else row

    def about(self, decision: Decision) -> str | None:
        """Which of them a decision is about; None of whatever else the movement has."""
        key = decision.base_content_type.model_class(), decision.object_id
        return next((name for name, known in self.keys.items() if known == key), None)

    def next(self) -> int:
        """A number that nothing has yet: of a text, a picture, a document, or a record."""
        self.count += 1
        return self.count

    def add_files(self) -> None:
        """Add a picture and a document of Boston's, as the worker makes them of uploads."""
        number = self.next()
        about = {"title": f"file {number}", "collection": self.collection}
        picture = ContentFile(files.picture(number), name="x.jpg")
        Image.objects.create(people=People.NOBODY, file=picture, **about)
        document = ContentFile(files.document(self.next()), name="x.pdf")
        Document.objects.create(file=document, **about)
        self.note_files()

    def note_files(self) -> None:
        """Note which files there are; some are copies that the site has made."""
        for known, kind in ((self.pictures, Image), (self.documents, Document)):
            rows = kind.objects.filter(title__startswith="file ").order_by("pk")
            numbers = rows.values_list("pk", flat=True)
            known += [number for number in numbers if number not in known]

    def there(self, kind: type[Any]) -> list[Any]:
        """The pictures or documents of the moves that there are, the oldest first."""
        known = self.pictures if kind is Image else self.documents
        return list(kind.objects.filter(pk__in=known).order_by("pk"))

    def file(self, kind: type[Any], place: int) -> Any:
        rows = self.there(kind)
        return rows[place % len(rows)]

    def number_of(self, kind: type[Any], pk: Any) -> int:
        """The number that a picture or document tells now; -1 where it is gone."""
        file = kind.objects.filter(pk=pk).first()
        if file is None:
            return -1
        key = kind.__name__, str(file.file.name)
        if key not in self.told:
            tell = files.number_of_picture if kind is Image else files.number_of_document
            with file.file.storage.open(file.file.name) as opened:
                self.told[key] = tell(opened.read())
        return self.told[key]

    def words_of(self, revision: Revision) -> Words:
        """What readers would get of a version now, by its numbers."""
        content = Revision.objects.get(pk=revision.pk).content
        if "body" not in content:
            field = next(field for field, _form in FIELDS.values() if field in content)
            return (_number(content[field]),)
        picture, document = -1, -1
        for block in json.loads(content["body"]):
            if block["type"] == "image":
                picture = self.number_of(Image, block["value"]["picture"]["image"])
            elif block["type"] == "download":
                document = self.number_of(Document, block["value"]["document"])
        return _number(content["title"]), picture, document

    def before_the_eyes(self, revision: Revision) -> tuple[Any, ...]:
        """What a reviewer reads of a version now: the contact that it refers to, too."""
        refers = '"contact": ' in str(revision.content.get("body", ""))
        contact = self["contact"]
        return self.words_of(revision), (contact.live and contact.target) if refers else None

    def body(self, picture: int, document: int, *, contact: bool) -> list[Any]:
        """A body as the editor's form has it; -1 for none of a kind."""
        body: list[Any] = []
        if picture >= 0:
            number = str(self.file(Image, picture).pk)
            shown = {"image": number, "alt_text": "x", "decorative": ""}
            body.append(("image", {"picture": shown, "caption": "", "credit": ""}))
        if document >= 0:
            number = str(self.file(Document, document).pk)
            body.append(("download", {"document": number, "text": "The flyer"}))
        if contact:
            body.append(("contacts", contacts_as_sent(self["contact"])))
        return body

    def _start_records(self) -> None:
        movement = self.flow.movement
        for name, row in self._records().items():
            field, form = FIELDS[name]
            setattr(row, field, form.format(0))
            publish_record(row)
            row.revisions.exclude(pk=row.latest_revision_id).delete()
        for code in ("en", "es"):
            plan = fresh(movement.places["boston", code].plan)
            plan.title = "text 0"
            plan.save_revision()
            plan.revisions.exclude(pk=plan.latest_revision_id).delete()

    def _put_up_the_board(self) -> StandardPage:
        board = self.flow.national_page
        line = {"contact": self.flow.movement.contacts["boston"].pk, "kind": "phone"}
        line |= {"text": "Helpline", "target": "", "note": ""}
        contacts = [{"type": "item", "value": line, "id": "c1"}]
        board.body = [
            {"type": "contacts", "id": "b1", "value": {"title": "", "contacts": contacts}},
            {"type": "staff_list", "id": "b2", "value": None},
        ]
        return publish(board)

    def _records(self) -> dict[str, Any]:
        return {
            "contact": Contact.objects.get(pk=self.flow.movement.contacts["boston"].pk),
            "person": Person.objects.get(),
            "identity": SiteIdentity.objects.get(),
        }

    def _rows(self) -> dict[str, Any]:
        return {"page": self.flow.page, "translation": self.flow.translation, **self._records()}


def contacts_as_sent(contact: Contact) -> dict[str, Any]:
    value = {"contact": str(contact.pk), "kind": "phone", "text": "Helpline"}
    value |= {"target": "", "note": ""}
    item = {"deleted": "", "order": "0", "id": "", "value": value}
    return {"title": "", "contacts": {"count": "1", "0": item}}


def _number(told: str) -> int:
    """The number at the end of a title, a role, a statement or a phone number."""
    digits = told.rpartition("617-555-0")[2] if told.startswith("617") else told.rpartition(" ")[2]
    return int(digits)
