"""What each role may do with the records of this app, which readers see."""

from cms.access.policy import DRAFTING, EMERGENCY_PUBLISHERS, STAFF, register_rights, rights_on

from .models import Partner, Person, SiteIdentity

for model in (Person, Partner, SiteIdentity):
    register_rights(STAFF, rights_on(model, *DRAFTING))
    register_rights(EMERGENCY_PUBLISHERS, rights_on(model, "change"))
