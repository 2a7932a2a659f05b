"""Which pictures and documents texts stand on, written down in the transaction that writes them.

Of pages and records it is what their rows say, which readers get while they are live; of every
draft, what it says, for whoever may see it. Whether a page is live, and all above it, and kept to
nobody, is asked when somebody wants a file: it changes for many pages at once.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision

from cms.access.querysets import own_media, own_pages
from cms.media.models import Document, Image, MediaUse
from cms.media.public_files import follow
from cms.media.readers import USED_AS
from cms.pages.classification import OF_WAGTAIL, child_relations
from cms.pages.readable import live_with_all_above, readable
from cms.pages.references import references_in

from .subjects import drafts_of, record_kinds

# What holds uses: the columns of a use that name a page, a record or a draft.
type Holder = Mapping[str, Any]
type Fields = Collection[str] | None


def note_row(subject: Any, written: Fields = None) -> None:
    """Write down what a page or record stands on as its row is now.

    ``written`` are the fields that were saved, if not all were.
    """
    holder, parts = holder_of(subject), parts_that_refer(subject.__class__)
    if not parts:
        return
    if written is None or parts & set(written):
        content = _content_of(subject, parts)
        follow(_write(holder, references_in(type(subject), content)))
    else:
        follow(set(_images(MediaUse.objects.filter(**holder))))


def note_revision(revision: Revision) -> None:
    """Write down what a draft stands on."""
    kind = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    if kind is not None and parts_that_refer(kind):
        _write({"revision_id": revision.pk}, references_in(kind, revision.content))


def follow_below(page: Page) -> None:
    """Have public files follow what became of a page, and of all below it with it."""
    follow(set(_images(MediaUse.objects.filter(page__path__startswith=page.path))))


def forget_record(record: Any) -> None:
    """A record is deleted; a page's uses go with it by themselves."""
    for use in MediaUse.objects.filter(**holder_of(record)):
        use.delete()


def note_everything() -> int:
    """Write down the uses of every text anew; return how many are other ones than before."""
    before = set(MediaUse.objects.values_list("pk", flat=True))
    for model in (Page, *record_kinds().values()):
        for row in model._base_manager.iterator():  # noqa: SLF001
            note_row(row.specific if isinstance(row, Page) else row)
    for revision in Revision.objects.iterator():
        note_revision(revision)
    return len(before ^ set(MediaUse.objects.values_list("pk", flat=True)))


def in_public_texts(uses: QuerySet[MediaUse]) -> QuerySet[MediaUse]:
    """Those of the uses that are in texts which every reader may see."""
    readers_get = Q(page__in=readable(Page.objects.all()).values("pk"))
    for kind, model in record_kinds().items():
        live = model._base_manager.filter(live=True)  # noqa: SLF001
        numbers = live.annotate(number=Cast("pk", CharField())).values("number")
        readers_get |= Q(record_kind=kind, record_number__in=numbers)
    return uses.filter(readers_get)


def may_see(request: HttpRequest, thing: Image | Document) -> bool:
    """Whether somebody may see a file that not every reader may: in the library, or in a draft.

    Or on a page that is kept to some people, whom the page lets in. A picture whose people agree
    to it no longer is there for whoever has it in the library alone.
    """
    is_withheld = isinstance(thing, Image) and thing.is_withheld
    uses = MediaUse.objects.filter(**{USED_AS[type(thing)]: thing})
    if not is_withheld and _is_let_in(request, uses):
        return True
    user = request.user
    if not (isinstance(user, User) and user.has_perm("wagtailadmin.access_admin")):
        return False
    library: QuerySet[Any] = type(thing).objects.filter(pk=thing.pk)
    if own_media(library, user).exists():
        return True
    return not is_withheld and has_a_draft_with(user, thing)


def has_a_draft_with(user: User, thing: Image | Document) -> bool:
    """Whether the account may see a draft, or the page of one, that stands on a file."""
    uses = MediaUse.objects.filter(**{USED_AS[type(thing)]: thing})
    if own_pages(user).filter(pk__in=uses.values("page")).exists():
        return True
    drafts = uses.filter(revision__isnull=False)
    keys = drafts.values_list("revision__base_content_type", "revision__object_id").distinct()
    return bool(drafts_of(user, keys))


def holder_of(subject: Any) -> Holder:
    """How the uses of a page or record are found."""
    if isinstance(subject, Page):
        return {"page_id": subject.pk}
    kind = subject.get_base_content_type()
    return {"record_kind_id": kind.pk, "record_number": str(subject.pk)}


@cache
def parts_that_refer(model: type[models.Model]) -> frozenset[str]:
    """The fields and child relations of a model in which a picture or document may stand."""
    fields = (each for each in model._meta.concrete_fields if each.name not in OF_WAGTAIL)
    children = child_relations(model).items()
    return frozenset(
        {
            *(each.name for each in fields if _may_refer(each)),
            *(name for name, child in children if parts_that_refer(child)),
        }
    )


def _may_refer(field: models.Field[Any, Any]) -> bool:
    is_key = isinstance(field, models.ForeignKey) and field.related_model in USED_AS
    return is_key or isinstance(field, (StreamField, RichTextField))


def _content_of(row: Any, parts: Iterable[str]) -> dict[str, Any]:
    """What those parts of a row hold, as a revision would keep it."""
    children = child_relations(type(row))
    return {
        name: _content_of_children(row, name, children[name])
        if name in children
        else _stored(row, name)
        for name in parts
    }


def _content_of_children(row: Any, name: str, child: type[models.Model]) -> list[dict[str, Any]]:
    return [_content_of(each, parts_that_refer(child)) for each in getattr(row, name).all()]


def _stored(row: Any, name: str) -> Any:
    field = row._meta.get_field(name)
    value = field.value_from_object(row)
    return field.get_prep_value(value) if isinstance(field, StreamField) else value


def _write(holder: Holder, references: Iterable[tuple[type[models.Model], str]]) -> set[int]:
    """Make the uses of a page, record or draft those that its text refers to.

    Returns the pictures that it used, or uses now. One query where nothing changes.
    """
    wanted = {(USED_AS[kind], int(number)) for kind, number in references if kind in USED_AS}
    rows = MediaUse.objects.filter(**holder).values_list("pk", "image", "document")
    there = {
        ("image", image) if image else ("document", document): pk for pk, image, document in rows
    }
    gone = [pk for use, pk in there.items() if use not in wanted]
    if gone:
        MediaUse.objects.filter(pk__in=gone).delete()
    for kind, name in USED_AS.items():
        _add(holder, kind, name, {number for each, number in wanted - there.keys() if each == name})
    return {number for name, number in there.keys() | wanted if name == "image"}


def _add(holder: Holder, kind: type[Image | Document], name: str, numbers: set[int]) -> None:
    """Add uses of what there is; a text may name what was deleted."""
    if numbers:
        known = kind.objects.filter(pk__in=numbers).values_list("pk", flat=True)
        MediaUse.objects.bulk_create(
            MediaUse(**holder, **{f"{name}_id": number}) for number in known
        )


def _images(uses: QuerySet[MediaUse]) -> Iterator[int]:
    found = uses.filter(image__isnull=False).values_list("image", flat=True)
    yield from found.distinct()


def _is_let_in(request: HttpRequest, uses: QuerySet[MediaUse]) -> bool:
    """Whether a live page that is kept to some people uses it, and is open to whoever asks."""
    live = Page.objects.filter(live_with_all_above(), pk__in=uses.values("page"))
    return any(
        all(each.accept_request(request) for each in page.get_view_restrictions()) for page in live
    )
