"""The house rules see what breaks them; each test breaks one."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.checks import run_checks
from django.test import override_settings
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import StreamField as WagtailStreamField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.checks import (
    check_block,
    check_features,
    check_field,
    check_house_rules,
    check_model,
    is_ours,
)
from cms.pages.blocks import BodyBlock, HeadingBlock, ZineBodyBlock
from home.models import HomePage, Person, Principle, PrinciplesPage, StandardPage


def ids(messages: Any) -> list[str]:
    return [message.id for message in messages]


def text(messages: Any) -> str:
    return "\n".join(message.msg for message in messages)


class NoLabel(blocks.StructBlock):
    text = blocks.CharBlock()

    class Meta:
        icon = "pilcrow"
        template = "blocks/paragraph.html"
        description = "A block"
        preview_value = {"text": "A text"}


def presented(**without: Any) -> blocks.Block:
    """A block as the rules want it, but for what is given."""
    presentation = {"label": "A label"} | without
    return NoLabel(**presentation)


def stream(block: blocks.Block) -> blocks.StreamBlock:
    return blocks.StreamBlock([("it", block)])


def test_the_project_keeps_its_own_rules() -> None:
    assert ids(check_house_rules()) == []


@pytest.mark.django_db
@override_settings(WAGTAILIMAGES_IMAGE_MODEL="wagtailimages.Image")
def test_the_rules_are_registered_with_django() -> None:
    assert "house.E001" in ids(run_checks(tags=["models"]))


def test_every_app_of_ours_is_judged() -> None:
    judged = {model for model in apps.get_models() if is_ours(model)}
    assert {HomePage, StandardPage, Principle, Person} <= judged
    assert not any(model.__module__.startswith("wagtail") for model in judged)


@pytest.mark.parametrize("name", ["WAGTAILIMAGES_IMAGE_MODEL", "WAGTAILDOCS_DOCUMENT_MODEL"])
def test_media_models_are_our_own(name: str) -> None:
    with override_settings(**{name: "wagtailimages.Image"}):
        messages = check_house_rules()
    assert ids(messages) == ["house.E001"]
    assert name in text(messages)


@pytest.mark.parametrize("options", [{"location": Path("/srv")}, {"names": ("a", "b")}])
def test_a_storage_can_be_made_again_by_a_task(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]
) -> None:
    storages = settings.STORAGES | {"other": {"BACKEND": "any", "OPTIONS": options}}
    # Told of another setting, Django would make storages that no file field knows of.
    monkeypatch.setattr(settings, "STORAGES", storages)
    messages = check_house_rules()
    assert ids(messages) == ["house.E012"]
    assert "STORAGES['other']" in text(messages)


@pytest.mark.parametrize("name", ["parent_page_types", "subpage_types"])
def test_a_page_type_says_where_it_stands(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delattr(StandardPage, name)
    assert ids(check_model(StandardPage)) == ["house.E002"]


def test_a_page_type_describes_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StandardPage, "page_description", "")
    assert ids(check_model(StandardPage)) == ["house.E003"]


def test_a_slug_is_the_same_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [rule for rule in StandardPage.translatable_fields if rule.field_name != "slug"]
    monkeypatch.setattr(StandardPage, "translatable_fields", [*rules, TranslatableField("slug")])
    assert ids(check_model(StandardPage)) == ["house.E004"]
    monkeypatch.setattr(StandardPage, "translatable_fields", rules)
    assert ids(check_model(StandardPage)) == ["house.E004"]


def test_the_slugs_of_homes_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [*HomePage.translatable_fields, SynchronizedField("slug")]
    monkeypatch.setattr(HomePage, "translatable_fields", rules)
    assert ids(check_model(HomePage)) == ["house.E004"]


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (StandardPage, "body"),
        (StandardPage, "title"),
        (StandardPage, "summary"),
        (PrinciplesPage, "principles"),
        (Principle, "key"),
        (Person, "is_active"),
    ],
)
def test_no_field_is_left_to_guessing(
    monkeypatch: pytest.MonkeyPatch, model: Any, name: str
) -> None:
    rules = [rule for rule in model.translatable_fields if rule.field_name != name]
    assert len(rules) < len(model.translatable_fields)
    monkeypatch.setattr(model, "translatable_fields", rules)
    messages = list(check_model(model))
    assert ids(messages) == ["house.E005"]
    assert repr(name) in text(messages)


def test_a_rule_for_no_field_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [*Person.translatable_fields, TranslatableField("nickname")]
    monkeypatch.setattr(Person, "translatable_fields", rules)
    assert ids(check_model(Person)) == ["house.E005"]


def test_a_field_explains_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    field = Person._meta.get_field("role")
    monkeypatch.setattr(field, "help_text", "")
    assert ids(check_model(Person)) == ["house.E006"]


def test_blocks_stay_out_of_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    field = WagtailStreamField(BodyBlock(), help_text="Some help.")
    field.model = StandardPage
    field.set_attributes_from_name("body")
    assert ids(check_field(field)) == ["house.E007"]


@pytest.mark.parametrize("feature", ["image", "embed", "hr", "h2", "document-link", "code"])
def test_rich_text_is_what_can_be_printed(feature: str) -> None:
    assert ids(check_features(["bold", feature], "here")) == ["house.E008"]
    block = stream(presented_with(blocks.RichTextBlock(features=["bold", feature])))
    assert ids(check_block(block, "here")) == ["house.E008"]


def test_rich_text_without_a_list_allows_everything() -> None:
    assert ids(check_features(None, "here")) == ["house.E008"]
    field = Principle._meta.get_field("explanation")
    assert ids(check_field(field)) == []


def presented_with(child: blocks.Block) -> blocks.Block:
    """A well presented block around another."""
    return blocks.StructBlock(
        [("within", child)],
        label="A label",
        icon="pilcrow",
        template="blocks/paragraph.html",
        description="A block",
        preview_value={},
    )


@pytest.mark.parametrize("block", [blocks.RawHTMLBlock(), EmbedBlock()])
def test_no_foreign_code(block: blocks.Block) -> None:
    assert ids(check_block(stream(presented_with(block)), "here")) == ["house.E009"]
    within = presented_with(blocks.ListBlock(block))
    assert ids(check_block(stream(within), "here")) == ["house.E009"]


def test_every_block_is_translated_or_declared_to_be_the_same() -> None:
    block = stream(presented_with(blocks.RegexBlock(".*")))
    assert ids(check_block(block, "here")) == ["house.E010"]
    declared = blocks.RegexBlock(".*", translation_kind="fact")
    for child in (declared, blocks.BooleanBlock(), blocks.DateBlock()):
        assert ids(check_block(stream(presented_with(child)), "here")) == []


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ({"label": None}, "a label"),
        ({"icon": "placeholder"}, "an icon"),
        ({"template": None}, "a template"),
        ({"template": "blocks/forgotten.html"}, "a template that exists"),
        ({"description": ""}, "a description"),
    ],
)
def test_a_block_is_presented_to_who_picks_it(without: dict[str, Any], missing: str) -> None:
    assert ids(check_block(stream(presented()), "here")) == []
    messages = list(check_block(stream(presented(**without)), "here"))
    assert set(ids(messages)) == {"house.E011"}
    assert missing in text(messages)


def test_a_block_has_a_preview() -> None:
    block = blocks.StructBlock(
        [("text", blocks.CharBlock())],
        label="A label",
        icon="pilcrow",
        template="blocks/paragraph.html",
        description="A block",
    )
    messages = list(check_block(stream(block), "here"))
    assert ids(messages) == ["house.E011"]
    assert "a preview" in text(messages)


def test_a_block_within_a_list_has_a_label() -> None:
    within = blocks.ListBlock(blocks.StructBlock([("text", blocks.CharBlock())]))
    assert ids(check_block(stream(presented_with(within)), "here")) == ["house.E011"]


@pytest.mark.parametrize("block", [BodyBlock(), ZineBodyBlock()])
def test_the_blocks_in_use_keep_the_rules(block: blocks.Block) -> None:
    assert isinstance(block.child_blocks["heading"], HeadingBlock)
    assert ids(check_block(block, "here")) == []


def test_children_are_in_the_order_of_their_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(check_model(Principle)) == []
    monkeypatch.setattr(Principle._meta, "ordering", [])
    messages = list(check_model(Principle))
    assert ids(messages) == ["house.E013"]
    assert "Principle" in text(messages)
