"""Which writes readers never see. All others begin another generation of pages.

A table that is not here counts as seen, whatever it holds. That no page of readers reads one that
is here, a test says.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings

# Accounts, their work and what it waits for; logs, queues, counts; the search index.
UNSEEN_APPS = frozenset(
    {
        "access",
        "account",
        "accounts",
        "auth",
        "mail",
        "mfa",
        "operations",
        "delivery",
        "search",
        "sessions",
        "django_tasks_database",
        "wagtailadmin",
        "wagtailsearch",
        "wagtailusers",
        "wagtailembeds",
        "languages",
    }
)
UNSEEN_MODELS = frozenset(
    {
        "media.mediause",
        "review.carriedtext",
        "review.heartbeat",
        "review.leadreviewtask",
        "review.lookagain",
        "review.publicationset",
        "review.setmember",
        "review.staffapprovaltask",
        "review.trust",
        "translation.confirmedfacts",
        "translation.contributor",
        "translation.dismissedcheck",
        "translation.glossaryterm",
        "translation.glossarywording",
        "translation.languagereviewtask",
        "translation.machinedraft",
        "translation.memoryentry",
        "translation.start",
        "translation.tellingword",
        "wagtail_localize.localesynchronization",
        "wagtail_localize.overridablesegment",
        "wagtail_localize.relatedobjectsegment",
        "wagtail_localize.segmentoverride",
        "wagtail_localize.string",
        "wagtail_localize.stringsegment",
        "wagtail_localize.stringtranslation",
        "wagtail_localize.template",
        "wagtail_localize.templatesegment",
        "wagtail_localize.translatableobject",
        "wagtail_localize.translationcontext",
        "wagtail_localize.translationlog",
        "wagtailcore.comment",
        "wagtailcore.commentreply",
        "wagtailcore.groupapprovaltask",
        "wagtailcore.groupcollectionpermission",
        "wagtailcore.grouppagepermission",
        "wagtailcore.groupsitepermission",
        "wagtailcore.modellogentry",
        "wagtailcore.pagelogentry",
        "wagtailcore.pagesubscription",
        "wagtailcore.referenceindex",
        "wagtailcore.task",
        "wagtailcore.taskstate",
        "wagtailcore.uploadedfile",
        "wagtailcore.workflow",
        "wagtailcore.workflowcontenttype",
        "wagtailcore.workflowpage",
        "wagtailcore.workflowstate",
        "wagtailcore.workflowtask",
    }
)
# Tables that no model has: of the search index.
UNSEEN_PREFIX = "wagtailsearch_indexentry"
# A row of it is seen only once another one names it as the approved or published text.
SEEN_ONCE_NAMED = "wagtailcore_revision"
# What a draft changes of a page's or a record's own row: nothing that readers see.
OF_DRAFTS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision_created_at",
        "latest_revision_id",
        "locked",
        "locked_at",
        "locked_by_id",
    }
)
# What these tables say takes something from readers, and so it goes at once.
TAKING_AWAY = frozenset(
    {
        "media_document",
        "media_image",
        "review_takedown",
        "wagtailcore_pageviewrestriction",
        "zine_shownfacsimile",
    }
)

READS = re.compile(
    r"\s*(?:\(\s*)*(?:SELECT|VALUES|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|SET|SHOW"
    r"|EXPLAIN|DECLARE|FETCH|CLOSE|ANALYZE|VACUUM|WITH\b(?!.*\b(?:INSERT|UPDATE|DELETE)\b))\b",
    re.IGNORECASE | re.DOTALL,
)
WRITES = re.compile(
    r"\s*(?P<kind>INSERT|REPLACE|UPDATE|DELETE)\s+(?:OR\s+\w+\s+)?(?:INTO\s+|FROM\s+)?"
    r"(?:ONLY\s+)?\"?(?P<table>\w+)\"?",
    re.IGNORECASE,
)
SETS = re.compile(r"\bSET\s+(?P<list>.*?)(?:\s+WHERE\s|$)", re.IGNORECASE | re.DOTALL)
COLUMN = re.compile(r"\"(\w+)\"\s*=\s*(?:%s|NULL|true|false|TRUE|FALSE|[0-9]+)\s*(?:,|$)")


def is_seen(sql: str) -> bool:
    """Whether a statement may change what readers see."""
    if READS.match(sql):
        return False
    found = WRITES.match(sql)
    if found is None:
        return True
    table, kind = found["table"], found["kind"].upper()
    if table in unseen_tables() or table.startswith(UNSEEN_PREFIX):
        return False
    if kind == "INSERT" and table == SEEN_ONCE_NAMED:
        return False
    return kind != "UPDATE" or not _is_of_a_draft(sql)


def is_urgent(sql: str) -> bool:
    """Whether a statement that is seen takes something from readers, as far as it shows."""
    found = WRITES.match(sql)
    return found is None or found["kind"].upper() == "DELETE" or found["table"] in TAKING_AWAY


@cache
def unseen_tables() -> frozenset[str]:
    """The tables of what is unseen, and those of their relations."""
    return frozenset(_tables())


def _tables() -> Iterable[str]:
    for model in apps.get_models(include_auto_created=True):
        owner: Any = model._meta.auto_created or model
        options = owner._meta
        if options.app_label in UNSEEN_APPS or options.label_lower in UNSEEN_MODELS:
            yield model._meta.db_table
    # What is cached in the database can be found out anew.
    for cache_settings in settings.CACHES.values():
        if cache_settings["BACKEND"].endswith("DatabaseCache"):
            yield cache_settings["LOCATION"]


def _is_of_a_draft(sql: str) -> bool:
    """Whether an update sets nothing but what drafts set, to values of its own."""
    found = SETS.search(sql)
    if found is None:
        return False
    listed = found["list"].strip()
    columns = COLUMN.findall(listed)
    return bool(columns) and not COLUMN.sub("", listed).strip() and set(columns) <= OF_DRAFTS
