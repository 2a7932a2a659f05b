"""What the pages about a text share: the comparison, and which text a form was about."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin import messages

from ..comparison import Comparison, compare
from ..decisions import Refused, Reviewed


def read_text(request: HttpRequest) -> Reviewed:
    """The text that the form was about: what the reviewer has had before the eyes."""
    number = request.POST.get("revision", "")
    return Reviewed(
        revision_id=int(number) if number.isdecimal() and len(number) < 19 else 0,
        digest=request.POST.get("digest", ""),
    )


def comparison(subject: Any, text: Any) -> Comparison:
    """What readers see now against ``text``; where they see nothing yet, all of it is new."""
    return compare(subject if subject.live else None, text)


def say_why_not(request: HttpRequest, refusal: Refused) -> None:
    """Show a refusal, a message for each sentence."""
    for sentence in str(refusal).splitlines():
        messages.error(request, sentence)
