"""The form of every page: what it refuses, it says in a sentence, and nothing typed is lost."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm as WagtailCopyForm
from wagtail.coreutils import find_available_slug
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .choosers import forget
from .contact_records import contact_model, may_refer_to
from .permissions import ANY_RIGHT
from .publish_checks import problems
from .readable import readable
from .references import Reference, references_in
from .time_zones import DATES, ZONE_OF_DATES, meant_in, zone_field, zones_for

_national: list[Callable[[User], bool]] = []


def register_national_staff(predicate: Callable[[User], bool]) -> None:
    """Let the app of access say whether an account is national staff's."""
    _national[:] = [predicate]


class CopyForm(WagtailCopyForm):
    """Wagtail's form to copy a page, which offers an address that is free."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slug = find_available_slug(self.page.get_parent(), self.page.slug)
        self.fields["new_slug"].initial = slug


class PageForm(WagtailAdminPageForm):
    """Runs the publish checks on submission, and refuses what is not the account's to use.

    ``reserved_fields`` are changed by national staff alone: other accounts are not shown them,
    what they post for them is refused, and an older revision does not bring their old values
    back. Pictures, documents, contacts and pages that the account may not use are refused wherever
    they are named: in a field, in a block, in a rich text.
    """

    reserved_fields: ClassVar[frozenset[str]] = frozenset()
    zone_of_dates = zone_field()
    parent_page: Page | None
    # What was posted. Said here for mypy, which else infers it from where it is set below.
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_zones()
        self.refused_fields: list[str] = []
        self.withheld_fields: set[str] = set()
        if self.instance.pk and not self._is_national():
            self._withhold_reserved_fields()

    def clean(self) -> dict[str, Any]:
        self._take_dates_as_they_are_meant()
        cleaned = super().clean() or {}
        if self.refused_fields:
            raise ValidationError(
                _("Only national staff may change these: %(fields)s.")
                % {"fields": ", ".join(self.refused_fields)}
            )
        return cleaned

    def _post_clean(self) -> None:
        self._keep_withheld_fields()
        super()._post_clean()
        if self.errors:
            return
        for sentence in self._foreign_references():
            self.add_error(None, sentence)
        if "action-submit" in self.data:
            for problem in problems(self.instance):
                self.add_error(None, str(problem))

    def _offer_zones(self) -> None:
        zones = zones_for(self.instance if self.instance.pk else self.parent_page)
        field: Any = self.fields[ZONE_OF_DATES]
        field.choices, field.initial = zones, zones[0][0]

    def _take_dates_as_they_are_meant(self) -> None:
        zone = self.cleaned_data.get(ZONE_OF_DATES)
        for name in DATES:
            moment = self.cleaned_data.get(name)
            if zone and moment:
                self.cleaned_data[name] = meant_in(zone, moment)

    def _is_national(self) -> bool:
        user = self.for_user
        return user is None or user.is_superuser or any(holds(user) for holds in _national)

    def _withhold_reserved_fields(self) -> None:
        self.withheld_fields = self.reserved_fields & self.fields.keys()
        for name in sorted(self.withheld_fields):
            posted = self.data.get(self.add_prefix(name))
            field = self.fields.pop(name)
            if posted is not None and field.has_changed(self.initial.get(name), posted):
                self.refused_fields.append(str(field.label))

    def _keep_withheld_fields(self) -> None:
        """What is withheld is as in the latest draft, even where an older one is brought back."""
        if self.withheld_fields:
            for name in self.withheld_fields:
                setattr(self.instance, name, getattr(self._latest_draft, name))

    @cached_property
    def _latest_draft(self) -> Page:
        return Page.objects.get(pk=self.instance.pk).get_latest_revision_as_object()

    def _foreign_references(self) -> Iterable[str]:
        """Sentences about what is referred to and is not the account's to use here."""
        user = self.for_user
        if user is None or user.is_superuser:
            return
        before = _references(self._latest_draft) if self.instance.pk else set()
        for model, key in sorted(_references(self.instance) - before, key=str):
            item = model._default_manager.filter(pk=key).first()  # noqa: SLF001  (Django's own name)
            if item is None or not _may_use(user, item):
                forget(self, model, key)
                yield _("%(kind)s %(number)s is not yours to use. Please choose another.") % {
                    "kind": str(model._meta.verbose_name).capitalize(),
                    "number": key,
                }


def _may_use(user: User, item: Model) -> bool:
    """Whether the account may choose the picture, document or contact, or see the page."""
    if isinstance(item, contact_model()):
        return may_refer_to(user, item)
    policy = policy_registry.get_by_type(type(item))
    if not isinstance(item, Page):
        return policy.user_has_any_permission_for_instance(user, ["choose", "change"], item)
    public = readable(Page.objects.filter(pk=item.pk)).exists()
    return public or policy.user_has_any_permission_for_instance(user, ANY_RIGHT, item)


def _references(page: Page) -> set[Reference]:
    """The pictures, documents, contacts and pages that a page refers to, saved or not."""
    whose = {get_image_model(), get_document_model(), contact_model(), Page}
    found = references_in(type(page), page.serializable_data())
    return {(model, number) for model, number in found if model in whose}
