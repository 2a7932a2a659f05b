"""The digest of a revision: what an approval is bound to."""

import hashlib
import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page, Revision

# What Wagtail itself changes in a content around a publication, by whose field it is: another
# kind's field of the same name is part of its text.
_OF_DRAFTS = frozenset(
    {
        "has_unpublished_changes",
        "last_published_at",
        "first_published_at",
        "latest_revision",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
    }
)
_OF_PAGES = frozenset(
    {"latest_revision_created_at", "owner", "numchild", "path", "depth", "url_path"}
)


def bookkeeping(model: type[Any]) -> frozenset[str]:
    """The fields of a page or record that are no part of its text."""
    beside = frozenset(getattr(model, "beside_the_text", ()))
    return _OF_DRAFTS | _OF_PAGES if issubclass(model, Page) else _OF_DRAFTS | beside


def content_digest(revision: Revision) -> str:
    """Return the SHA-256, in hexadecimal, of everything in the revision that readers would get."""
    kind = ContentType.objects.get_for_id(revision.content_type_id)
    aside = bookkeeping(kind.model_class() or Revision)
    content = {name: value for name, value in revision.content.items() if name not in aside}
    # Dates are objects until the revision is saved, and then what this encoder makes of them.
    canonical = json.dumps(
        content,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        cls=DjangoJSONEncoder,
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
