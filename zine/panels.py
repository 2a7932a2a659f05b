"""What the admin tells the editor of an issue about its editions, and about its PDF."""

from typing import Any

from wagtail.admin.panels import Panel

from .editions.bidi import ISOLATE, POP
from .editions.kinds import Kind
from .editions.pdf import printed_code
from .facsimiles.sentences import failure, sentences


class EditionsPanel(Panel):
    """The state of an issue's editions: the cover, the files, what is wrong and where."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "zine/admin/editions_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            editions = self.instance.editions.order_by("-started_at").prefetch_related("artifacts")
            latest = editions.first()
            current = next((edition for edition in editions if edition.is_current), None)
            files = list(current.artifacts.all()) if current else []
            code = printed_code(current.digest, current.revision) if current else ""
            return super().get_context_data(parent_context) | {
                "latest": latest,
                "current": current,
                "code": f"{ISOLATE}{code}{POP}",
                "cover": next((file for file in files if file.kind == Kind.COVER), None),
                "files": [file for file in files if file.kind not in (Kind.COVER, Kind.SPREAD)],
            }


class FacsimilePanel(Panel):
    """What the PDF of an issue was taken for, what is wrong with it, and its pages to look at."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "zine/admin/facsimile_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.facsimile_id)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            facsimile = self.instance.facsimile
            return super().get_context_data(parent_context) | {
                "facsimile": facsimile,
                "sentences": list(sentences(facsimile)),
                "failure": failure(facsimile) if facsimile.failed_page else "",
                "pages": facsimile.pages.all(),
                "count": len(facsimile.frames),
                "is_shown_to_readers": self.instance.live
                and self.instance.shown_facsimile == facsimile,
            }
