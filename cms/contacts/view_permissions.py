"""Who may open the screens of contacts."""

from django.http import HttpRequest

from cms.access.permission_rules import (
    Arguments,
    both,
    everybody,
    national,
    nobody,
    own_record,
    permitted,
)
from cms.access.querysets import account_of
from cms.access.registered_views import register_views

from .reach import choosable_contacts

WRITE = "contacts.change_contact"


def contacts_chosen(request: HttpRequest, arguments: Arguments) -> bool:
    """Every contact that is named is one that a text of the account may refer to."""
    numbers = {str(arguments["pk"])} if "pk" in arguments else set(request.GET.getlist("id"))
    if not all(number.isascii() and number.isdecimal() for number in numbers):
        return False
    found = choosable_contacts(account_of(request)).filter(pk__in=numbers)
    return found.count() == len(numbers)


register_views(
    (
        permitted("contacts.add_contact"),
        (
            "wagtailsnippets_contacts_contact:add",
            "wagtailsnippets_contacts_contact:preview_on_add",
        ),
    ),
    (
        permitted(WRITE),
        (
            "wagtailsnippets_contacts_contact:list",
            "wagtailsnippets_contacts_contact:list_results",
            "contacts:prose",
        ),
    ),
    (
        own_record(WRITE),
        (
            "wagtailsnippets_contacts_contact:edit",
            "wagtailsnippets_contacts_contact:history",
            "wagtailsnippets_contacts_contact:history_results",
            "wagtailsnippets_contacts_contact:preview_on_edit",
            "wagtailsnippets_contacts_contact:revisions_view",
            "wagtailsnippets_contacts_contact:revisions_revert",
            "wagtailsnippets_contacts_contact:revisions_compare",
            "wagtailsnippets_contacts_contact:workflow_history",
            "wagtailsnippets_contacts_contact:workflow_history_detail",
            "wagtailsnippets_contacts_contact:confirm_workflow_cancellation",
            "contacts:checked",
        ),
    ),
    (own_record("contacts.lock_contact"), ("wagtailsnippets_contacts_contact:lock",)),
    (own_record("contacts.unlock_contact"), ("wagtailsnippets_contacts_contact:unlock",)),
    # It names the drafts of every chapter that refer to a contact of the movement's.
    (both(national, permitted(WRITE)), ("wagtailsnippets_contacts_contact:usage",)),
    (
        everybody,
        (
            "wagtailsnippetchoosers_contacts_contact:choose",
            "wagtailsnippetchoosers_contacts_contact:choose_results",
        ),
    ),
    (
        contacts_chosen,
        (
            "wagtailsnippetchoosers_contacts_contact:chosen",
            "wagtailsnippetchoosers_contacts_contact:chosen_multiple",
        ),
    ),
    (
        nobody,
        (
            "wagtailsnippets_contacts_contact:delete",
            "wagtailsnippets_contacts_contact:unpublish",
            "wagtailsnippets_contacts_contact:revisions_unschedule",
            "wagtailsnippets_contacts_contact:workflow_action",
            "wagtailsnippets_contacts_contact:collect_workflow_action_data",
            "wagtailsnippets_contacts_contact:workflow_preview",
            # Saves a row past drafts; without a form of ours it fails (Wagtail 8.0.1).
            "wagtailsnippetchoosers_contacts_contact:create",
        ),
    ),
)
