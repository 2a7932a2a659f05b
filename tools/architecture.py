"""Draws docs/pictures/architecture.svg: which app imports which, from the imports as they are.

    .venv/bin/python -m tools.architecture

The floors are the layers of the import contract in pyproject.toml, the dots are imports of the
code. The same code gives the same bytes; a test holds the committed drawing to them.
"""

import tomllib
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
DRAWING = ROOT / "docs/pictures/architecture.svg"

type Layers = list[list[str]]
type Imports = dict[str, set[str]]

# Paper, ink and the second ink of the site, as in workflow.svg: a ground of its own makes it
# legible on light pages and on dark ones.
PAPER, FLOOR, INK, RED = "#f6efe1", "#fffaf0", "#16202c", "#c8321c"
WIDTH, LEFT, TOP = 1200, 30, 130
NAMES, CELL, ROW, GAP = 250, 57, 38, 10
LEGEND = (
    "A red dot: the app of the row imports the app of the column. "
    "No dot stands left of a black square: imports run one way, downwards."
)


def layers() -> Layers:
    """The apps of the import contract, from the top floor to the ground."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (found,) = (
        contract["layers"]
        for contract in contracts["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    return [[app.strip() for app in layer.split("|")] for layer in found]


def imports_of(apps: list[str]) -> Imports:
    """Which other apps each app imports, directly, outside of type checking."""
    roots = sorted({app.partition(".")[0] for app in apps})
    graph = grimp.build_graph(*roots, exclude_type_checking_imports=True)
    found: Imports = {app: set() for app in apps}
    for module in graph.modules:
        importer = _app_of(module, apps)
        if importer is None:
            continue
        for imported in graph.find_modules_directly_imported_by(module):
            app = _app_of(imported, apps)
            if app not in (None, importer):
                found[importer].add(str(app))
    return found


def drawing(floors: Layers, imports: Imports) -> str:
    """The drawing as SVG: a row for each app, a dot below each app that it imports."""
    apps = [app for floor in floors for app in floor]
    column = {app: LEFT + NAMES + CELL * number + CELL // 2 for number, app in enumerate(apps)}
    row: dict[str, int] = {}
    top, bands = TOP, []
    for floor in floors:
        height = ROW * len(floor)
        bands.append(f'<rect x="{LEFT}" y="{top}" width="{WIDTH - 2 * LEFT}" height="{height}"/>')
        row |= {app: top + ROW * number + ROW // 2 for number, app in enumerate(floor)}
        top += height + GAP
    dots = [
        f'<circle cx="{column[imported]}" cy="{row[app]}" r="8"/>'
        for app in apps
        for imported in sorted(imports[app], key=apps.index)
    ]
    own = [
        f'<rect x="{column[app] - 8}" y="{row[app] - 8}" width="16" height="16"/>' for app in apps
    ]
    names = [f'<text x="{LEFT + 16}" y="{row[app] + 7}">{escape(app)}</text>' for app in apps]
    heads = [
        f'<text transform="translate({column[app] + 6} {TOP - 14}) rotate(-60)">'
        f"{escape(app.rpartition('.')[2])}</text>"
        for app in apps
    ]
    ground = top + 40
    return "\n".join(
        [
            _opening(ground, _in_words(apps, imports)),
            f'  <rect width="{WIDTH}" height="{ground}" fill="{PAPER}"/>',
            _group(f'fill="{FLOOR}" stroke="{INK}" stroke-width="2"', bands),
            _group(f'fill="{INK}"', own),
            _group(f'fill="{RED}"', dots),
            _group(f'font-size="20" font-weight="700" fill="{INK}"', names),
            _group(f'font-size="18" fill="{INK}"', heads),
            f'  <text x="{LEFT}" y="{top + 18}" font-size="18" fill="{INK}">{LEGEND}</text>',
            "</svg>\n",
        ]
    )


def main() -> None:
    """Write the drawing."""
    floors = layers()
    imports = imports_of([app for floor in floors for app in floor])
    DRAWING.write_text(drawing(floors, imports), "utf-8")


def _app_of(module: str, apps: list[str]) -> str | None:
    return next((app for app in apps if module == app or module.startswith(f"{app}.")), None)


def _opening(height: int, words: str) -> str:
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"',
            '  aria-labelledby="t d" font-family="Helvetica, Arial, sans-serif">',
            '  <title id="t">Which app imports which</title>',
            f'  <desc id="d">{escape(words)}</desc>',
        ]
    )


def _group(attributes: str, shapes: list[str]) -> str:
    return "\n".join([f"  <g {attributes}>", *(f"    {shape}" for shape in shapes), "  </g>"])


def _in_words(apps: list[str], imports: Imports) -> str:
    sentences = [
        f"{app} imports {', '.join(sorted(imports[app], key=apps.index)) or 'none of the others'}."
        for app in apps
    ]
    return " ".join(sentences)


if __name__ == "__main__":
    main()
