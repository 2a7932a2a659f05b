"""A taken-over account, or a member who turns: further than they may, or alone."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from tests.access.movement import PASSWORD

from .site import AttackedSite, Attempt, Browser, Gain, some

LOG = reverse("access:log")
METHODS = ("POST", "PUT", "PATCH", "DELETE")
ABOUT_A_PAGE = (
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:view_draft",
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:workflow_history",
    "wagtailadmin_pages:usage",
    "wagtailadmin_pages:delete",
    "wagtailadmin_pages:move",
    "wagtailadmin_pages:copy",
    "wagtailadmin_explore",
    "review:take_down_page",
    "translation:start",
)
SEARCHES = (
    "/admin/pages/search/?q=SECRET",
    "/admin/choose-page/search/?q=SECRET",
    "/admin/images/?q=SECRET",
    "/admin/images/chooser/?q=SECRET",
    "/admin/documents/?q=SECRET",
    "/admin/documents/chooser/?q=SECRET",
    "/admin/reports/site-history/?export=csv",
    "/admin/api/main/pages/?fields=*",
    "/admin/api/main/images/?fields=*",
    "/admin/api/main/documents/?fields=*",
)


def addresses_of(site: AttackedSite, name: str) -> list[str]:
    """Everything of a chapter that has an address in the admin, by its number."""
    its = site.chapter(name)
    views: Iterable[tuple[str, list[Any]]] = [
        *((view, [its[kind]]) for kind in ("plan", "waiting", "news") for view in ABOUT_A_PAGE),
        ("wagtailadmin_explore", [its["root"]]),
        ("wagtailadmin_choose_page_child", [its["root"]]),
        ("wagtailadmin_pages:revisions_view", [its["news"], its["revision"]]),
        ("wagtailadmin_pages:revisions_compare", [its["news"], "earliest", its["revision"]]),
        ("review:review", [its["step"]]),
        ("review:text", [its["step"]]),
        ("wagtailimages:edit", [its["image"]]),
        ("wagtailimages:image_usage", [its["image"]]),
        ("wagtailimages:delete", [its["image"]]),
        ("wagtailimages_chooser:chosen", [its["image"]]),
        ("wagtaildocs:edit", [its["document"]]),
        ("wagtaildocs:delete", [its["document"]]),
        ("wagtaildocs_chooser:chosen", [its["document"]]),
        ("wagtailsnippets_contacts_contact:edit", [its["contact"]]),
        ("wagtailsnippets_contacts_contact:history", [its["contact"]]),
        ("translation:editor", [its["translation"]]),
        ("translation:download", [its["translation"]]),
        ("translation:preview", [its["translation"]]),
        ("members:place", [its["place"]]),
    ]
    api = [f"/admin/api/main/{kind}s/{its[kind]}/" for kind in ("image", "document")]
    chosen = f"/admin/choose-page/chosen-multiple/?id={its['plan']}&id={its['waiting']}"
    pages = f"/admin/api/main/pages/{its['plan']}/"
    direct = [reverse(view, args=numbers) for view, numbers in views]
    return [*direct, *api, chosen, pages, *SEARCHES]


def reads(site: AttackedSite, who: Browser, name: str, first: int = 999) -> list[str]:
    return tells(who, name, addresses_of(site, name)[:first])


def tells(who: Browser, name: str, addresses: Iterable[str]) -> list[str]:
    """Where a title that is a chapter's alone, or a name of its members, is told."""
    telling = (f"SECRET {name}", f"SECRET-{name}", f"{name}-editor")
    found = []
    for address in addresses:
        whole = who.get(address).whole
        if any(each in whole for each in telling):
            found.append(address)
    return found


def everything_is_read(site: AttackedSite) -> Gain:
    """Each address tells somebody, so that each is one that might tell too much: some in CI."""
    missing = some(addresses_of(site, "chicago"), 4)
    for name in ("superuser", "es-translator"):
        told = tells(site.account(name), "chicago", missing)
        missing = [each for each in missing if each not in told]
    assert not missing, missing
    return True


def editor_form(title: str, body: Sequence[Any] = (), **more: str) -> dict[str, Any]:
    """The form of a page of prose."""
    fields = {"title": title, "slug": "plan", "seo_title": "", "summary": "A summary."}
    streams = {"comments": inline_formset([]), "body": streamfield(list(body))}
    form: dict[str, Any] = nested_form_data(fields | streams | more)
    return form


