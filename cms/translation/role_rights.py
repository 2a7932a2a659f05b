"""What each role may do with the glossary; what else translators may do follows from their team."""

from cms.access.policy import COORDINATORS, EVERYTHING, STAFF, register_rights, rights_on

from .models import GlossaryTerm

for role in (STAFF, COORDINATORS):
    register_rights(role, rights_on(GlossaryTerm, *EVERYTHING))
