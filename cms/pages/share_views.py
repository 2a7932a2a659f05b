"""Where share images are fetched from."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.media.views import ASK_AGAIN

from .models import BasePage
from .readable import readable
from .share_images import TooBusyError, share_image_of


@require_safe
def share_image(request: HttpRequest, page_id: int, digest: str) -> HttpResponse:
    """Serve the share image of a page that readers may see, for pages of others to show.

    An address from before the page's title changed leads to the present picture.
    """
    response = _share_image(request, page_id, digest)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _share_image(request: HttpRequest, page_id: int, digest: str) -> HttpResponse:
    page = readable(Page.objects.filter(pk=page_id)).specific().first()
    if not isinstance(page, BasePage):
        raise Http404
    image = share_image_of(page)
    if digest != image.digest:
        return HttpResponseRedirect(image.path)
    headers = {"Cache-Control": ASK_AGAIN, "ETag": f'"{digest}"'}
    unchanged = get_conditional_response(request, etag=headers["ETag"])
    if unchanged is not None:
        return unchanged
    try:
        content = image.read()
    except TooBusyError:
        return HttpResponse(status=503, headers={"Retry-After": "10"})
    return HttpResponse(content, content_type="image/png", headers=headers)