def standing(site: AttackedSite, name: str) -> list[Any]:
    """All of a chapter that somebody might change."""
    its = site.chapter(name)
    return [
        site.rows(
            "SELECT id, path, title, draft_title, live, locked, latest_revision_id "
            "FROM wagtailcore_page WHERE url_path LIKE %s ORDER BY id",
            f"%/{its['address']}/%",
        ),
        site.rows("SELECT title, collection_id FROM media_image WHERE id = %s", its["image"]),
        site.rows("SELECT title, collection_id FROM media_document WHERE id = %s", its["document"]),
        site.rows("SELECT latest_revision_id FROM contacts_contact WHERE id = %s", its["contact"]),
        site.rows("SELECT id FROM access_invitation WHERE team_id = %s", its["editors"]),
    ]


def changes(site: AttackedSite, who: Browser, name: str) -> Gain:
    """Write to another chapter, by address and number."""
    its, before = site.chapter(name), standing(site, name)
    invitation = {"team": its["editors"], "email": "thief@example.org", "language": "en"}
    picture = {"title": "Mine", "collection": its["collection"], "tags": "", "people": "nobody"}
    ours = site.chapter("boston")["root"]
    for view, numbers, form in (
        ("wagtailadmin_pages:edit", [its["plan"]], editor_form("Mine")),
        ("wagtailadmin_pages:edit", [its["plan"]], editor_form("Mine", **{"action-publish": "1"})),
        ("wagtailadmin_pages:add", ["home", "standardpage", its["root"]], editor_form("Mine")),
        ("wagtailadmin_pages:unpublish", [its["news"]], {}),
        ("wagtailadmin_pages:lock", [its["plan"]], {}),
        ("wagtailadmin_pages:move_confirm", [its["plan"], ours], {}),
        ("wagtailimages:edit", [its["image"]], picture),
        ("wagtaildocs:edit", [its["document"]], picture),
        ("wagtailsnippets_contacts_contact:edit", [its["contact"]], {"name": "Mine"}),
        ("members:invite", [its["place"]], invitation),
        ("wagtailadmin_pages:delete", [its["plan"]], {}),
        ("wagtailimages:delete", [its["image"]], {}),
        ("wagtaildocs:delete", [its["document"]], {}),
        ("review:take_down_page", [its["news"]], {"reason": "Mine."}),
    ):
        who.post(reverse(view, args=numbers), form)
    after = standing(site, name)
    return [str(new) for old, new in zip(before, after, strict=True) if old != new]


def publishes(site: AttackedSite, name: str, author: str, *takers: str) -> Gain:
    """Have readers get a text by every way that its author and those who take it have."""
    number = site.chapter(name)["plan"]
    edit = reverse("wagtailadmin_pages:edit", args=[number])
    for action in ("action-publish", "action-submit"):
        site.account(author).post(edit, editor_form(f"By {author}", **{action: "1"}))
    asked = (
        "SELECT current_task_state_id FROM wagtailcore_workflowstate "
        "WHERE object_id = %s AND status = 'in_progress' AND current_task_state_id IS NOT NULL"
    )
    for taker in takers:
        for [step] in site.rows(asked, str(number)):
            _approve(site, taker, reverse("review:review", args=[step]))
    urgent = {"reason": "It is urgent."}
    emergency = reverse("review:emergency", args=[number])
    site.account(author).post(emergency, urgent | site.account(author).hidden_fields(emergency))
    [[live]] = site.rows("SELECT live FROM wagtailcore_page WHERE id = %s", number)
    return bool(live)


def _approve(site: AttackedSite, taker: str, address: str) -> None:
    # What the form says of itself, nobody keeps from somebody who has read it elsewhere.
    told = site.account(taker).hidden_fields(address) or site.account("superuser").hidden_fields(
        address
    )
    site.account(taker).post(address, told | {"decision": "approve", "reason": ""})


def brings_in(site: AttackedSite, who: str) -> Gain:
    """A proposal to let somebody into a national team, by the one who made it and one more."""
    number = site.known["invitations"]["proposed"]
    site.account(who).post(reverse("members:confirm", args=[number]))
    asked = "SELECT confirmed_by_id FROM access_invitation WHERE id = %s"
    return site.rows(asked, number)[0][0] is not None


def throws_out(site: AttackedSite, *staff: str) -> Gain:
    team, person = site.known["approvers"], site.known["accounts"]["approver"]["id"]
    for who in staff:
        site.account(who).post(reverse("members:remove", args=[team, person]))
    asked = "SELECT count(*) FROM auth_user_groups WHERE user_id = %s"
    return site.rows(asked, person)[0][0] == 0


def superusers(site: AttackedSite) -> set[int]:
    return {number for [number] in site.rows("SELECT id FROM auth_user WHERE is_superuser")}


