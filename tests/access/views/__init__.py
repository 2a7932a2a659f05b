"""Every view of the admin: which right it asks for, and a request that would do something.

A view that is not here fails ``test_matrix`` until somebody has thought about it.
"""

from .contact_views import CONTACT_CASES
from .desk_views import DESK_CASES
from .file_views import FILE_CASES
from .page_views import PAGE_CASES
from .record_views import RECORD_CASES
from .site_views import RULE_CASES, SITE_CASES
from .team_views import TEAM_CASES

CASES = [
    *PAGE_CASES,
    *FILE_CASES,
    *TEAM_CASES,
    *RECORD_CASES,
    *CONTACT_CASES,
    *SITE_CASES,
    *RULE_CASES,
    *DESK_CASES,
]
