"""What is changed of Wagtail so that no page of the admin holds a script of its own.

Wagtail's templates start programs by scripts within the page, which the admin's content policy
forbids. In their place stand elements that say what is to be started, for ``starts.js``. Nonces
would not do: what comes into a page later, in a dialog, was made with another response's.
"""

import json
from pathlib import PurePath
from typing import Any

from django.template.loader import render_to_string
from wagtail.admin.panels import InlinePanel, MultipleChooserPanel
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput, BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser

from cms.patches import Change, Patch, PrivateUse, TakenTemplate


def render_chooser(
    self: BaseChooser,
    name: str,
    value: Any,
    attrs: dict[str, Any],
    renderer: Any = None,  # noqa: ARG001  (Django gives it)
) -> str:
    """The widget, and what its script is started with."""
    number = attrs["id"]
    value_data = self.get_value_data(value)
    if isinstance(self, AdminTaskChooser):
        program, arguments = "createTaskChooser", [number]
    else:
        options = self.get_js_init_options(number, name, value_data)
        program, arguments = self.js_constructor, [number, options]
    context = {
        "chooser": self.render_html(name, value_data, attrs),
        "program": program,
        "arguments": json.dumps(arguments),
    }
    return render_to_string("delivery/starts/chooser.html", context)


SEEN_IN = "wagtail 8.0.1"
HOLDS_A_SCRIPT = "It starts its program by a script within the page."


def _started_by_an_element(owner: type, name: str, digest: str) -> TakenTemplate:
    return TakenTemplate(
        package="wagtail.admin",
        owner=owner,
        name=f"wagtailadmin/{name}",
        instead=f"delivery/starts/{PurePath(name).name}",
        reason=HOLDS_A_SCRIPT,
        seen_in=SEEN_IN,
        digest=digest,
    )


PATCHES: tuple[Change, ...] = (
    Patch(
        owner=BaseChooser,
        name="render",
        instead=render_chooser,
        reason=HOLDS_A_SCRIPT,
        seen_in=SEEN_IN,
        digest="b46a0fb559c849ac",
    ),
    PrivateUse(
        owner=BaseChooser,
        name="render_js_init",
        reason="It is not asked any more; what it says is said by the element that starts it.",
        seen_in=SEEN_IN,
        digest="98a285f477211f35",
    ),
    PrivateUse(
        owner=AdminTaskChooser,
        name="render_js_init",
        reason="It alone starts another program than its class names.",
        seen_in=SEEN_IN,
        digest="e0e19ae6f795a0bd",
    ),
    _started_by_an_element(AdminDateInput, "widgets/date_input.html", "2557f7a4fd543d7c"),
    _started_by_an_element(AdminDateTimeInput, "widgets/datetime_input.html", "479d8ddeaa73d2fd"),
    _started_by_an_element(AdminTimeInput, "widgets/time_input.html", "536917c544a13563"),
    _started_by_an_element(InlinePanel.BoundPanel, "panels/inline_panel.html", "195bb0b199edb062"),
    _started_by_an_element(
        MultipleChooserPanel.BoundPanel, "panels/multiple_chooser_panel.html", "673bc9b26ca95c03"
    ),
)


def install() -> None:
    """Put each where Wagtail looks for its own."""
    for patch in PATCHES:
        patch.install()
