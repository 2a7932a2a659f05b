"""Nothing of other packages is changed, silenced or used in private but what the lists name.

The code is read, not run: assignments to what another package's names lead to, calls that change
a list or dictionary of theirs, receivers that are disconnected, private names that are called.
What is overridden is asked of the classes themselves.
"""

import ast
import sys
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path
from types import FunctionType

import pytest
from django.forms import BaseModelForm
from django.utils.functional import cached_property

from cms.patches import Patch, PrivateUse

from .test_patches import MODULES, changes

ROOT = Path(__file__).parents[2]
FOLDERS = ("cms", "home", "chapters", "zine")
CHANGING = frozenset(
    {
        *("append", "extend", "insert", "remove", "reverse", "sort", "pop", "popitem", "clear"),
        *("add", "discard", "update", "setdefault", "disconnect", "unregister", "__setitem__"),
    }
)
# Django says what these are for.
DOCUMENTED = frozenset({"_meta", "_base_manager", "_default_manager"})
FUNCTIONS = (FunctionType, classmethod, staticmethod, property, cached_property)
ALLOWED = {
    # Only while starter content is loaded, and put back.
    (
        "cms/starter/loader/indexing.py",
        "post_save.disconnect(post_save_signal_handler, sender=model)",
    ),
    # Settings are read before any app, and Django has no other place to describe a language.
    ("cms/settings/languages.py", "LANG_INFO.setdefault('yi', YIDDISH)"),
    # A row of an account's own, by the way that allauth makes one.
    (
        "cms/accounts/set_up_views.py",
        "auth.WebAuthn.add(self.user, given['name'], given['credential'])",
    ),
    # A cache is there to be written to.
    ("cms/accounts/throttle.py", "cache.add(SALT, secrets.token_hex(32), HOUR)"),
    ("cms/accounts/throttle.py", "cache.add(place, 1, self.seconds)"),
    # Receivers of the watch's own, which go when it ends.
    *(
        ("cms/delivery/store/changes.py", f"{signal}.disconnect(self.{receiver})")
        for signal, receiver in (
            ("connection_created", "_watch_connection"),
            ("page_unpublished", "_note_unpublished"),
            ("unpublished", "_note_unpublished"),
            ("pre_migrate", "_stop_recording"),
            ("post_migrate", "_go_on_recording"),
        )
    ),
    # Programs of their own, one run for each file: nothing of the site is changed.
    ("cms/media/workers/picture_cleaner.py", "PIL.AvifImagePlugin.DEFAULT_MAX_THREADS = 1"),
    ("cms/media/workers/rendition_maker.py", "PIL.AvifImagePlugin.DEFAULT_MAX_THREADS = 1"),
    ("cms/media/workers/rendition_maker.py", "PIL.Image.MAX_IMAGE_PIXELS = None"),
}


def test_nothing_is_changed_elsewhere() -> None:
    found = {
        (str(path.relative_to(ROOT)), change)
        for path in _modules()
        for change in changes_in(ast.parse(path.read_text()))
    }
    assert found == ALLOWED


def test_nothing_private_is_called_that_no_list_names() -> None:
    # What takes the place of a private function may call it: the list has its digest.
    listed = {str(change) for change in changes() if isinstance(change, Patch | PrivateUse)}
    found = {
        private for path in _modules() for private in private_names_in(ast.parse(path.read_text()))
    }
    assert found
    assert found <= listed


def test_nothing_private_is_overridden_that_no_list_names() -> None:
    listed = {
        (change.owner, change.name)
        for change in changes()
        if isinstance(change, Patch | PrivateUse)
    }
    found = {(owner, name) for each in _classes() for owner, name in overridden_by(each)}
    assert found
    assert found <= listed


@pytest.mark.parametrize(
    "code",
    [
        "from wagtail.models import Page\nPage.slug = None",
        "from wagtail.models import Page\nPage.slug: object = None",
        "from wagtail.models import Page\nPage.slug += 'a'",
        "from wagtail.models import Page\ndel Page.slug",
        "from wagtail.models import Page\nPage.allowed['a'] = 1",
        "from wagtail import hooks\nhooks._hooks.clear()",
        "import wagtail.hooks\nwagtail.hooks.register = None",
        "from wagtail.models import Page\nsetattr(Page, 'slug', None)",
        "from wagtail.models import Page\ndelattr(Page, 'slug')",
        "from wagtail.models import Page\nPage._meta.get_field('slug').validators.append(len)",
        "from wagtail.models import Page\nfield = Page._meta.get_field('slug')\nfield.blank = True",
        "from wagtail.models import Page\nfor f in Page._meta.fields:\n    f.blank = True",
        "from wagtail.models import Page\nwanted = Page.panels\nwanted.append(1)",
        "from django.db.models.signals import post_save\npost_save.disconnect(len)",
        "from taggit.models import Tag as Label\nLabel.objects = None",
    ],
)
def test_each_kind_of_change_is_noticed(code: str) -> None:
    assert list(changes_in(ast.parse(code)))
    ours = code.replace("wagtail", "zine").replace("taggit", "zine").replace("django", "zine")
    assert not list(changes_in(ast.parse(ours)))


