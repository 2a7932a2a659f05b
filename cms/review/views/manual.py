"""The manual in the admin's help, in the language of whoever reads it."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy

from cms.pages.languages import LANGUAGES

from ..manual import manual
from .base import ReviewPage


class ManualView(ReviewPage):
    """What one does most often, step by step."""

    template_name = "review/manual.html"
    page_title = gettext_lazy("How to")
    header_icon = "help"

    def may_enter(self) -> bool:
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = manual(get_language() or "")
        return super().get_context_data(**kwargs) | {
            "manual": said,
            "written_in": LANGUAGES[said.code],
        }
