"""The documents name what there is: files, links, modules and their functions, decisions."""

import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted(ROOT.glob("docs/**/*.md")),
]
DECISIONS = (ROOT / "docs/decisions.md").read_text("utf-8")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
# What begins so in backticks is a path of this tree; any other may be a server's or a reader's.
FOLDERS = (
    "bench",
    "chapters",
    "cms",
    "docs",
    "home",
    "locale",
    "templates",
    "tests",
    "tools",
    "zine",
)
PATH = re.compile(rf"(?:{'|'.join(FOLDERS)})(?:/[\w.\-]+)*/?")
SYMBOL = re.compile(rf"(?:{'|'.join(FOLDERS)})(?:\.\w+)+")
# Of the module named last before it, in the same paragraph.
CALL = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\(\)")
# Right behind its module.
CLASS = re.compile(r"`([\w/]+\.py)`,\s+`([A-Z]\w*[a-z]\w*)`")
PARAGRAPHS = re.compile(r"\n\s*\n|\n(?=\d+\. |- |\|)")
WRITTEN_HERE = re.compile(r"^\| (`.+`) \| ([\d,]+) \|", re.MULTILINE)
NEW_FILE = re.compile(r"^New file `([^`]+)`:$", re.MULTILINE)
NUMBERED = re.compile(r"^(\d+)\. ", re.MULTILINE)


