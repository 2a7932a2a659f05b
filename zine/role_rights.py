"""Who may upload the PDFs of zines.

Everything that runs in them is taken out; what is on the pages is not.
"""

from cms.access.policy import STAFF, register_rights, rights_on

from .models import Facsimile

register_rights(STAFF, rights_on(Facsimile, "add"))
