"""Whatever makes an edition other than it was makes it anew."""

from pathlib import Path
from types import ModuleType

import django.conf.locale
import grimp
import pytest

from cms.pages import contacts, languages
from zine.editions import store

ROOT = Path(__file__).parents[2]


def workshop() -> str:
    return store.workshop.__wrapped__()  # what it remembers is what it was when it was asked


@pytest.mark.parametrize("module", [languages, contacts])
def test_another_table_of_languages_makes_other_editions(
    module: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = workshop()
    assert workshop() == before
    changed = tmp_path / "changed.py"
    changed.write_text(f"{Path(str(module.__file__)).read_text()}\nANOTHER = True\n")
    monkeypatch.setattr(module, "__file__", str(changed))
    assert workshop() != before


def test_another_name_of_a_language_makes_other_editions(monkeypatch: pytest.MonkeyPatch) -> None:
    before = workshop()
    monkeypatch.setitem(django.conf.locale.LANG_INFO["es"], "name_local", "castellano")
    assert workshop() != before


def test_every_module_that_makes_editions_is_known_by_their_key() -> None:
    graph = grimp.build_graph("cms", "zine", exclude_type_checking_imports=True)
    # For the names of blocks in what is said of a failure: no file is made of them.
    graph.remove_import(importer="zine.editions.problems", imported="cms.pages.blocks")
    used = graph.find_upstream_modules("zine.editions.pipeline") | {"zine.editions.pipeline"}
    assert {"cms.pages.languages", "zine.editions.pdf.compiler"} < used
    known = {path for _name, path in store.materials()}
    assert {name for name in used if file_of(name) not in known} == set()


def file_of(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
