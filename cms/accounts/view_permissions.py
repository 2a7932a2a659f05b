"""Second factors and sessions are everybody's own; lost ones are for staff to decide about."""

from cms.access.permission_rules import everybody, permitted
from cms.access.registered_views import register_changes_of_access, register_views

register_views(
    (
        everybody,
        (
            "wagtailadmin_login_factor",
            "wagtailadmin_login_passkey",
            "wagtailadmin_login_new_factor",
            "second_factor:index",
            "second_factor:confirm",
            "second_factor:app",
            "second_factor:passkey",
            "second_factor:codes",
            "second_factor:remove",
            "second_factor:object",
            "own_sessions:index",
            "own_sessions:end",
            "own_sessions:end_others",
        ),
    ),
    (
        permitted("access.manage_teams"),
        (
            "factor_resets:index",
            "factor_resets:ask",
            "factor_resets:confirm",
            "factor_resets:withdraw",
        ),
    ),
)
register_changes_of_access("factor_resets:ask", "factor_resets:confirm", "factor_resets:withdraw")