def test_the_documents_are_found() -> None:
    assert {"README.md", "docs/decisions.md", "docs/architecture.md", "docs/glossary.md"} <= {
        str(each.relative_to(ROOT)) for each in DOCUMENTS
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_is_named_exists(document: Path) -> None:
    added = _added_by(document)
    missing = [path for path in _paths(document) if not (ROOT / path).exists()]
    assert [path for path in missing if path not in added] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_symbol_that_is_named_exists(document: Path) -> None:
    named = [text for text in _quoted(document) if SYMBOL.fullmatch(text.removesuffix("()"))]
    missing = [text for text in named if not _is_symbol(text.removesuffix("()"))]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_function_that_is_named_is_in_the_module_before_it(document: Path) -> None:
    assert list(_functions_not_found(document)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    assert [target for target in _links(document) if not _leads(document, target)] == []


def test_decisions_are_numbered_once_and_in_order() -> None:
    numbers = [int(number) for number in NUMBERED.findall(DECISIONS)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_decision_that_is_referred_to_is_there() -> None:
    last = max(int(number) for number in NUMBERED.findall(DECISIONS))
    texts = {path: path.read_text("utf-8") for path in [*DOCUMENTS, *_modules()]}
    referred = {
        f"{path.relative_to(ROOT)}: {number}"
        for path, text in texts.items()
        for number in re.findall(r"\b[Dd]ecisions? (\d+)\b", text)
        if not 1 <= int(number) <= last
    }
    assert referred == set()


def test_what_is_written_here_is_as_long_as_is_said() -> None:
    rows = WRITTEN_HERE.findall(DECISIONS)
    assert rows
    said = {paths: int(number.replace(",", "")) for paths, number in rows}
    counted = {paths: sum(map(_lines, QUOTED.findall(paths))) for paths in said}
    wrong = {
        paths: f"{counted[paths]}, not {number}"
        for paths, number in said.items()
        if not 0.8 <= counted[paths] / number <= 1.2
    }
    assert wrong == {}


def test_the_folders_of_the_readme_are_those_of_the_code() -> None:
    tree = re.findall(r"^( *)([\w/]+)/ ", _readme_tree(), re.MULTILINE)
    named = {f"cms/{name}" if indent else name for indent, name in tree}
    packages = {path.parent.name for path in ROOT.glob("cms/*/__init__.py")}
    assert named == {*FOLDERS, *(f"cms/{name}" for name in packages)} - {"docs"}
    assert [folder for folder in sorted(named) if not (ROOT / folder).is_dir()] == []


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("See `cms/nothing/here.py`.", ["cms/nothing/here.py"]),
        ("The folder `zine/web/`", ["zine/web/"]),
        ("```\ncms/not/named.py\n```", []),
        ("On a server, `/var/log/nginx/site.log`; readers, `/en/zine/101/`", []),
    ],
)
def test_paths_are_noticed(text: str, paths: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(text)
    assert list(_paths(tmp_path / "a.md")) == paths


def test_what_a_guide_adds_is_not_missed_and_all_else_is(tmp_path: Path) -> None:
    guide = tmp_path / "a.md"
    guide.write_text("New file `cms/new/here.py`:\n\n`cms/new/here.py` and `cms/not/here.py`")
    assert _added_by(guide) == {"cms/new/here.py"}
    with pytest.raises(AssertionError, match=r"cms/not/here\.py"):
        test_every_path_that_is_named_exists(guide)


def test_what_is_not_there_is_noticed(tmp_path: Path) -> None:
    document = tmp_path / "a.md"
    document.write_text(
        "[gone](gone.md) [here](a.md#part) [nowhere](a.md#else)\n\n# Part\n\n"
        "`cms/review/decisions.py`, `Refused`: `approve()`, `disapprove()`\n"
        "- `cms/review/decisions.py`, `Accepted`\n"
        "- `live()` is of no module here"
    )
    missing = [target for target in _links(document) if not _leads(document, target)]
    assert missing == ["gone.md", "a.md#else"]
    assert list(_functions_not_found(document)) == [
        "cms/review/decisions.py: disapprove",
        "cms/review/decisions.py: Accepted",
    ]
    assert _is_symbol("cms.review.decisions.approve")
    assert not _is_symbol("cms.review.decisions.disapprove")
    assert not _is_symbol("cms.review.nothing")


def _readme_tree() -> str:
    readme = (ROOT / "README.md").read_text("utf-8")
    (tree,) = re.findall(r"^```\n(cms/ .*?)^```", readme, re.MULTILINE | re.DOTALL)
    return str(tree)


def _quoted(document: Path) -> list[str]:
    return QUOTED.findall(FENCED.sub("", document.read_text("utf-8")))


def _paths(document: Path) -> Iterator[str]:
    for text in _quoted(document):
        if "/" in text and PATH.fullmatch(text):
            yield text


def _added_by(document: Path) -> set[str]:
    """The files that a guide has its reader write: `test_guides` follows it."""
    return set(NEW_FILE.findall(document.read_text("utf-8")))


def _links(document: Path) -> Iterator[str]:
    for target in LINK.findall(FENCED.sub("", document.read_text("utf-8"))):
        if not target.startswith(("https://", "http://", "mailto:")):
            yield target


def _leads(document: Path, target: str) -> bool:
    path, _hash, anchor = target.partition("#")
    file = document.parent / path if path else document
    return file.exists() and (not anchor or anchor in _anchors(file))


@cache
def _anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", document.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).strip().replace(" ", "-") for each in headings}


def _functions_not_found(document: Path) -> Iterator[str]:
    """What a paragraph says is in a module, as `approve()` or as a class behind it, and is not."""
    for paragraph in PARAGRAPHS.split(FENCED.sub("", document.read_text("utf-8"))):
        module = ""
        named = [(path, name) for path, name in CLASS.findall(paragraph) if PATH.fullmatch(path)]
        for text in QUOTED.findall(paragraph):
            if PATH.fullmatch(text) and text.endswith(".py"):
                module = text
            elif module and CALL.fullmatch(text) and not SYMBOL.fullmatch(text.removesuffix("()")):
                named.append((module, text.removesuffix("()")))
        for path, name in named:
            dotted = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            if not _is_symbol(f"{dotted}.{name}"):
                yield f"{path}: {name}"


def _is_symbol(dotted: str) -> bool:
    """Whether a module, or something in one, has this name."""
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for name in parts[end:]:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return True
    return False


def _modules() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (ROOT / folder).rglob("*.py")


def _lines(name: str) -> int:
    path = ROOT / name
    files = [path] if path.is_file() else path.rglob("*.py")
    return sum(
        file.read_text("utf-8").count("\n") for file in files if "migrations" not in file.parts
    )
