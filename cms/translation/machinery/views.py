"""The button that asks a machine for what is missing."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.access.translating import may_translate
from cms.review.views.base import signed_in

from ..models import MachineDraft
from ..submission import Frozen, refuse_if_frozen
from ..views.base import the_translation
from .server import is_configured
from .tasks import draft_by_machine


@require_POST
def machine(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Ask for a draft in the background; a 404 where no server is configured."""
    translation, user = the_translation(translation_id), signed_in(request)
    if not may_translate(user, translation):
        raise PermissionDenied
    if not is_configured():
        raise Http404
    try:
        refuse_if_frozen(translation, user)
    except Frozen as frozen:
        messages.error(request, str(frozen))
        return redirect("translation:editor", translation.pk)
    order, _made = MachineDraft.objects.update_or_create(
        translation=translation,
        defaults={
            "state": MachineDraft.State.WAITING,
            "message": "",
            "number": 0,
            "user": user,
            "at": timezone.now(),
        },
    )
    transaction.on_commit(partial(draft_by_machine.enqueue, order.pk, get_language() or "en"))
    messages.success(request, _("The machine has been asked. Its drafts appear here when ready."))
    return redirect("translation:editor", translation.pk)
