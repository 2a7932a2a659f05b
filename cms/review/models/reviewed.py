"""Records that readers see: drafted, reviewed and published as pages are."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _, gettext_lazy, override
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.log_actions import get_active_log_context
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    TranslatableMixin,
    Workflow,
    WorkflowMixin,
)

from .record import Decision

# What the workflow of a translation is called besides the workflow that it is made of.
IN_TRANSLATION = " in translation"


class ReviewedRecordQuerySet(models.QuerySet[Any]):
    """``DraftStateMixin`` brings no queryset: without this one readers would get drafts."""

    def live(self) -> "ReviewedRecordQuerySet":
        """What readers see."""
        return self.filter(live=True)


class PublicRecord(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    models.Model,
):
    """A record that readers see. It becomes public by review alone; its row is what they see.

    The row of a record that was never published holds its draft, which no reader is shown. A kind
    has a ``locale``, in which it is written, and a ``translation_key``, whether or not each
    language has a row of its own.
    """

    # Fields that are written beside a text and decide nothing: no draft brings an old value back.
    beside_the_text: ClassVar[tuple[str, ...]] = ()
    locale: Any

    # Wagtail's own default is True: a row that any code but Wagtail's form makes would be public.
    live = models.BooleanField(gettext_lazy("live"), default=False, editable=False)

    # Wagtail leaves out latest_revision alone: a copy would be live, dated and locked like its
    # original.
    exclude_fields_in_copy: ClassVar[list[str]] = [
        "live",
        "has_unpublished_changes",
        "live_revision",
        "first_published_at",
        "last_published_at",
        "go_live_at",
        "expire_at",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
    ]

    objects: ClassVar = ReviewedRecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Save a draft. Raises PermissionDenied where somebody in the admin saves a live row.

        A publication writes it, and nothing else does but what is no part of the text.
        """
        is_bookkeeping = update_fields is not None and set(update_fields) <= _kept_by_wagtail()
        is_free = getattr(self, "is_being_published", False) or is_bookkeeping or not self.live
        if not is_free and _somebody_acts():
            raise PermissionDenied(_("Nobody publishes without review."))
        super().save(*args, update_fields=update_fields, **kwargs)

    def with_content_json(self, content: Any) -> Any:
        """A draft; what is written beside the text is as it is now."""
        draft = super().with_content_json(content)
        for name in self.beside_the_text:
            setattr(draft, name, getattr(self, name))
        return draft

    def publish(
        self,
        revision: Revision,
        user: User | None = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publish what was approved. Raises PermissionDenied before anything is written."""
        if _somebody_acts() and not Decision.objects.approves(revision):
            raise PermissionDenied(_("Nobody publishes without review."))
        action = PublishRevisionAction(revision, user, changed, log_action, previous_revision)
        # A draft knows the live version of the day on which it was begun. Wagtail believes it,
        # and for a date ahead would take down what readers see until then.
        current = type(self)._base_manager.values_list("live_revision", flat=True)  # noqa: SLF001
        action.object.live_revision_id = current.get(pk=self.pk)
        action.object.is_being_published = True
        action.execute(skip_permission_checks=skip_permission_checks)

    def get_preview_template(self, _request: HttpRequest | None, _mode_name: str) -> str:
        """A page of the site that shows records of this kind."""
        return f"{self._meta.app_label}/previews/{self._meta.model_name}.html"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """What readers would see, in the record's language; tags ask ``request`` for the draft."""
        request.previewed_record = self  # type: ignore[attr-defined]
        with override(self.locale.language_code):
            response = super().serve_preview(request, mode_name)
            rendered: HttpResponseBase = response.render()
            return rendered


class ReviewedRecord(PublicRecord, TranslatableMixin):
    """A public record that has a row for each language, which is translated."""

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def get_workflow(self) -> Workflow | None:
        """The national workflow; in other languages than the site's first, that of translations."""
        workflow = self.get_default_workflow()
        if workflow is None or self.locale.language_code == settings.LANGUAGE_CODE:
            return workflow
        name = workflow.name + IN_TRANSLATION
        return Workflow.objects.filter(active=True, name=name).first() or workflow


def _kept_by_wagtail() -> set[str]:
    """The names of the fields that are about a record and not its text."""
    mixins = (DraftStateMixin, LockableMixin, RevisionMixin)
    return {field.name for mixin in mixins for field in mixin._meta.get_fields()} - {"live"}


def _somebody_acts() -> bool:
    """Whether somebody is at work in the admin; code that acts for nobody may publish."""
    return get_active_log_context().user is not None
