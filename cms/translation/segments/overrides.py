"""Values that a translation shares with its source unless somebody gives it another.

Addresses, pictures, linked pages: what is given is held to the field's own rules, and a picture,
document or page must be one that the account may use.
"""

import json
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.utils.translation import gettext as _
from wagtail.blocks import Block, ChooserBlock, FieldBlock
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation

from cms.access.querysets import own_media, visible_pages

from ..models import Contributor
from .places import SegmentPlace, place_of
from .writing import NotKept


def write_override(
    translation: Translation, segment: OverridableSegment, value: str, user: User
) -> SegmentOverride:
    """Give the translation a value of its own. Raises NotKept or ValidationError with sentences."""
    # What is refused makes nobody a writer, who could not approve the translation any more.
    cleaned = _cleaned(translation, segment, value, user)
    Contributor.of(translation, user)
    written, _created = SegmentOverride.objects.update_or_create(
        locale=translation.target_locale,
        context=segment.context,
        defaults={
            "data_json": json.dumps(cleaned),
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )
    return written


def drop_override(translation: Translation, segment: OverridableSegment, user: User) -> None:
    """Let the translation share the source's value again."""
    gone, _kinds = SegmentOverride.objects.filter(
        locale=translation.target_locale, context=segment.context
    ).delete()
    if gone:
        Contributor.of(translation, user)


def place_of_value(
    translation: Translation, segment: OverridableSegment
) -> tuple[SegmentPlace, type[Model] | None]:
    """The place of a value of the source, and the kind of record chosen there, if any is."""
    model = translation.source.specific_content_type.model_class()
    place = place_of(model, segment.context.field_path or segment.context.path)
    is_link = segment.context.path.endswith("'")
    return place, None if is_link else _chosen_from(place.target)


def _cleaned(
    translation: Translation, segment: OverridableSegment, value: str, user: User
) -> int | str:
    place, chosen = place_of_value(translation, segment)
    target = place.target
    if chosen is not None:
        return _usable(chosen, value, user)
    if segment.context.path.endswith("'"):
        return _address(value.strip())
    if isinstance(target, Field):
        return str(target.clean(value.strip(), None))
    if isinstance(target, FieldBlock):
        return str(target.clean(value.strip()))
    raise NotKept(_("This value is the same in every language."))


def _chosen_from(target: Field | Block | None) -> type[Model] | None:
    """The kind of record that is chosen here, if anything is."""
    if isinstance(target, ForeignKey):
        return target.related_model
    return target.target_model if isinstance(target, ChooserBlock) else None


def _usable(model: type[Model], value: str, user: User) -> int:
    """The number of a record that the account may use. Raises NotKept."""
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0
    items: Any = QuerySet(model)
    items = visible_pages(user) if issubclass(model, Page) else own_media(items, user)
    if not items.filter(pk=number).exists():
        raise NotKept(_("Please choose one that you may use."))
    return number


def _address(value: str) -> str:
    """A link's address. Raises ValidationError for anything that readers' browsers might run."""
    if value.startswith("mailto:"):
        EmailValidator()(value.removeprefix("mailto:"))
    elif not value.startswith("tel:") or not value[4:].replace("+", "").replace("-", "").isdigit():
        URLValidator(schemes=["http", "https"])(value)
    if len(value) > 2000:
        raise ValidationError(_("This address is too long."))
    return value
