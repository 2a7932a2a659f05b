"""Writing one segment, or one value that the languages share unless somebody changes it."""

from django.contrib.auth.models import User
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail_localize.models import OverridableSegment, StringSegment, Translation

from ..checks.markup import warnings
from ..views.base import NOT_KEPT, refusal, writing_view
from .overrides import drop_override, write_override
from .writing import (
    NotKept,
    WrittenMeanwhile,
    place_of_segment,
    refuse_if_written_meanwhile,
    text_now,
    text_to_write,
    write_segment,
)

CONFLICT = 409


@require_http_methods(["PUT", "POST", "DELETE"])
@writing_view
def segment(
    request: HttpRequest, translation: Translation, user: User, segment_id: int
) -> HttpResponse:
    """Keep what somebody types for a segment; DELETE, or an empty text, takes it away."""
    segments = StringSegment.objects.select_related("context", "string")
    string_segment = get_object_or_404(segments, pk=segment_id, source=translation.source_id)
    try:
        text, was = "", None
        if request.method != "DELETE":
            text, was = posted_value(request), posted(request).get("was")
        refuse_if_written_meanwhile(was, text_now(translation, string_segment), text)
        written = write_segment(translation, string_segment, text, user)
    except WrittenMeanwhile as reason:
        return JsonResponse({"error": str(reason), "theirs": reason.theirs}, status=CONFLICT)
    except NotKept as reason:
        return refusal(str(reason), NOT_KEPT)
    place = place_of_segment(translation, string_segment)
    error = (written.get_error() or "") if written else ""
    return JsonResponse(
        {
            "text": text_to_write(written.data, place) if written else "",
            "error": error,
            "remark": ""
            if written is None or error
            else " ".join(warnings(string_segment.string.data, written.data)),
        }
    )


@require_http_methods(["PUT", "POST", "DELETE"])
@writing_view
def override(
    request: HttpRequest, translation: Translation, user: User, segment_id: int
) -> HttpResponse:
    """Keep another value than the source's: an address, a picture, a page; DELETE undoes it."""
    segments = OverridableSegment.objects.select_related("context")
    string_segment = get_object_or_404(segments, pk=segment_id, source=translation.source_id)
    try:
        if request.method == "DELETE":
            drop_override(translation, string_segment, user)
        else:
            write_override(translation, string_segment, posted_value(request), user)
    except (NotKept, ValidationError) as reason:
        sentences = getattr(reason, "messages", None) or [str(reason)]
        return refusal(" ".join(sentences), NOT_KEPT)
    return JsonResponse({"error": ""})


def posted_value(request: HttpRequest) -> str:
    """The ``value`` of a form-encoded body. Raises NotKept for any other body, and without one."""
    try:
        return str(posted(request)["value"])
    except RequestDataTooBig as error:
        raise NotKept(_("This is far too long to be kept.")) from error
    except KeyError as error:
        raise NotKept(_("Nothing was sent to be kept.")) from error
    except UnicodeDecodeError as error:
        raise Http404 from error


def posted(request: HttpRequest) -> QueryDict:
    """The fields of a form-encoded body."""
    return request.POST if request.method == "POST" else QueryDict(request.body)
