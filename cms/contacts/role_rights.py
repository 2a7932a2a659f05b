"""What each role may do with contacts: chapters keep their own, staff all."""

from cms.access.policy import (
    DRAFTING,
    EDITORS,
    EMERGENCY_PUBLISHERS,
    LEADS,
    STAFF,
    register_rights,
    rights_on,
)

from .models import Contact

register_rights(STAFF, rights_on(Contact, *DRAFTING))
register_rights(EDITORS, rights_on(Contact, "add", "change", "view"))
register_rights(LEADS, rights_on(Contact, "add", "change", "view", "lock"))
register_rights(EMERGENCY_PUBLISHERS, rights_on(Contact, "change"))
