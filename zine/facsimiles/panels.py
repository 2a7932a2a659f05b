"""What the admin tells the editor of an issue about its PDF."""

from typing import Any

from wagtail.admin.panels import Panel

from .messages import failure, sentences


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
