"""The digest of a revision: what an approval is bound to."""

import hashlib
import json

from wagtail.models import Revision

# What Wagtail itself changes in a page's content around a publication.
BOOKKEEPING = frozenset(
    {
        "has_unpublished_changes",
        "last_published_at",
        "first_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "numchild",
        "path",
        "depth",
        "url_path",
    }
)


def content_digest(revision: Revision) -> str:
    """Return the SHA-256, in hexadecimal, of everything in the revision that readers would get."""
    content = {name: value for name, value in revision.content.items() if name not in BOOKKEEPING}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
