"""What the admin tells the editor of an issue about its editions."""

from typing import Any

from wagtail.admin.panels import Panel

from .document.bidi import ISOLATE, POP
from .kinds import pictures
from .words import printed_code

# They are shown, or not at all; the rest is listed.
PICTURES = (pictures.COVER.name, pictures.SPREAD.name)


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
                "cover": next((file for file in files if file.kind == pictures.COVER.name), None),
                "files": [file for file in files if file.kind not in PICTURES],
            }