def makes_superuser(site: AttackedSite) -> Gain:
    """Every form of accounts, by every kind of account."""
    before = superusers(site)
    renamed, copied = (site.known["accounts"][name]["id"] for name in ("renamed", "copied"))
    addresses = [
        reverse("wagtailusers_users:add"),
        reverse("wagtailusers_users:edit", args=[renamed]),
        reverse("wagtailusers_users:copy", args=[copied]),
    ]
    for who in ("boston-lead", "staff", "superuser"):
        for number, address in enumerate(addresses):
            form = {
                "username": f"made-by-{who}-{number}",
                "email": "made@example.org",
                "first_name": "One",
                "last_name": "More",
                "password1": PASSWORD,
                "password2": PASSWORD,
                "is_active": "on",
                "is_superuser": "on",
            }
            site.account(who).post(address, form)
    made = "SELECT 1 FROM auth_user WHERE username = %s"
    assert site.rows(made, "made-by-superuser-0"), (
        "the form was taken, but for what it must not give"
    )
    return [*map(str, superusers(site) - before)]


def a_superuser_is_seen(site: AttackedSite) -> Gain:
    before = superusers(site)
    site.sql("UPDATE auth_user SET is_superuser = true WHERE username = 'leaver'")
    after = superusers(site)
    site.sql("UPDATE auth_user SET is_superuser = false WHERE username = 'leaver'")
    return [*map(str, after - before)]


def reads_log(site: AttackedSite, *names: str) -> Gain:
    told = []
    for name in names:
        page = site.account(name).get(LOG, Accept="text/html")
        sheet = site.account(name).get(f"{LOG}?export=csv&kind=sign-in")
        told += [name] * ("signed in" in page.text or "signed in" in sheet.text)
    return told


def entries(site: AttackedSite) -> set[str]:
    return {str(row) for row in site.rows("SELECT * FROM access_accessevent")}


def rewrites_log(site: AttackedSite) -> Gain:
    """Every method at the log and below it, by those who may read it."""
    before = entries(site)
    first = min(number for [number] in site.rows("SELECT id FROM access_accessevent"))
    for who in ("staff", "superuser"):
        browser = site.account(who)
        for path in (LOG, f"{LOG}{first}/", f"{LOG}{first}/delete/", f"{LOG}delete/?id={first}"):
            for method in METHODS:
                body = f"csrfmiddlewaretoken={browser.cookies['__Host-csrftoken']}&id={first}"
                browser.ask(method, path, body.encode(), Origin="https://example.org")
    return sorted(before - entries(site))


def a_rewritten_log_is_seen(site: AttackedSite) -> Gain:
    before = entries(site)
    site.sql("UPDATE access_accessevent SET change = 'nothing' WHERE id = 1")
    return sorted(before - entries(site))


ATTEMPTS = [
    Attempt(
        "read what is another chapter's alone",
        lambda site: reads(site, site.account("boston-lead"), "chicago"),
        everything_is_read,
    ),
    Attempt(
        "read drafts, previews and downloads as nobody",
        lambda site: reads(site, site.stranger(), "chicago"),
        lambda site: reads(site, site.account("chicago-lead"), "chicago", first=9),
    ),
    Attempt(
        "read drafts, previews and downloads without a team",
        lambda site: reads(site, site.account("newcomer"), "boston"),
        lambda site: reads(site, site.account("boston-lead"), "boston", first=9),
    ),
    Attempt(
        "publish alone as an editor",
        lambda site: publishes(site, "chicago", "chicago-editor", "chicago-editor"),
        lambda site: publishes(site, "boston", "boston-editor", "boston-lead", "approver"),
    ),
    Attempt(
        "publish alone as a lead",
        lambda site: publishes(site, "chicago", "chicago-lead", "chicago-lead", "chicago-lead"),
        lambda site: publishes(site, "chicago", "chicago-editor", "chicago-lead", "approver"),
    ),
    Attempt(
        "publish alone as staff",
        lambda site: publishes(site, "national", "staff", "staff", "staff"),
        lambda site: publishes(site, "national", "staff", "second", "approver"),
    ),
    Attempt(
        "bring somebody into a national team alone",
        lambda site: brings_in(site, "staff"),
        lambda site: brings_in(site, "second"),
    ),
    Attempt(
        "throw somebody out of a national team alone",
        lambda site: throws_out(site, "staff", "staff"),
        lambda site: throws_out(site, "staff", "second"),
    ),
    Attempt("make a superuser by a screen", makes_superuser, a_superuser_is_seen),
    Attempt(
        "read who signed in when",
        lambda site: reads_log(site, "boston-lead", "chicago-editor", "emergency", "newcomer"),
        lambda site: reads_log(site, "staff"),
    ),
    Attempt("change what the audit log says", rewrites_log, a_rewritten_log_is_seen),
    Attempt(
        "change what is another chapter's",
        lambda site: changes(site, site.account("boston-lead"), "chicago"),
        lambda site: changes(site, site.account("chicago-lead"), "chicago"),
    ),
]
