"""Which views of the admin there are rules for: each app registers those that it adds.

The rules say what may be *seen*; Wagtail's permissions then say what may be *done*. A view that
nobody registered is closed to everybody but superusers. A test enumerates the URL resolver and
fails until each view has a rule, or is registered as the superusers' own.

Views that change who may do what are named as well: before they do, whoever asks shows once more
that it is they (``cms.accounts.confirmation``).

An app's rules stand in its ``view_permissions.py``, which is found by itself.
"""

from collections import Counter
from collections.abc import Callable, Collection

from django.utils.module_loading import autodiscover_modules

from .permission_rules import Arguments, Rule

VIEW_PERMISSIONS: dict[str, Rule] = {}
SUPERUSERS_ONLY: set[str] = set()
# Views that take files: of no other is a body received that is larger than a text.
UPLOAD_VIEWS: set[str] = set()
# By the view's name: whether a request with these arguments changes access.
CHANGES_OF_ACCESS: dict[str, Callable[[Arguments], bool]] = {}


def register_views(
    *table: tuple[Rule, tuple[str, ...]], superusers_only: Collection[str] = ()
) -> None:
    """Say who may open views, by their names in the URL resolver.

    Raises ValueError for a view that has a rule already: two rules for one view would make the
    order of the apps a matter of safety.
    """
    rules = [(name, rule) for rule, names in table for name in names]
    named = Counter(
        [*(name for name, _rule in rules), *superusers_only, *VIEW_PERMISSIONS, *SUPERUSERS_ONLY]
    )
    taken = sorted(name for name, times in named.items() if times > 1)
    if taken:
        msg = f"These views have a rule already: {', '.join(taken)}."
        raise ValueError(msg)
    VIEW_PERMISSIONS.update(rules)
    SUPERUSERS_ONLY.update(superusers_only)


def register_uploads(*names: str) -> None:
    """Say which views take files."""
    UPLOAD_VIEWS.update(names)


def register_changes_of_access(
    *names: str, where: Callable[[Arguments], bool] = lambda _arguments: True
) -> None:
    """Say which views change who may do what, and by which of their arguments if not by all."""
    CHANGES_OF_ACCESS.update(dict.fromkeys(names, where))


def discover() -> None:
    """Read every app's ``view_permissions.py``."""
    autodiscover_modules("view_permissions")
