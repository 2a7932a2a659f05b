"""Where whoever has found a weakness writes to: ``/.well-known/security.txt`` (RFC 9116).

It names what the operator has set. Without a contact there is no such file, and the deployment's
check says so: an address that nobody reads would be worse than none.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning as CheckWarning
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.languages.alternates import reader_languages
from cms.pages.addresses import absolute

# The standard wants less than a year, so that an old copy is known to be one.
HOLDS_FOR = timedelta(days=180)
POLICY = settings.BASE_DIR / "SECURITY.md"


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Serve the contacts, until when they hold, in which languages, and the policy."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    offered = [code for code in reader_languages(request).homes if code != settings.LANGUAGE_CODE]
    path = reverse("security_txt")
    canonical = [absolute(request, path)]
    if settings.ONION_LOCATION:
        canonical.append(f"{settings.ONION_LOCATION}{path}")
    fields = [
        *(("Contact", contact) for contact in settings.SECURITY_CONTACT),
        ("Expires", _end().isoformat().replace("+00:00", "Z")),
        ("Preferred-Languages", ", ".join([settings.LANGUAGE_CODE, *offered])),
        *(("Canonical", address) for address in canonical),
        ("Policy", absolute(request, reverse("security_policy"))),
    ]
    lines = "".join(f"{name}: {value}\n" for name, value in fields)
    return HttpResponse(lines, content_type="text/plain; charset=utf-8")


@require_safe
def security_policy(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Serve what the project promises, and how to tell of a weakness, as it is written."""
    return HttpResponse(POLICY.read_text("utf-8"), content_type="text/plain; charset=utf-8")


def check_security_contact(**_kwargs: Any) -> list[CheckMessage]:
    """Somebody is named; asked before a deployment alone."""
    if settings.SECURITY_CONTACT:
        return []
    return [
        CheckWarning(
            "Nobody can tell you of a weakness: SECURITY_CONTACT is not set.",
            hint="Such as mailto:security@example.org; without it there is no security.txt.",
            id="delivery.W001",
        )
    ]


def _end() -> datetime:
    """The same for a whole day, so that copies of one day are equal."""
    day = (timezone.now() + HOLDS_FOR).astimezone(UTC).date()
    return datetime.combine(day, time.min, UTC)
