"""Views of the site as a whole: lists, reports, records, accounts."""

from collections.abc import Callable

from django.apps import apps
from wagtail.contrib.redirects.models import Redirect
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tests.access.role_table import R
from tests.safety.doors import upload
from tests.zine.pdfs import numbered

from .cases import Case, Cell, Values, bulk, every_view, fixed, nothing

REPORTS = tuple(
    f"{name}{ending}"
    for name in (
        "workflow",
        "workflow_tasks",
        "site_history",
        "aging_pages",
        "page_types_usage",
    )
    for ending in ("", "_results")
)
REDIRECT_LISTS = ("index", "index_results", "add", "start_import")
WORKFLOW_LISTS = (
    "index",
    "index_results",
    "add",
    "select_task_type",
    "task_index",
    "task_index_results",
    "task_chooser",
    "task_chooser_results",
    "task_chooser_create",
)
# wagtail-localize's addresses lead to the desk, whose views stand in ``desk_views``.
NONE = 999_999
PDF = fixed(facsimile_id=1)
TYPE = fixed(content_type_app_name="home", content_type_model_name="standardpage")


def first_id(label: str) -> int:
    """The first record of a model; each has one but the site identity."""
    model = apps.get_model(label)
    found = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
    return int(found or 0)


def first(label: str, name: str = "pk") -> Callable[[Cell], Values]:
    return lambda _cell: {name: first_id(label)}


def _redirect() -> int:
    return int(Redirect.objects.get_or_create(old_path="/old", redirect_link="/new")[0].pk)


def person(_cell: Cell) -> Values:
    return {"app_label": "home", "model_name": "person", "pk": str(first_id("home.person"))}


def record(label: str) -> list[Case]:
    """The views of one kind of records that readers do not see, by its model's label."""
    right, space = R.GLOSSARY, label.replace(".", "_")
    snippets, choosers = f"wagtailsnippets_{space}", f"wagtailsnippetchoosers_{space}"

    def one(_cell: Cell) -> Values:
        return {"pk": first_id(label)}

    views = ("edit", "delete", "usage", "history", "history_results", "copy")
    return [
        *every_view(snippets, "list", "list_results", "add", right=right),
        *every_view(snippets, *views, right=right, args=one),
        *every_view(choosers, "choose", "choose_results", "create", right=right),
        *every_view(choosers, "chosen", right=right, args=one),
        *every_view(
            choosers,
            "chosen_multiple",
            right=right,
            query=lambda _cell: {"id": first_id(label)},
        ),
    ]


def term_form(_cell: Cell) -> Values:
    wordings = inline_formset([])
    return nested_form_data({"term": "hunger strike", "note": "", "wordings": wordings})


def zine_pdf(_cell: Cell) -> Values:
    values = {
        "title": "A zine",
        "language": "en",
        "layout": "",
        "file": upload(numbered(1), "a.pdf"),
    }
    return {f"facsimile-{name}": value for name, value in values.items()}


