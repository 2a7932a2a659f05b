"""Blocks that name something kept elsewhere, so that prose never repeats data."""

from typing import Any, override

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Locale


class KeyBlock(blocks.CharBlock):
    """A name for machines: the same in every language, so never offered for translation."""

    @override
    def get_translatable_segments(self, value: str) -> list[Any]:
        return []

    @override
    def restore_translated_segments(self, value: str, segments: list[Any]) -> str:
        return value


def principle_choices() -> list[tuple[str, str]]:
    """The principles' keys, each with its statement in the source language."""
    principles = apps.get_model("home", "Principle").objects.filter(
        locale=Locale.get_default(), page__live=True
    )
    return [(principle.key, principle.statement) for principle in principles]


class PrincipleKeyBlock(blocks.ChoiceBlock):
    """A principle's key. The choices are for the editor alone: reading a page asks for none."""

    def normalize_choice(self, value: Any) -> Any:
        return value


class PrincipleReferenceBlock(blocks.StructBlock):
    principle = PrincipleKeyBlock(choices=principle_choices, label=_("Principle"))

    class Meta:
        icon = "pin"
        label = _("Principle")
        template = "blocks/principle_reference.html"
        preview_value = {"principle": "principle-1"}
        description = _("One of the principles, in the reader's language")


class ChapterListBlock(blocks.StaticBlock):
    class Meta:
        icon = "group"
        label = _("Chapter list")
        admin_text = _("All chapters that readers may see, from their pages.")
        template = "blocks/chapter_list.html"
        preview_value = None
        description = _("All chapters, from their pages")


class StaffListBlock(blocks.StaticBlock):
    class Meta:
        icon = "user"
        label = _("Staff list")
        admin_text = _("The staff, from the people in the Snippets menu.")
        template = "blocks/staff_list.html"
        preview_value = None
        description = _("The staff, from their records")


class ZineReferenceBlock(blocks.StructBlock):
    issue = blocks.PageChooserBlock(page_type="zine.ZineIssuePage", label=_("Zine issue"))

    def get_preview_value(self) -> Any:
        """The newest issue on the shelf, where there is one."""
        issues = apps.get_model("zine", "ZineIssuePage").objects.on_the_shelf()
        return self.normalize({"issue": issues.first()})

    class Meta:
        icon = "doc-full"
        label = _("Zine")
        template = "blocks/zine_reference.html"
        description = _("A zine issue with its cover")
