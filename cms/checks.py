"""House rules as system checks: what every page type and block of this site declares.

A rule that is only written down is broken by the first addition made in a hurry. These run with
`manage.py check`, before every migration and before the site starts.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db.models import Field, Model
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import RichTextField, StreamField as WagtailStreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    Page,
    RevisionMixin,
    TranslatableMixin,
)
from wagtail_localize.fields import SynchronizedField

from cms.pages.classification import Kind, OwnField, kind_of_block
from cms.pages.fields import StreamField
from cms.pages.language_spans import FEATURES

OUR_PACKAGES = {"cms", "home", "chapters", "zine"}

# What every edition of a text can print (paper, EPUB, screen), and nothing that can run.
PRINTABLE_FEATURES = {"bold", "italic", "link", "ol", "ul", "superscript", *FEATURES}
FORBIDDEN_BLOCKS = (blocks.RawHTMLBlock, EmbedBlock)

# Wagtail's own fields of a page that our forms show; a slug has a rule of its own.
PAGE_FIELDS = {"title", "seo_title", "show_in_menus"}


def is_ours(thing: type) -> bool:
    """Whether a class is written in this project."""
    return thing.__module__.partition(".")[0] in OUR_PACKAGES


def our_models() -> list[type[Model]]:
    """The models of every app of this project."""
    return [model for model in apps.get_models() if is_ours(model)]


def check_house_rules(**_kwargs: Any) -> list[CheckMessage]:
    """Check every model and block of this project, and which media models and storages it uses."""
    return [
        *check_media_models(),
        *check_storages(),
        *(message for model in our_models() for message in check_model(model)),
    ]


def check_media_models() -> Iterator[CheckMessage]:
    """The models of pictures and documents clean what they are given: no others may stand in."""
    wanted = {
        "WAGTAILIMAGES_IMAGE_MODEL": "media.Image",
        "WAGTAILDOCS_DOCUMENT_MODEL": "media.Document",
    }
    for name, value in wanted.items():
        if getattr(settings, name, None) != value:
            yield Error(f"{name} must be {value!r}.", id="house.E001")


def check_storages() -> Iterator[CheckMessage]:
    """A storage can be made again from JSON: that is how a task which deletes a file gets it."""
    for alias, storage in settings.STORAGES.items():
        options = storage.get("OPTIONS", {})
        try:
            is_json = json.loads(json.dumps(options)) == options
        except TypeError:
            is_json = False
        if not is_json:
            yield Error(
                f"The OPTIONS of STORAGES[{alias!r}] are not what JSON can hold.",
                hint="A folder, for one, is given as a string: str(path).",
                id="house.E012",
            )


def check_model(model: type[Model]) -> Iterator[CheckMessage]:
    """The rules for one model: its place in the tree, its translation, its fields."""
    if issubclass(model, Page):
        yield from check_place_in_tree(model)
    if issubclass(model, TranslatableMixin):
        yield from check_translation(model)
    if issubclass(model, Orderable) and "sort_order" not in (model._meta.ordering or ()):
        yield Error(
            f"{model.__name__} is not in the order in which its editor puts it.",
            hint="class Meta(TranslatableMixin.Meta, Orderable.Meta): one is not inherited of two.",
            obj=model,
            id="house.E013",
        )
    for field in own_fields(model):
        yield from check_field(field)


def check_place_in_tree(model: type[Page]) -> Iterator[CheckMessage]:
    """Each page type says where it may stand and what may stand below it."""
    for name in ("parent_page_types", "subpage_types"):
        if not any(name in vars(parent) for parent in model.__mro__ if is_ours(parent)):
            yield Error(f"{model.__name__} must declare {name}.", obj=model, id="house.E002")
    if not getattr(model, "page_description", ""):
        yield Error(f"{model.__name__} needs a page_description.", obj=model, id="house.E003")


def own_fields(model: type[Model]) -> list[Field]:
    """The fields that this project adds, here or in an abstract parent."""
    return [
        field
        for field in model._meta.get_fields()
        if isinstance(field, Field) and is_ours(field.model) and not is_of_wagtail(field)
    ]


def is_of_wagtail(field: Field) -> bool:
    """Whether a field comes from Wagtail's mixins: Django says that it is the model's own."""
    mixins = (DraftStateMixin, LockableMixin, RevisionMixin)
    return any(
        issubclass(field.model, mixin) and field.name in {each.name for each in mixin._meta.fields}
        for mixin in mixins
    )


def is_filled_in(field: Field) -> bool:
    """Whether people fill this field in, as opposed to the machinery."""
    return field.editable and not field.primary_key and not isinstance(field, ParentalKey)


def has_form(model: type[Model]) -> bool:
    """Whether the admin has a form for this model that shows its fields' help texts."""
    return issubclass(model, Page) or hasattr(model, "panels")


