"""What the admin tells the editor of an issue about its editions."""

from typing import Any

from wagtail.admin.panels import Panel

from .editions.kinds import Kind


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
            return super().get_context_data(parent_context) | {
                "latest": latest,
                "current": current,
                "cover": next((file for file in files if file.kind == Kind.COVER), None),
                "files": [file for file in files if file.kind not in (Kind.COVER, Kind.SPREAD)],
            }
