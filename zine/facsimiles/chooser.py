"""How staff upload and choose the PDF of an issue."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, CreateView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from zine.models import Facsimile
from zine.tasks import draw_facsimile_pages

from .forms import FacsimileForm

# The window stands in the page of the issue's own form, which has a title too.
PREFIX = "facsimile"


class _WithForm:
    def get_creation_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_creation_form_kwargs()  # type: ignore[misc]
        return kwargs | {"prefix": PREFIX}


class _Columns(_WithForm):
    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,  # type: ignore[misc]
            Column("language", label=_("Language")),
            Column("get_state_display", label=_("State")),
        ]


class ChooseFacsimileView(_Columns, ChooseView):
    pass


class ChooseFacsimileResultsView(_Columns, ChooseResultsView):
    pass


class UploadView(_WithForm, CreateView):
    """Keeps an upload, and has its pages drawn."""

    def save_form(self, form: FacsimileForm) -> Facsimile:
        form.instance.uploaded_by = self.request.user
        with transaction.atomic():
            facsimile = form.save()
            transaction.on_commit(partial(draw_facsimile_pages.enqueue, facsimile.pk))
        return facsimile


class FacsimileChooserViewSet(ChooserViewSet):
    model = Facsimile
    icon = "doc-full"
    choose_one_text = _("Choose or upload a PDF")
    choose_another_text = _("Choose or upload another PDF")
    page_title = _("PDF of the issue")
    search_tab_label = _("Uploaded before")
    create_action_label = _("Upload")
    create_action_clicked_label = _("Being read …")
    creation_form_class = FacsimileForm
    choose_view_class = ChooseFacsimileView
    choose_results_view_class = ChooseFacsimileResultsView
    create_view_class = UploadView

    @cached_property
    def create_view(self) -> Callable[..., HttpResponse]:
        # Reading a PDF takes seconds, in which nobody else could save anything on SQLite.
        view: Any = self.construct_view(self.create_view_class)
        return transaction.non_atomic_requests(view)


chooser = FacsimileChooserViewSet("facsimile_chooser", url_prefix="zine/pdf")
