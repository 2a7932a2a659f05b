"""The rules by which views of the admin answer: each says whether a request may go in."""

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .querysets import (
    account_of,
    is_national,
    manages_teams,
    own_drafts,
    own_media,
    own_pages,
    visible_pages,
)

# Of the largest number that every database has.
DIGITS = 18

type Arguments = Mapping[str, Any]
type Rule = Callable[[HttpRequest, Arguments], bool]

BULK_ACTIONS: dict[str, frozenset[str]] = {
    "wagtailcore.page": frozenset({"move", "delete", "unpublish"}),
    "media.image": frozenset({"add_tags", "add_to_collection", "delete"}),
    "media.document": frozenset({"add_tags", "add_to_collection", "delete"}),
}


# In which fields Wagtail's forms name the page that others are copied or moved to.
DESTINATION_FIELDS = ("new_parent_page", "chooser")
# Bulk activation is left out: it goes past the record of changes of access.
BULK_ACTIONS_OF_SUPERUSERS = {"auth.user": frozenset({"delete", "assign_role"})}


def everybody(_request: HttpRequest, _arguments: Arguments) -> bool:
    """Nothing of anybody's is behind it, or Wagtail's own view shows only what is one's own."""
    return True


def nobody(_request: HttpRequest, _arguments: Arguments) -> bool:
    """Behind it texts would be published without review, or the site shows what it should not."""
    return False


def national(request: HttpRequest, _arguments: Arguments) -> bool:
    """Behind it is the whole site: staff and approvers."""
    return is_national(account_of(request))


def managers(request: HttpRequest, _arguments: Arguments) -> bool:
    """Behind it are the teams that the account may manage."""
    return manages_teams(account_of(request))


def superusers(request: HttpRequest, _arguments: Arguments) -> bool:
    """Behind it accounts, rights or the site itself are changed."""
    return account_of(request).is_superuser


def own_page(argument: str = "page_id") -> Rule:
    """The page that the address names is one's own."""

    def rule(request: HttpRequest, arguments: Arguments) -> bool:
        return _all_within([arguments[argument]], own_pages(account_of(request)))

    return rule


def own_destination(request: HttpRequest, _arguments: Arguments) -> bool:
    """Where a page is to be copied or moved to is one's own too; forms show what was chosen."""
    chosen = [request.POST.get(name, "") for name in DESTINATION_FIELDS]
    return _all_within([each for each in chosen if each], own_pages(account_of(request)))


def visible_page(argument: str) -> Rule:
    """The page that the address names is public or one's own."""

    def rule(request: HttpRequest, arguments: Arguments) -> bool:
        return _all_within([arguments[argument]], visible_pages(account_of(request)))

    return rule


def explorable_page(request: HttpRequest, arguments: Arguments) -> bool:
    """The page lies on the way to one's own pages."""
    policy = policy_registry.get_by_type(Page)
    return _all_within(
        [arguments["parent_page_id"]], policy.explorable_instances(account_of(request))
    )


def pages_chosen(request: HttpRequest, _arguments: Arguments) -> bool:
    """Every page that the query names is public or one's own."""
    return _all_within(request.GET.getlist("id"), visible_pages(account_of(request)))


def selection(request: HttpRequest, arguments: Arguments) -> bool:
    """The bulk action is one that the site offers, and every object of it is one's own."""
    label = f"{arguments['app_label']}.{arguments['model_name']}"
    if label not in BULK_ACTIONS:
        allowed = BULK_ACTIONS_OF_SUPERUSERS.get(label, frozenset({"delete"}))
        return account_of(request).is_superuser and arguments["action"] in allowed
    if arguments["action"] not in BULK_ACTIONS[label]:
        return False
    ids = [*request.GET.getlist("id"), *request.POST.getlist("id")]
    if "all" in ids:
        return is_national(account_of(request))
    model = apps.get_model(label)
    if model is Page:
        own = _all_within(ids, own_pages(account_of(request)))
        return own and own_destination(request, arguments)
    return _all_within(ids, own_media(model.objects.all(), account_of(request)))


def image(argument: str = "image_id") -> Rule:
    """The image that the address names is one that the account may choose or change."""
    return _own_file(get_image_model, argument)


def images_chosen(request: HttpRequest, _arguments: Arguments) -> bool:
    """Every image that the query names is one that the account may choose or change."""
    images = own_media(get_image_model().objects.all(), account_of(request))
    return _all_within(request.GET.getlist("id"), images)


def document(argument: str = "document_id") -> Rule:
    """The document that the address names is one that the account may choose or change."""
    return _own_file(get_document_model, argument)


def documents_chosen(request: HttpRequest, _arguments: Arguments) -> bool:
    """Every document that the query names is one that the account may choose or change."""
    documents = own_media(get_document_model().objects.all(), account_of(request))
    return _all_within(request.GET.getlist("id"), documents)


def edited_object(request: HttpRequest, arguments: Arguments) -> bool:
    """The object of an editing session: one's own page, or a record that one may change."""
    try:
        model = apps.get_model(arguments["app_label"], arguments["model_name"])
    except LookupError:
        return False
    if issubclass(model, Page):
        return _all_within([arguments["object_id"]], own_pages(account_of(request)))
    account = account_of(request)
    permission = f"{model._meta.app_label}.change_{model._meta.model_name}"
    if hasattr(model, "territory"):
        return _all_within([arguments["object_id"]], own_drafts(model, account))
    return is_national(account) or account.has_perm(permission)


def permitted(permission: str) -> Rule:
    """The account holds a right on a whole kind of records."""

    def rule(request: HttpRequest, _arguments: Arguments) -> bool:
        return bool(account_of(request).has_perm(permission))

    return rule


def record_writer(request: HttpRequest, arguments: Arguments) -> bool:
    """The account may write the record that the address names by its kind and number."""
    account = account_of(request)
    permission = f"{arguments['app_label']}.change_{arguments['model_name']}"
    return bool(account.has_perm(permission)) and _is_in_reach(account, arguments)


def own_record(permission: str) -> Rule:
    """The account holds a right on a kind of records, and the one named is in its reach."""

    def rule(request: HttpRequest, arguments: Arguments) -> bool:
        account = account_of(request)
        app_label, _dot, codename = permission.partition(".")
        named = {"app_label": app_label, "model_name": codename.partition("_")[2], **arguments}
        return bool(account.has_perm(permission)) and _is_in_reach(account, named)

    return rule


def _is_in_reach(account: User, arguments: Arguments) -> bool:
    """Whether a record of a kind that belongs to territories is in one of the account's."""
    try:
        model = apps.get_model(arguments["app_label"], arguments["model_name"])
    except LookupError:
        return False
    if not hasattr(model, "territory"):
        return True
    return _all_within([arguments["pk"]], own_drafts(model, account))


def both(*rules: Rule) -> Rule:
    """Every one of the rules holds."""

    def rule(request: HttpRequest, arguments: Arguments) -> bool:
        return all(each(request, arguments) for each in rules)

    return rule


def _own_file(model: Callable[[], Any], argument: str) -> Rule:
    def rule(request: HttpRequest, arguments: Arguments) -> bool:
        files = own_media(model().objects.all(), account_of(request))
        return _all_within([arguments[argument]], files)

    return rule


def _all_within(ids: list[Any], allowed: QuerySet[Any]) -> bool:
    numbers = {str(number) for number in ids}
    if not all(_is_number(number) for number in numbers):
        return False
    return bool(allowed.filter(pk__in=numbers).distinct().count() == len(numbers))


def _is_number(text: str) -> bool:
    """Whether a row can have it."""
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS
