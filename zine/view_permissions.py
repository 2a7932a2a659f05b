"""Who may open the zine's views in the admin."""

from cms.access.permission_rules import national, own_page, permitted
from cms.access.registered_views import register_uploads, register_views

register_uploads("facsimile_chooser:create")

register_views(
    (
        national,
        (
            "zine:facsimile_file",
            "zine:facsimile_picture",
        ),
    ),
    (own_page(), ("zine:edition_file",)),
    (
        permitted("zine.add_facsimile"),
        (
            "facsimile_chooser:choose",
            "facsimile_chooser:choose_results",
            "facsimile_chooser:chosen",
            "facsimile_chooser:chosen_multiple",
            "facsimile_chooser:create",
        ),
    ),
)
