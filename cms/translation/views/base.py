"""What the views of the desk have in common: the translation, and who may do what with it."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language_info, gettext as _
from wagtail_localize.models import Translation

from cms.access.translating import may_see_translation, may_translate
from cms.review.views.base import ReviewPage, signed_in

from ..submission import Frozen, refuse_if_frozen

FROZEN = 423
NOT_KEPT = 422

type Predicate = Callable[[User, Translation], bool]


def the_translation(translation_id: int) -> Translation:
    """The translation with its source and language. Raises Http404."""
    translations = Translation.objects.select_related("source__locale", "target_locale")
    return get_object_or_404(translations, pk=translation_id)


def writing_view(
    view: Callable[[HttpRequest, Translation, User, int], HttpResponse],
) -> Callable[..., HttpResponse]:
    """A view that writes one part of a translation: asks who may, and whether the text rests.

    Refusals are JSON with a sentence: 403 for others' languages, 423 while the text rests.
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, translation_id: int, segment_id: int, **_kwargs: Any
    ) -> HttpResponse:
        translation, user = the_translation(translation_id), signed_in(request)
        if not may_translate(user, translation):
            return refusal(_("This translation is not yours to write."), 403)
        try:
            refuse_if_frozen(translation, user)
        except Frozen as frozen:
            return refusal(str(frozen), FROZEN)
        return view(request, translation, user, segment_id)

    return guarded


def refusal(sentence: str, status: int) -> JsonResponse:
    """Answer a script with the sentence that it shows."""
    return JsonResponse({"error": sentence}, status=status)


class DeskPage(ReviewPage):
    """A page of the desk, with the way back to the list of translations."""

    header_icon = "wagtail-localize-language"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        label = self.get_page_subtitle()
        here = [{"url": "", "label": label}] if label else []
        status = reverse("translation:status") if label else ""
        return [*self.breadcrumbs_items, {"url": status, "label": _("Translations")}, *here]


class TranslationPage(DeskPage):
    """A page of the desk about one translation; ``predicate`` says whose."""

    predicate: Predicate = staticmethod(may_see_translation)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.translation = the_translation(kwargs["translation_id"])
        self.may_write = may_translate(self.user, self.translation)

    def may_enter(self) -> bool:
        return self.predicate(self.user, self.translation)

    def get_page_subtitle(self) -> str:
        return f"{self.translation.source.object_repr} → {self.language_name}"

    @property
    def language_name(self) -> str:
        """The language that is translated into, as people of the language in use call it."""
        code = self.translation.target_locale.language_code
        return str(get_language_info(code)["name_translated"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD", "OPTIONS"} and not self.may_write:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def decoded(body: bytes) -> Any:
    """The value of a JSON body. Raises ValueError where it is none, or not UTF-8."""
    return json.loads(body.decode())
