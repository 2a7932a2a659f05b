"""Second factors and sessions are everybody's own."""

from cms.access.permission_rules import everybody
from cms.access.registered_views import register_views

register_views(
    (
        everybody,
        (
            "wagtailadmin_login_factor",
            "wagtailadmin_login_passkey",
            "second_factor:index",
            "second_factor:confirm",
            "second_factor:app",
            "second_factor:passkey",
            "second_factor:codes",
            "second_factor:remove",
            "own_sessions:index",
            "own_sessions:end",
            "own_sessions:end_others",
        ),
    ),
)
