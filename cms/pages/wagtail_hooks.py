"""What the editor offers besides Wagtail's own, and how the admin fits on a phone."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import get_language_info
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

from .language_spans import tag_of


@hooks.register("register_rich_text_features")
def offer_languages(features: FeatureRegistry) -> None:
    """A button for each language of the site: these words are in it."""
    for code, _name in settings.LANGUAGES:
        tag, style = tag_of(code), f"LANG-{code.upper()}"
        control = {
            "type": style,
            "label": code,
            "description": str(get_language_info(code)["name_local"]),
            "style": {"borderBottom": "2px dotted"},
        }
        features.register_editor_plugin("draftail", tag, InlineStyleFeature(control))
        features.register_converter_rule(
            "contentstate",
            tag,
            {
                "from_database_format": {tag: InlineStyleElementHandler(style)},
                "to_database_format": {"style_map": {style: tag}},
            },
        )


@hooks.register("insert_global_admin_css")
def narrow_screens() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("admin-screens/narrow.css"))
