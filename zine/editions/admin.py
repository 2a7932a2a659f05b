"""Files of editions for those who edit the issue, whether or not readers can see it."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..web.downloads import current_artifacts
from ..web.files import file_response


@require_safe
def edition_file(request: HttpRequest, page_id: int, kind: str) -> FileResponse:  # noqa: ARG001
    """Serve a file of an issue's current edition. Who may have it is said in ``cms.access``."""
    return file_response(get_object_or_404(current_artifacts(), edition__issue=page_id, kind=kind))
