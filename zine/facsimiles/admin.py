"""An uploaded PDF and its pages for those who look at it before readers do."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..models import Facsimile
from ..models.facsimiles import picture_name
from .files import kept_file
from .limits import WIDTHS


@require_safe
def facsimile_file(request: HttpRequest, facsimile_id: int) -> FileResponse:  # noqa: ARG001
    """Serve the cleaned PDF. Who may have it is said in ``cms.access``."""
    facsimile = get_object_or_404(Facsimile, pk=facsimile_id)
    name = f"zine-pages-{facsimile.pk}.pdf"
    return kept_file(str(facsimile.file.name), "application/pdf", name)


@require_safe
def facsimile_picture(request: HttpRequest, facsimile_id: int, number: int) -> FileResponse:  # noqa: ARG001
    """Serve the picture of a page."""
    facsimile = get_object_or_404(Facsimile, pk=facsimile_id)
    return kept_file(picture_name(facsimile, number, WIDTHS[0]), "image/webp")
