"""Panels of the dashboard: each tells an account what concerns it, or is not there."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component


class AccountPanel(Component):
    """A panel about what concerns the account; without content it is not shown."""

    template_name = ""

    def __init__(self, user: User) -> None:
        self.user = user

    def content(self) -> Mapping[str, Any]:
        """The template's context; empty when there is nothing to show. It is asked for once."""
        raise NotImplementedError

    def get_context_data(self, _parent_context: Mapping[str, Any] | None = None) -> Any:
        return dict(self._content)

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        return str(super().render_html(parent_context)) if self.shown else ""

    @property
    def shown(self) -> bool:
        return bool(self._content)

    @cached_property
    def _content(self) -> Mapping[str, Any]:
        return self.content()
