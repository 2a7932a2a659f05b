"""A translation as a file: download, and upload with a report."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages

from cms.access.translating import may_translate

from ..exchange import LARGEST, NotOurFile, export_po, import_po
from ..submission import Frozen, refuse_if_frozen
from .base import FROZEN, NOT_KEPT, TranslationPage


class DownloadView(TranslationPage):
    """The PO file, for work without the site."""

    template_name = "languages/desk/upload.html"
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        code = self.translation.target_locale.language_code
        name = f"{slugify(self.translation.source.object_repr) or 'page'}-{code}.po"
        response = HttpResponse(
            export_po(self.translation), content_type="text/x-gettext-translation; charset=utf-8"
        )
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class UploadView(TranslationPage):
    """Takes a PO file in, and says what became of each of its strings."""

    template_name = "languages/desk/upload.html"
    page_title = gettext_lazy("Upload a translated file")
    predicate = staticmethod(may_translate)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "translation": self.translation,
            "report": kwargs.get("report"),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            refuse_if_frozen(self.translation, self.user)
            report = import_po(self._content(), self.translation, self.user)
        except (NotOurFile, Frozen) as reason:
            messages.error(request, str(reason))
            status = FROZEN if isinstance(reason, Frozen) else NOT_KEPT
            return self.render_to_response(self.get_context_data(), status=status)
        return self.render_to_response(self.get_context_data(report=report))

    def _content(self) -> bytes:
        try:
            file = self.request.FILES.get("file")
        except RequestDataTooBig as error:
            raise NotOurFile(_("This file is larger than 2 MB. No translation is.")) from error
        if file is None:
            raise NotOurFile(_("Please choose a file."))
        return bytes(file.read(LARGEST + 1))