SITE_CASES = [
    *every_view("facsimile_chooser", "choose", "choose_results", right=R.ZINE_PDFS),
    *every_view("facsimile_chooser", "create", right=R.ZINE_PDFS, data=zine_pdf),
    *every_view("facsimile_chooser", "chosen", right=R.ZINE_PDFS, args=fixed(pk=1), exists=False),
    *every_view("facsimile_chooser", "chosen_multiple", right=R.ZINE_PDFS, exists=False),
    *every_view("zine", "facsimile_file", right=R.OVERVIEW, args=PDF, exists=False),
    *every_view(
        "zine",
        "facsimile_picture",
        right=R.OVERVIEW,
        args=fixed(facsimile_id=1, number=1),
        exists=False,
    ),
    *(
        Case(name, R.ENTER, scope="site")
        for name in (
            "wagtailadmin_home",
            "wagtailadmin_account",
            "wagtailadmin_dismissibles",
            "wagtail_localize:javascript_catalog",
            "wagtailadmin_pages:search",
            "wagtailadmin_pages:search_results",
            "wagtailadmin_choose_page",
            "wagtailadmin_choose_page_search",
            "wagtailadmin_choose_page_external_link",
            "wagtailadmin_choose_page_email_link",
            "wagtailadmin_choose_page_phone_link",
            "wagtailadmin_choose_page_anchor_link",
            "wagtailadmin_api:pages:listing",
            "wagtailadmin_api:documents:listing",
            "wagtailadmin_api:images:listing",
            "review:queue",
            "review:manual",
            *("review:unlinked", "review:taken_down"),
        )
    ),
    *(
        Case(name, R.ENTER, scope="site", exists=False)
        for name in (
            "wagtail.admin.views.home.default",
            "wagtailadmin_block_preview",
            "wagtailadmin_api:pages:find",
            "wagtailadmin_api:documents:find",
            "wagtailadmin_api:images:find",
            "wagtailadmin_dismissibles",
        )
    ),
    *(
        Case(name, R.PUBLIC, scope="site", exists=False)
        for name in (
            "wagtailadmin_sprite",
            "wagtailadmin_javascript_catalog",
            "wagtailadmin_login",
            "wagtailadmin_logout",
            "wagtailadmin_password_reset",
            "wagtailadmin_password_reset_done",
            "wagtailadmin_password_reset_complete",
        )
    ),
    Case(
        "wagtailadmin_password_reset_confirm",
        R.PUBLIC,
        fixed(uidb64="MQ", token="none"),
        scope="site",
        exists=False,
    ),
    Case("django.views.generic.base.TemplateView", R.NOBODY, scope="site"),
    Case("wagtailadmin_error_test", R.NOBODY, scope="site"),
    *every_view("review", "sets", "trust", "redirects", right=R.OVERVIEW, exists=False),
    *every_view("review", "set", args=fixed(set_id=1), right=R.OVERVIEW, exists=False),
    *every_view("wagtailadmin_reports", "locked_pages", "locked_pages_results", right=R.UNLOCK),
    *every_view("wagtailadmin_reports", *REPORTS, right=R.OVERVIEW),
    *every_view(
        "wagtail_localize",
        "translations_report",
        "translations_report_results",
        right=R.OVERVIEW,
    ),
    *every_view("wagtailredirects", *REDIRECT_LISTS, right=R.REDIRECTS),
    *every_view(
        "wagtailredirects",
        "edit",
        "delete",
        right=R.REDIRECTS,
        args=lambda _cell: {"redirect_id": _redirect()},
    ),
    *every_view("wagtailredirects", "process_import", right=R.REDIRECTS, exists=False),
    *every_view("wagtailsnippets", "index", right=R.RECORDS),
    *record("translation.glossaryterm"),
    *every_view(
        "wagtailsnippets_translation_glossaryterm",
        "add",
        right=R.GLOSSARY,
        data=term_form,
        label="a term",
    ),
    *every_view(
        "wagtailsnippets_translation_glossaryterm",
        "edit",
        right=R.GLOSSARY,
        args=first("translation.glossaryterm"),
        data=term_form,
        label="a term",
    ),
    *every_view(
        "wagtailsnippets_translation_glossaryterm",
        "delete",
        right=R.GLOSSARY,
        args=first("translation.glossaryterm"),
        data=nothing,
        label="a term",
    ),
    *(
        Case(f"wagtailadmin_pages:{name}", R.OVERVIEW, args, scope="site", exists=False)
        for name, args in (
            ("type_use", TYPE),
            ("type_use_results", TYPE),
            ("choose_parent", fixed(app_label="home", model_name="standardpage")),
        )
    ),
    Case("wagtailadmin_tag_autocomplete", R.OVERVIEW, scope="site"),
    Case(
        "wagtailadmin_tag_model_autocomplete",
        R.OVERVIEW,
        fixed(app_name="taggit", model_name="tag"),
        scope="site",
    ),
]

