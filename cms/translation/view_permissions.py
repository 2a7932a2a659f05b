"""Who may open the translation desk, and what of wagtail-localize's views is left."""

from cms.access.permission_rules import both, everybody, national, nobody, own_page, permitted
from cms.access.registered_views import register_uploads, register_views
from cms.access.translating import coordinators, desk_people, translation_readers, translators

register_uploads("translation:files", "translation:upload")
register_views(
    (everybody, ("wagtail_localize:javascript_catalog",)),
    (
        national,
        (
            "wagtail_localize:translations_report",
            "wagtail_localize:translations_report_results",
        ),
    ),
    (
        both(coordinators, own_page()),
        (
            "translation:start",
            "wagtail_localize:submit_page_translation",
        ),
    ),
    (
        coordinators,
        (
            "translation:stop",
            "translation:update",
            "translation:start_record",
            "translation:started",
            "wagtail_localize:submit_snippet_translation",
        ),
    ),
    (
        desk_people,
        (
            "translation:status",
            "translation:files",
            "translation:archive",
        ),
    ),
    (
        translators,
        (
            "translation:segment",
            "translation:override",
            "translation:values",
            "translation:upload",
            "translation:machine",
        ),
    ),
    (
        translation_readers,
        (
            "translation:editor",
            "translation:download",
            "translation:preview",
            "translation:preview_mode",
        ),
    ),
    (
        nobody,
        (
            # The desk's own stand in their place.
            "wagtail_localize:update_translations",
            "wagtail_localize:edit_string_translation",
            "wagtail_localize:edit_override",
            "wagtail_localize:download_pofile",
            "wagtail_localize:upload_pofile",
            "wagtail_localize:preview_translation",
            "wagtail_localize:stop_translation",
            # Shows readers another language's words; asks a machine while somebody waits.
            "wagtail_localize:convert_to_alias",
            "wagtail_localize:machine_translate",
        ),
    ),
    (
        permitted("translation.change_glossaryterm"),
        (
            "wagtailsnippets_translation_glossaryterm:list",
            "wagtailsnippets_translation_glossaryterm:list_results",
            "wagtailsnippets_translation_glossaryterm:add",
            "wagtailsnippets_translation_glossaryterm:edit",
            "wagtailsnippets_translation_glossaryterm:usage",
            "wagtailsnippets_translation_glossaryterm:history",
            "wagtailsnippets_translation_glossaryterm:history_results",
            "wagtailsnippets_translation_glossaryterm:delete",
            "wagtailsnippets_translation_glossaryterm:copy",
            "wagtailsnippetchoosers_translation_glossaryterm:choose",
            "wagtailsnippetchoosers_translation_glossaryterm:choose_results",
            "wagtailsnippetchoosers_translation_glossaryterm:chosen",
            "wagtailsnippetchoosers_translation_glossaryterm:chosen_multiple",
            "wagtailsnippetchoosers_translation_glossaryterm:create",
        ),
    ),
    superusers_only=(
        "wagtail_localize:snippets_api_listing",
        "wagtail_localize:snippets_api_detail",
    ),
)
