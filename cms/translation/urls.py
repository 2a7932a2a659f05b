"""Addresses of the desk, below the admin.

Those below ``localize/`` stand in the place of wagtail-localize's own, which lie behind them and
are never reached.
"""

from django.urls import path

from .editor.views import EditorView, PreviewView
from .files.views import ArchiveView, DownloadView, LanguageFilesView, UploadView
from .machinery.views import machine
from .segments.value_views import ValuesView
from .segments.views import override, segment
from .stats.views import StatusView
from .views.coordination import StartRecordView, StartView, stop, update
from .views.start import StartedView

app_name = "translation"

_TRANSLATION = "localize/translate/<int:translation_id>"

urlpatterns = [
    path("translations/files/<str:code>/", LanguageFilesView.as_view(), name="files"),
    path("translations/files/<str:code>/download/", ArchiveView.as_view(), name="archive"),
    path("translations/starts/<int:start_id>/", StartedView.as_view(), name="started"),
    path("translations/", StatusView.as_view(), name="status"),
    path(f"{_TRANSLATION}/", EditorView.as_view(), name="editor"),
    path(f"{_TRANSLATION}/strings/<int:segment_id>/edit/", segment, name="segment"),
    path(f"{_TRANSLATION}/overrides/<int:segment_id>/edit/", override, name="override"),
    path(f"{_TRANSLATION}/values/", ValuesView.as_view(), name="values"),
    path(f"{_TRANSLATION}/pofile/download/", DownloadView.as_view(), name="download"),
    path(f"{_TRANSLATION}/pofile/upload/", UploadView.as_view(), name="upload"),
    path(f"{_TRANSLATION}/preview/", PreviewView.as_view(), name="preview"),
    path(f"{_TRANSLATION}/preview/<str:mode>/", PreviewView.as_view(), name="preview_mode"),
    path(f"{_TRANSLATION}/machine/", machine, name="machine"),
    path(f"{_TRANSLATION}/disable/", stop, name="stop"),
    path("localize/update/<int:translation_source_id>/", update, name="update"),
    path(
        "localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
        StartRecordView.as_view(),
        name="start_record",
    ),
    path("localize/submit/page/<int:page_id>/", StartView.as_view(), name="start"),
]
