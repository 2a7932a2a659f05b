"""Translations as files: download, and upload with a report; of one page, or of a language."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.models import Locale

from cms.access.translating import languages_of, may_translate, sees_the_desk
from cms.languages.names import language

from ..stats.table import StatsTable
from ..submission import Frozen, refuse_if_frozen
from ..views.base import FROZEN, NOT_KEPT, DeskPage, TranslationPage
from .archive import (
    LARGEST_ARCHIVE,
    MOST_FILES,
    import_archive,
    readable_translations,
    write_archive,
)
from .catalogue import LARGEST, NotOurFile
from .formats import FORMATS, Format, file_name, file_of
from .imports import import_file


class DownloadView(TranslationPage):
    """The translation as a file, for work without the site; ``format`` names its kind."""

    template_name = "translation/upload.html"
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        kind = _wanted_format(request)
        content = file_of(self.translation, kind)
        return _as_file(content, file_name(self.translation, kind), kind.content_type)


class UploadView(TranslationPage):
    """Takes a file in, and says what became of each of its strings."""

    template_name = "translation/upload.html"
    page_title = gettext_lazy("Upload a translated file")
    predicate = staticmethod(may_translate)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "translation": self.translation,
            "formats": FORMATS.values(),
            "reports": kwargs.get("reports", ()),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            refuse_if_frozen(self.translation, self.user)
            report = import_file(_posted(request, LARGEST), self.translation, self.user)
        except (NotOurFile, Frozen) as reason:
            messages.error(request, str(reason))
            status = FROZEN if isinstance(reason, Frozen) else NOT_KEPT
            return self.render_to_response(self.get_context_data(), status=status)
        return self.render_to_response(self.get_context_data(reports=[report]))


class LanguagePage(DeskPage):
    """A page about all translations into one language, for whoever sees that language's."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.locale = get_object_or_404(Locale, language_code=kwargs["code"])

    def may_enter(self) -> bool:
        return sees_the_desk(self.user) and self.locale.pk in StatsTable(self.user).locales

    @cached_property
    def may_write(self) -> bool:
        return self.user.is_superuser or self.locale.pk in languages_of(self.user)


class LanguageFilesView(LanguagePage):
    """The files of a language in one zip: to download, and to send back."""

    template_name = "translation/files.html"
    page_title = gettext_lazy("Files")

    def get_page_subtitle(self) -> str:
        return language(self.locale.language_code).name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "code": self.locale.language_code,
            "formats": FORMATS.values(),
            "may_write": self.may_write,
            "most_files": MOST_FILES,
            "reports": kwargs.get("reports", ()),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            content = _posted(request, LARGEST_ARCHIVE)
            reports = import_archive(content, self.locale, self.user)
        except NotOurFile as reason:
            messages.error(request, str(reason))
            return self.render_to_response(self.get_context_data(), status=NOT_KEPT)
        return self.render_to_response(self.get_context_data(reports=reports))


class ArchiveView(LanguagePage):
    """The zip itself; ``format`` names the kind of files in it."""

    template_name = "translation/files.html"
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        kind = _wanted_format(request)
        content = write_archive(readable_translations(self.locale, self.user), kind)
        name = f"translations-{self.locale.language_code}-{kind.key}.zip"
        return _as_file(content, name, "application/zip")


def _wanted_format(request: HttpRequest) -> Format:
    try:
        return FORMATS[request.GET.get("format", "po")]
    except KeyError as error:
        raise Http404 from error


def _as_file(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _posted(request: HttpRequest, largest: int) -> bytes:
    """The file of a form, cut where it is larger than anything that is taken. Raises NotOurFile."""
    try:
        file = request.FILES.get("file")
    except RequestDataTooBig as error:
        raise NotOurFile(_("This file is larger than 2 MB. No translation is.")) from error
    if file is None:
        raise NotOurFile(_("Please choose a file."))
    return bytes(file.read(largest + 1))
