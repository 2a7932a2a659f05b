"""Which pages stand in a menu or in the footer, in their order."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.translation import get_language_info, gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.models import Page

from ..readable import readable
from .whole_streams import WholeStreamBlock


def languages() -> list[tuple[str, str]]:
    """The languages that the site can be in, as they call themselves."""
    return [
        (code, str(get_language_info(code)["name_local"])) for code, _name in settings.LANGUAGES
    ]


class MenuPageBlock(blocks.StructBlock):
    """A page, which readers of each language get in theirs, by its title there."""

    page = blocks.PageChooserBlock(label=_("Page"))
    only_in = blocks.MultipleChoiceBlock(
        choices=languages,
        required=False,
        widget=CheckboxSelectMultiple,
        label=_("Only in"),
        help_text=_("Tick none, and it stands there in every language that has the page."),
    )

    def get_preview_value(self) -> Any:
        """Some page that readers see, where there is one."""
        page = readable(Page.objects.filter(depth__gt=2)).first()
        return self.normalize({"page": page, "only_in": []})

    class Meta:
        icon = "doc-empty-inverse"
        label = _("Page")
        template = "blocks/menu_page.html"
        description = _("A page, by its title")


class MenuBlock(WholeStreamBlock):
    """Pages in their order, each once."""

    page = MenuPageBlock()

    def clean(self, value: Any) -> blocks.StreamValue:
        cleaned = super().clean(value)
        seen: set[Any] = set()
        errors: dict[int, ValidationError] = {}
        for index, block in enumerate(cleaned):
            page = block.value["page"]
            if page is not None and page.translation_key in seen:
                errors[index] = ValidationError(_("This page is named twice."))
            seen.add(page.translation_key if page is not None else None)
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        max_num = 12


def numbers_in(stream: blocks.StreamValue, language_code: str) -> list[int]:
    """The numbers of the pages that stand there in a language; no page is fetched for it."""
    values = (block["value"] for block in stream.raw_data)
    return [
        value["page"]
        for value in values
        if value.get("page") and (not value.get("only_in") or language_code in value["only_in"])
    ]