# Everything that superusers do, and nobody else.
RULE_CASES = [
    *every_view("wagtailadmin_collections", "index"),
    *every_view("wagtailadmin_collections", "add", data=fixed(name="New", parent=1)),
    *every_view("wagtailadmin_workflows", *WORKFLOW_LISTS),
    *every_view(
        "wagtailadmin_workflows",
        "enable",
        "disable",
        "edit",
        "usage",
        "usage_results",
        args=first("wagtailcore.workflow"),
        exists=False,
    ),
    *every_view(
        "wagtailadmin_workflows",
        "edit_task",
        "disable_task",
        "enable_task",
        args=first("wagtailcore.task"),
        exists=False,
    ),
    *every_view(
        "wagtailadmin_workflows",
        "task_chosen",
        args=first("wagtailcore.task", "task_id"),
    ),
    *every_view(
        "wagtailadmin_workflows",
        "add_task",
        args=fixed(app_label="wagtailcore", model_name="groupapprovaltask"),
        exists=False,
    ),
    *every_view(
        "wagtailadmin_workflows",
        "remove",
        args=lambda cell: {"page_pk": cell.place.root.pk},
        exists=False,
    ),
    *every_view(
        "wagtail_localize",
        "edit_string_translation",
        args=fixed(translation_id=NONE, string_segment_id=NONE),
        exists=False,
    ),
    *every_view(
        "wagtail_localize",
        "edit_override",
        args=fixed(translation_id=NONE, overridable_segment_id=NONE),
        exists=False,
    ),
    *every_view(
        "wagtail_localize",
        "download_pofile",
        "upload_pofile",
        "machine_translate",
        "preview_translation",
        "stop_translation",
        args=fixed(translation_id=NONE),
        exists=False,
    ),
    *every_view(
        "wagtail_localize",
        "update_translations",
        args=fixed(translation_source_id=NONE),
        exists=False,
    ),
    *every_view(
        "wagtail_localize",
        "convert_to_alias",
        args=lambda cell: {"page_id": cell.place.news.pk},
        exists=False,
    ),
    *every_view(
        "wagtail_localize",
        "submit_snippet_translation",
        args=person,
        right=R.TRANSLATE,
        exists=False,
    ),
    *every_view(
        "wagtail_localize",
        "snippets_api_detail",
        args=person,
        exists=False,
    ),
    *every_view(
        "wagtail_localize",
        "snippets_api_listing",
        args=fixed(app_label="home", model_name="person"),
        exists=False,
    ),
    *every_view(
        "wagtailsettings", "edit", args=fixed(app_name="home", model_name="person"), exists=False
    ),
    *every_view(
        "wagtailsettings",
        "preview_on_edit",
        args=fixed(app_name="home", model_name="person", pk=1),
        exists=False,
    ),
    *(
        Case(name, R.RULE, scope="site")
        for name in ("wagtailembeds:chooser", "wagtailembeds:chooser_upload")
    ),
    *(
        case
        for space, model in (
            ("wagtaillocales", "wagtailcore.locale"),
            ("wagtailsites", "wagtailcore.site"),
            ("wagtailusers_users", "auth.user"),
            ("wagtailusers_groups", "auth.group"),
        )
        for case in (
            *every_view(space, "index", "index_results", "add"),
            *every_view(
                space,
                "edit",
                "delete",
                "history",
                "history_results",
                "usage",
                args=first(model),
                exists=False,
            ),
        )
    ),
    *every_view("wagtaillocales", "copy", args=first("wagtailcore.locale"), exists=False),
    *every_view("wagtailsites", "copy", args=first("wagtailcore.site"), exists=False),
    *every_view("wagtailusers_users", "copy", args=first("auth.user"), exists=False),
    *every_view(
        "wagtailusers_users",
        "edit",
        args=lambda cell: {"pk": cell.movement.users["staff"].pk},
        data=lambda cell: {
            "username": "taken-over",
            "email": "x@example.org",
            "first_name": "A",
            "last_name": "B",
            "is_active": "on",
            "groups": [cell.movement.team("staff").group_id],
        },
    ),
    *every_view(
        "wagtailusers_users",
        "delete",
        args=lambda cell: {"pk": cell.movement.users["staff"].pk},
        data=nothing,
    ),
    *(
        Case(
            "wagtail_bulk_action",
            right,
            bulk("auth.user", action),
            scope="site",
            query=lambda cell: {"id": cell.movement.users["staff"].pk},
            data=data,
            label=action,
        )
        for action, right, data in (
            ("delete", R.RULE, nothing),
            ("set_active_state", R.NOBODY, fixed(mark_as_active="False")),
            (
                "assign_role",
                R.RULE,
                lambda cell: {"role": cell.movement.team("approvers").group_id},
            ),
        )
    ),
]
