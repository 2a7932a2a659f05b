"""Views of pages, their revisions and their reviews."""

from collections.abc import Callable

from wagtail.admin.api.views import PagesAdminAPIViewSet

from tests.access.role_table import R

from .cases import (
    Case,
    Cell,
    Values,
    below_root,
    bulk,
    edited,
    fixed,
    ids,
    new_page,
    news,
    news_and,
    nothing,
    plan,
    waiting_and,
)

PAGES = "wagtailadmin_pages:"


def api_action(name: str) -> Callable[[Cell], Values]:
    return lambda cell: {"pk": cell.place.news.pk, "action_name": name}


def its_address(cell: Cell) -> Values:
    return {"to": cell.place.news.get_url()}


def why(_cell: Cell) -> dict[str, str]:
    """The reason without which nobody takes a page down."""
    return {"reason": "It names somebody who is in danger."}


PAGE_CASES = [
    Case("editor_of_address", R.WRITE, query=its_address),
    Case("wagtailadmin_explore", R.SEE, news("parent_page_id")),
    Case("wagtailadmin_explore_results", R.SEE, news("parent_page_id")),
    Case(f"{PAGES}add", R.ADD, below_root, data=new_page),
    Case(f"{PAGES}preview_on_add", R.ADD, below_root),
    Case(f"{PAGES}add_subpage", R.ADD, lambda cell: {"parent_page_id": cell.place.root.pk}),
    Case(f"{PAGES}usage", R.WRITE, news()),
    Case("zine:edition_file", R.WRITE, news_and(kind=lambda _cell: "x"), exists=False),
    Case(f"{PAGES}edit", R.WRITE, news(), data=edited),
    Case(
        f"{PAGES}edit",
        R.WRITE,
        news(),
        data=edited,
        headers={"accept": "application/json"},
        label="autosave",
    ),
    Case(f"{PAGES}preview_on_edit", R.WRITE, news()),
    Case(f"{PAGES}view_draft", R.WRITE, news()),
    Case(f"{PAGES}delete", R.WRITE, plan(), data=nothing, label="draft"),
    Case(f"{PAGES}delete", R.ERASE, news(), data=nothing, label="live"),
    Case(f"{PAGES}unpublish", R.TAKE_DOWN, news(), data=why),
    Case(f"{PAGES}convert_alias", R.NOBODY, news()),
    Case(
        f"{PAGES}copy",
        R.WRITE,
        plan(),
        data=lambda cell: {
            "new_title": "A copy",
            "new_slug": "a-copy",
            "new_parent_page": cell.place.root.pk,
        },
        post_right=R.ADD,
    ),
    Case(
        f"{PAGES}move",
        R.WRITE,
        plan("page_to_move_id"),
        label="draft",
        only_with_sources=("get", "post"),
    ),
    Case(
        f"{PAGES}move",
        R.MOVE,
        news("page_to_move_id"),
        label="live",
        only_with_sources=("get", "post"),
    ),
    Case(
        f"{PAGES}move_confirm",
        R.SEE,
        lambda cell: {
            "page_to_move_id": cell.place.plan.pk,
            "destination_id": cell.place.news.pk,
        },
        data=nothing,
        post_right=R.ADD,
        label="draft",
        only_with_sources=("post",),
    ),
    Case(
        f"{PAGES}move_confirm",
        R.SEE,
        lambda cell: {
            "page_to_move_id": cell.place.news.pk,
            "destination_id": cell.place.plan.pk,
        },
        data=nothing,
        post_right=R.MOVE,
        label="live",
        only_with_sources=("post",),
    ),
    Case(
        f"{PAGES}set_page_position",
        R.NOBODY,  # Readers see the order of a chapter's pages.
        plan("page_to_move_id"),
        data=nothing,
        gets=False,
        only_with_sources=("get", "post"),
        national_right=R.MOVE,
    ),
    Case(
        f"{PAGES}workflow_action",
        R.NOBODY,
        waiting_and(
            action_name=lambda _cell: "approve", task_state_id=lambda cell: cell.place.step.pk
        ),
        label="approve",
    ),
    Case(
        f"{PAGES}workflow_action",
        R.NOBODY,
        waiting_and(
            action_name=lambda _cell: "reject", task_state_id=lambda cell: cell.place.step.pk
        ),
        label="reject",
    ),
    Case(
        f"{PAGES}collect_workflow_action_data",
        R.NOBODY,
        waiting_and(
            action_name=lambda _cell: "approve", task_state_id=lambda cell: cell.place.step.pk
        ),
    ),
    Case(
        f"{PAGES}workflow_preview",
        R.NOBODY,
        waiting_and(task_id=lambda cell: cell.place.step.task_id),
    ),
    Case(f"{PAGES}set_privacy", R.RESTRICT, news(), data=fixed(restriction_type="login")),
    Case(f"{PAGES}lock", R.LOCK, plan(), data=nothing, gets=False),
    Case(f"{PAGES}revisions_index", R.SEE, news()),
    Case(
        f"{PAGES}revisions_view",
        R.WRITE,
        news_and(revision_id=lambda cell: cell.place.old_revision.pk),
    ),
    Case(
        f"{PAGES}revisions_revert",
        R.WRITE,
        news_and(revision_id=lambda cell: cell.place.old_revision.pk),
    ),
    Case(
        f"{PAGES}revisions_unschedule",
        R.RESTRICT,
        news_and(revision_id=lambda cell: cell.place.old_revision.pk),
        data=nothing,
    ),
    Case(
        f"{PAGES}revisions_compare",
        R.WRITE,
        lambda cell: {
            "pk": cell.place.news.pk,
            "revision_id_a": "live",
            "revision_id_b": "latest",
        },
    ),
    Case(f"{PAGES}workflow_history", R.FOLLOW_REVIEW, waiting_and()),
    Case(
        f"{PAGES}workflow_history_detail",
        R.FOLLOW_REVIEW,
        waiting_and(workflow_state_id=lambda cell: cell.place.review.pk),
    ),
    Case(f"{PAGES}history", R.WRITE, news()),
    Case(f"{PAGES}history_results", R.WRITE, news()),
    Case("wagtailadmin_choose_page_child", R.SEE, plan("parent_page_id")),
    Case("wagtailadmin_choose_page_chosen_multiple", R.SEE, query=ids("plan"), label="drafts"),
    Case("wagtailadmin_api:pages:detail", R.SEE, plan("pk")),
    *(
        Case(
            "wagtailadmin_api:pages:action",
            R.NOBODY,
            api_action(action),
            data=lambda cell: {
                "revision_id": cell.place.old_revision.pk,
                "title": "A copy",
                "slug": "a-copy",
                "locale": "ar",
                "update_slug": "an-alias",
                "destination_page_id": cell.place.root.pk,
            },
            label=action,
            gets=False,
        )
        for action in PagesAdminAPIViewSet.actions
    ),
    *(
        Case(
            "wagtail_bulk_action",
            R.NOBODY if right is R.NOBODY else R.SEE,
            bulk("wagtailcore.page", action),
            query=ids(target),
            data=data,
            post_right=right,
            label=f"{action} {target}",
            only_with_sources=("post",) if action == "move" else (),
        )
        for action, target, right, data in (
            ("publish", "news", R.NOBODY, nothing),
            ("publish", "plan", R.NOBODY, nothing),
            ("unpublish", "news", R.TAKE_DOWN, why),
            ("delete", "plan", R.WRITE, nothing),
            ("delete", "news", R.ERASE, nothing),
            ("move", "plan", R.ADD, lambda cell: {"chooser": cell.place.news.pk}),
            ("move", "news", R.MOVE, lambda cell: {"chooser": cell.place.plan.pk}),
        )
    ),
    Case(
        "wagtailadmin_editing_sessions:ping",
        R.SEE,
        lambda cell: {
            "app_label": "wagtailcore",
            "model_name": "page",
            "object_id": str(cell.place.news.pk),
            "session_id": 999999,
        },
        gets=False,
    ),
    Case("review:review", R.SEE, lambda cell: {"task_state_id": cell.place.step.pk}),
    Case("review:text", R.SEE, lambda cell: {"task_state_id": cell.place.step.pk}),
    Case("review:emergency", R.EMERGENCY, news()),
    Case("review:take_down_page", R.SEE, news(), data=fixed(action="ask")),
    Case(
        "review:take_down_page",
        R.SEE,
        news(),
        data=why,
        post_right=R.TAKE_DOWN,
        label="now",
    ),
    Case("review:look_again", R.SEE, news(), exists=False),
    Case(
        "wagtail_localize:submit_page_translation",
        R.TRANSLATE,
        news(),
        data=lambda cell: {"locales": [cell.movement.homes["ar"].locale_id]},
        at_once=False,
    ),
    Case("wagtailadmin_explore_root", R.ENTER, scope="site", exists=False),
    Case(f"{PAGES}unlock", R.WRITE, plan(), gets=False),
    Case(f"{PAGES}confirm_workflow_cancellation", R.SEE, waiting_and(), exists=False),
    Case(
        "wagtailadmin_editing_sessions:release",
        R.ENTER,
        fixed(session_id=999999),
        scope="site",
        gets=False,
    ),
]