@pytest.mark.parametrize(
    "code",
    [
        "from wagtail.models import Page\nPage.objects.filter(pk=1).update(slug='a')",
        "from wagtail.models import Page\npage = Page.objects.get(pk=1)\npage.slug = 'a'",
        "import sys\nsys.path.insert(0, 'a')",
    ],
)
def test_rows_and_the_standard_library_are_no_change(code: str) -> None:
    assert not list(changes_in(ast.parse(code)))


def test_a_private_name_is_noticed() -> None:
    code = "from wagtail.models import Page\nPage._secret()\nPage._meta.fields"
    assert list(private_names_in(ast.parse(code))) == ["Page._secret"]


def test_what_is_overridden_is_noticed() -> None:
    class Ours(BaseModelForm):
        def _post_clean(self) -> None: ...

        def _our_own(self) -> None: ...

    assert list(overridden_by(Ours)) == [(BaseModelForm, "_post_clean")]


def changes_in(tree: ast.Module) -> Iterator[str]:
    """What a module writes to, takes away from or adds to what is another package's."""
    theirs = _names_of_others(tree)
    theirs |= _led_to(tree, theirs)
    for node in ast.walk(tree):
        if any(_is_written(target, theirs) for target in _targets(node)):
            yield ast.unparse(node)
        elif isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute) and function.attr in CHANGING:
                if _root(function) in theirs and not _asks_for_rows(function):
                    yield ast.unparse(node)
            elif ast.unparse(function) in {"setattr", "delattr"} and _root(node.args[0]) in theirs:
                yield ast.unparse(node)


def private_names_in(tree: ast.Module) -> Iterator[str]:
    """The private names that a module asks of another package's."""
    theirs = _names_of_others(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_private(node.attr) and _root(node) in theirs:
            yield ast.unparse(node)


def overridden_by(ours: type) -> Iterator[tuple[type, str]]:
    """The private functions of another package's class that a class of ours has a version of."""
    for name, value in vars(ours).items():
        if _is_private(name) and isinstance(value, FUNCTIONS):
            above = [each for each in ours.__mro__[1:] if name in vars(each)]
            # The first one; what stands further up it has taken over itself.
            yield from ((owner, name) for owner in above[:1] if _is_of_others(owner.__module__))


def _modules() -> Iterator[Path]:
    named = {f"{module.replace('.', '/')}.py" for module in MODULES}
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" not in path.parts and str(path.relative_to(ROOT)) not in named:
                yield path


def _classes() -> Iterator[type]:
    """Every class of ours; programs that run by themselves in the sandbox are left out."""
    left_out = {"workers", "settings"}
    for path in _modules():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if not left_out & set(parts):
            module = import_module(".".join(parts).removesuffix(".__init__"))
            for _name, each in getmembers(module, isclass):
                # Python writes the machinery of an enumeration into each class of it by itself.
                if each.__module__ == module.__name__ and not issubclass(each, Enum):
                    yield each


def _names_of_others(tree: ast.Module) -> set[str]:
    """The names under which a module knows what is neither ours nor the standard library's."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and _is_of_others(node.module or ""):
            found |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {
                (alias.asname or alias.name).partition(".")[0]
                for alias in node.names
                if _is_of_others(alias.name)
            }
    return found


def _led_to(tree: ast.Module, theirs: set[str]) -> set[str]:
    """The variables that hold a part of what is theirs: an attribute, a field of a model."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.For) and _is_part(
            node.value if isinstance(node, ast.Assign) else node.iter, theirs
        ):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def _is_part(value: ast.expr, theirs: set[str]) -> bool:
    if _root(value) not in theirs or not isinstance(value, ast.Attribute | ast.Call):
        return False
    return isinstance(value, ast.Attribute) or "._meta." in ast.unparse(value)


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign | ast.Delete):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def _is_written(target: ast.expr, theirs: set[str]) -> bool:
    return isinstance(target, ast.Attribute | ast.Subscript) and _root(target) in theirs


def _asks_for_rows(function: ast.Attribute) -> bool:
    return "objects" in ast.unparse(function).split(".")


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in DOCUMENTED


def _is_of_others(module: str) -> bool:
    return module.partition(".")[0] not in sys.stdlib_module_names and not _is_ours(module)


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] in {*FOLDERS, "tests", "tools"}
