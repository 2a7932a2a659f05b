"""Blocks that name something kept elsewhere, so that prose never repeats data."""

from typing import Any, override

from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from ..classification import Kind
from ..contact_records import contact_model
from ..issues import issue_models, newest_issue
from ..principles import principle_choices
from ..stored_blocks import is_sound, is_text
from .shared import REFERENCES, shared


class KeyBlock(blocks.CharBlock):
    """A name for machines: the same in every language, so never offered for translation."""

    @override
    def get_translatable_segments(self, value: str) -> list[Any]:
        return []

    @override
    def restore_translated_segments(self, value: str, segments: list[Any]) -> str:
        return value

    class Meta:
        translation_kind = Kind.FACT


class ContactChooserBlock(SnippetChooserBlock):
    """Chooses a contact: the same in every language, so never offered for translation."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(None, **kwargs)

    @cached_property
    def target_model(self) -> type[Model]:
        return contact_model()

    def get_translatable_segments(self, _value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, _segments: list[Any]) -> Any:
        return value


class PrincipleKeyBlock(blocks.ChoiceBlock):
    """A principle's key. The choices are for the editor alone: reading a page asks for none."""

    def normalize_choice(self, value: Any) -> Any:
        return value


@is_sound.register
def _is_principle_key(_block: PrincipleKeyBlock, raw: Any) -> bool:
    return raw is None or is_text(raw)


@shared("principle_reference", order=110, group=REFERENCES)
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


class IssueChooserBlock(blocks.PageChooserBlock):
    """Chooses among the pages that the app of the zine has registered as issues."""

    @cached_property
    def target_models(self) -> list[type[Page]]:
        return issue_models()


class ZineReferenceBlock(blocks.StructBlock):
    issue = IssueChooserBlock(label=_("Zine issue"))

    def get_preview_value(self) -> Any:
        """The newest issue on the shelf, where there is one."""
        return self.normalize({"issue": newest_issue()})

    class Meta:
        icon = "doc-full"
        label = _("Zine")
        template = "blocks/zine_reference.html"
        description = _("A zine issue with its cover")
