"""Links, pictures and pages that a translation shares with its source, or has of its own."""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, SegmentOverride

from cms.access.translating import may_translate

from ..submission import Frozen, refuse_if_frozen
from ..views.base import FROZEN, NOT_KEPT, TranslationPage
from .overrides import drop_override, place_of_value, write_override
from .places import SegmentPlace
from .writing import NotKept


@dataclass
class Value:
    """A value of the source, and the translation's own if it has one."""

    segment: OverridableSegment
    place: SegmentPlace
    chosen_from: type[Model] | None
    shared: Any
    own: Any
    fault: str = ""
    shown: str = ""
    field: SafeString | str = ""

    @property
    def name(self) -> str:
        return f"value-{self.segment.pk}"

    @property
    def held(self) -> str:
        """The translation's own value as the form holds it; empty where it has none."""
        return "" if self.own is None else str(self.own)

    @property
    def widget(self) -> forms.Widget:
        if self.chosen_from is None:
            return forms.TextInput()
        if issubclass(self.chosen_from, Page):
            return AdminPageChooser(target_models=[self.chosen_from])
        if issubclass(self.chosen_from, get_image_model()):
            return AdminImageChooser()
        return AdminDocumentChooser()


class ValuesView(TranslationPage):
    """One field each; an empty one shares the source's value."""

    template_name = "translation/values.html"
    page_title = gettext_lazy("Links and pictures")
    predicate = staticmethod(may_translate)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values = kwargs.get("values") or self._values()
        posted = self.request.POST
        shown = _shown(values)
        media = forms.Media()
        for value in values:
            value.shown = shown.get((value.chosen_from, value.shared), str(value.shared))
            identity = {"id": value.name, "dir": "auto", "aria-describedby": f"of-{value.name}"}
            held = posted.get(value.name, value.held) if value.fault else value.held
            value.field = value.widget.render(value.name, held or None, identity)
            media += value.widget.media
        return super().get_context_data(**kwargs) | {
            "translation": self.translation,
            "values": values,
            "media": media,
            "frozen": self._frozen(),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        values = self._values()
        if self._frozen():
            return self._again(values, FROZEN)
        for value in values:
            posted = request.POST.get(value.name, value.held).strip()
            if posted != value.held:
                value.fault = self._keep(value, posted)
        if any(value.fault for value in values):
            messages.error(request, _("Some of these could not be kept; see below."))
            return self._again(values, NOT_KEPT)
        messages.success(request, _("Saved."))
        return redirect("translation:editor", self.translation.pk)

    def _again(self, values: list[Value], status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(values=values), status=status)

    def _keep(self, value: Value, posted: str) -> str:
        """Keep what was given; return a sentence where it is no good."""
        try:
            if posted:
                write_override(self.translation, value.segment, posted, self.user)
            else:
                drop_override(self.translation, value.segment, self.user)
        except NotKept as reason:
            return str(reason)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""

    def _frozen(self) -> str:
        try:
            refuse_if_frozen(self.translation, self.user)
        except Frozen as frozen:
            return str(frozen)
        return ""

    def _values(self) -> list[Value]:
        own = dict(
            SegmentOverride.objects.filter(
                context__object_id=self.translation.source.object_id,
                locale=self.translation.target_locale_id,
            ).values_list("context_id", "data_json")
        )
        segments = OverridableSegment.objects.filter(source=self.translation.source_id)
        values = []
        for segment in segments.select_related("context").order_by("order"):
            place, chosen_from = place_of_value(self.translation, segment)
            given = json.loads(own[segment.context_id]) if segment.context_id in own else None
            shared = json.loads(segment.data_json)
            values.append(Value(segment, place, chosen_from, shared, given))
        return values


def _shown(values: list[Value]) -> dict[tuple[type[Model] | None, Any], str]:
    """The names of the pictures, documents and pages of the source: one query for each kind."""
    wanted: dict[type[Model], set[Any]] = defaultdict(set)
    for value in values:
        if value.chosen_from is not None:
            wanted[value.chosen_from].add(value.shared)
    return {
        (model, row.pk): str(row)
        for model, pks in wanted.items()
        for row in model._default_manager.filter(pk__in=pks)  # noqa: SLF001
    }
