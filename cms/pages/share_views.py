"""Where share images are fetched from."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe
from wagtail.models import Page

from .models import BasePage
from .readable import readable
from .share_images import TooBusyError, share_image_of

FOREVER = "public, max-age=31536000, immutable"


@require_safe
def share_image(request: HttpRequest, page_id: int, digest: str) -> HttpResponse:  # noqa: ARG001
    """Serve the share image of a page that readers may see.

    An address from before the page's title changed leads to the present picture.
    """
    page = readable(Page.objects.filter(pk=page_id)).specific().first()
    if not isinstance(page, BasePage):
        raise Http404
    image = share_image_of(page)
    if digest != image.digest:
        return HttpResponseRedirect(image.path)
    try:
        content = image.read()
    except TooBusyError:
        return HttpResponse(status=503, headers={"Retry-After": "10"})
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": FOREVER})
