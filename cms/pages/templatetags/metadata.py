"""The metadata of the page that is being rendered."""

from typing import Any

from django import template
from django.template.context import Context

from cms.pages.metadata import Identity, Languages, LinkedData, Metadata, page_metadata
from cms.pages.models import BasePage
from cms.pages.page_view import PageView

register = template.Library()


@register.simple_tag(takes_context=True)
def metadata_of(context: Context, identity: Identity, languages: Languages | None) -> Metadata:
    """The metadata of the context's page, or of a view that names its ``title`` and is no page."""
    request: Any = context.get("request")
    page = context.get("page")
    if request is not None and isinstance(page, BasePage):
        view = context.get("page_view") or PageView(page)
        return page_metadata(request, view, identity, languages)
    return Metadata(str(context.get("title") or ""), identity.organization_name, indexed=False)


@register.simple_tag
def for_script(data: LinkedData) -> LinkedData:
    """The data as a ``script`` element holds it. A variable would be escaped as text is."""
    return data
