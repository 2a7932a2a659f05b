"""Previews for those who may not change all of a page."""

from typing import Any

from django.http import QueryDict
from wagtail.admin.views.pages.preview import PreviewOnEditView

from .forms import PageForm

_filled_in = PreviewOnEditView.get_form


def form_of_a_preview(view: Any, posted: QueryDict) -> Any:
    """The form of a preview, with what it withholds as in the latest draft.

    Wagtail fills in a title and a slug where none is posted, and none is where the account is not
    shown the fields. A preview saves nothing, so there is nothing to refuse.
    """
    form = _filled_in(view, posted)
    if isinstance(form, PageForm):
        form.refused_fields.clear()
    return form
