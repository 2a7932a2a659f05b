"""Starting and stopping translations: for coordinators, and never past review."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail_localize.models import TranslationSource
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitSnippetTranslationView,
)

from cms.access.querysets import own_pages
from cms.access.translating import may_coordinate
from cms.review.decisions import Refused
from cms.review.views.base import signed_in
from cms.review.views.texts import say_why_not

from ..models import Start
from ..records import start_record
from ..tasks import refresh_source, start_translations
from .base import the_translation


class StartView(SubmitPageTranslationView):
    """wagtail-localize's form; what it asks for is done in the background, as drafts."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = signed_in(request)
        if not may_coordinate(user) or not own_pages(user).filter(pk=kwargs["page_id"]).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        locales = [locale.pk for locale in form.cleaned_data["locales"]]
        subtree = bool(form.cleaned_data["include_subtree"])
        user_id = signed_in(self.request).pk
        start = Start.objects.create(page_id=self.object.pk, subtree=subtree, user_id=user_id)
        start.locales.set(locales)
        transaction.on_commit(
            lambda: start_translations.enqueue(
                start.page_id, locales, user_id, subtree=subtree, start_id=start.pk
            )
        )
        messages.success(
            self.request,
            ngettext(
                "The page is being made ready for translation into %(number)d language.",
                "The page is being made ready for translation into %(number)d languages.",
                len(locales),
            )
            % {"number": len(locales)},
        )
        return redirect("translation:started", start.pk)


class StartRecordView(SubmitSnippetTranslationView):
    """The same for a record. Nothing is shown to readers until its translation is approved."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_coordinate(signed_in(request)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        record, locales = self.object, [each.pk for each in form.cleaned_data["locales"]]
        try:
            start_record(record, locales)
        except Refused as refusal:
            say_why_not(self.request, refusal)
            return redirect("translation:status")
        messages.success(self.request, _("The record is ready for translation."))
        return redirect("translation:status")


@require_POST
def update(request: HttpRequest, translation_source_id: int) -> HttpResponse:
    """Bring a source up to date with its page at once; publishing the page does so by itself."""
    if not may_coordinate(signed_in(request)):
        raise PermissionDenied
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    transaction.on_commit(lambda: refresh_source.enqueue(source.pk))
    messages.success(request, _("The passages are being brought up to date with the page."))
    return redirect("wagtailadmin_home")


@require_POST
def stop(request: HttpRequest, translation_id: int) -> HttpResponse:
    """End a translation: its page is from now on written by itself, and what it has is kept."""
    translation, user = the_translation(translation_id), signed_in(request)
    if not may_coordinate(user):
        raise PermissionDenied
    translation.enabled = False
    translation.save(update_fields=["enabled"])
    messages.success(request, _("The translation has been stopped. The page is kept."))
    return redirect("wagtailadmin_home")
