"""Who may go past review: down at once, and up in an emergency."""

from cms.access.policy import APPROVERS, EMERGENCY_PUBLISHERS, STAFF, register_rights

register_rights(STAFF, ["review.take_down"])
register_rights(APPROVERS, ["review.take_down"])
register_rights(EMERGENCY_PUBLISHERS, ["review.publish_in_emergency"])