def fields_of_people(model: type[Model]) -> set[str]:
    """The names of a model's fields that people fill in, child records included."""
    own = {field.name for field in own_fields(model) if is_filled_in(field)}
    children = {
        relation.get_accessor_name()
        for relation in get_all_child_relations(model)
        if is_ours(relation.related_model)
    }
    return own | children | (PAGE_FIELDS if issubclass(model, Page) else set())


def check_translation(model: type[Model]) -> Iterator[CheckMessage]:
    """Each field is translated or the same in every language, by declaration, not by guess."""
    rules = {rule.field_name: rule for rule in getattr(model, "translatable_fields", ())}
    fields = fields_of_people(model)
    if issubclass(model, Page):
        slug = rules.pop("slug", None)
        siblings = "wagtailcore.Page" in getattr(model, "parent_page_types", ())
        is_fact = isinstance(slug, SynchronizedField) and not isinstance(slug, OwnField)
        if is_fact == siblings:
            wanted = "must not" if siblings else "must"
            yield Error(
                f"{model.__name__} {wanted} synchronize its slug.",
                hint="Homes of different languages are siblings; every other page is not.",
                obj=model,
                id="house.E004",
            )
    for name in sorted(fields ^ rules.keys()):
        problem = "leaves out" if name in fields else "names, without there being such a field,"
        yield Error(
            f"{model.__name__}.translatable_fields {problem} {name!r}.", obj=model, id="house.E005"
        )


def check_field(field: Field) -> Iterator[CheckMessage]:
    """What people read beside a field, and what may be written in it."""
    where = f"{field.model.__name__}.{field.name}"
    if has_form(field.model) and is_filled_in(field) and not field.help_text:
        yield Error(f"{where} needs a help text.", obj=field.model, id="house.E006")
    if isinstance(field, RichTextField):
        yield from check_features(field.features, where)
    if isinstance(field, WagtailStreamField):
        if not isinstance(field, StreamField):
            yield Error(
                f"{where} must be a cms.pages.fields.StreamField.",
                hint="Wagtail's own writes every block into every migration.",
                obj=field.model,
                id="house.E007",
            )
        yield from check_block(field.stream_block, where)


def check_features(features: Iterable[str] | None, where: str) -> Iterator[CheckMessage]:
    """Rich text has only what can be printed; without a list it would have everything."""
    excess = ["everything"] if features is None else sorted(set(features) - PRINTABLE_FEATURES)
    if excess:
        yield Error(f"{where} allows what cannot be printed: {', '.join(excess)}.", id="house.E008")


def check_block(block: blocks.Block, where: str) -> Iterator[CheckMessage]:
    """The rules for a block and all blocks within."""
    if isinstance(block, FORBIDDEN_BLOCKS):
        yield Error(f"{where} lets foreign code into pages.", id="house.E009")
        return
    if isinstance(block, blocks.RichTextBlock):
        yield from check_features(block.features, where)
    children = child_blocks(block)
    if kind_of_block(block) is Kind.UNCLASSIFIED:
        yield Error(
            f"{where} ({type(block).__name__}) is neither translated nor declared to be the same "
            "in every language.",
            hint="Its Meta says so as translation_kind; see cms.pages.classification.",
            id="house.E010",
        )
    for name, child in children.items():
        path = f"{where}.{name}"
        if isinstance(block, blocks.StreamBlock):
            yield from check_presentation(child, path)
        if isinstance(child, blocks.StructBlock) and not child.meta.label:
            yield Error(f"{path} needs a label.", id="house.E011")
        yield from check_block(child, path)


def child_blocks(block: blocks.Block) -> dict[str, blocks.Block]:
    """The blocks within a block, by name; an image with its description counts as one."""
    if isinstance(block, ImageBlock):
        return {}
    if isinstance(block, blocks.ListBlock):
        return {"item": block.child_block}
    return dict(getattr(block, "child_blocks", {}))


def has_template(block: blocks.Block) -> bool:
    """Whether a block names a template, and there is such a file."""
    name = getattr(block.meta, "template", None)
    try:
        return bool(name and get_template(name))
    except TemplateDoesNotExist:
        return False


def check_presentation(block: blocks.Block, where: str) -> Iterator[CheckMessage]:
    """A block that people pick from a menu has a name, an icon, a template and a preview."""
    missing = [
        name
        for name, present in {
            "a label": block.meta.label,
            "an icon": block.meta.icon not in ("", "placeholder"),
            "a template that exists": has_template(block),
            "a description": block.get_description(),
            "a preview": block.is_previewable,
        }.items()
        if not present
    ]
    if missing:
        yield Error(f"{where} needs {', '.join(missing)}.", id="house.E011")
