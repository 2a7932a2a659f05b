"""The same issue by WeasyPrint, for comparison: an EPUB's words and pictures as one page of HTML.

python -m bench.weasy PAGE.html
"""

import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

FONTS = {
    "Text": ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf"),
    "Display": ("fontpkg_anton", "Anton-Regular.ttf"),
    "Arabic": ("fontpkg_amiri", "Amiri-Regular.ttf"),
}
STYLE = """
@page { size: 5.5in 8.5in; margin: .64in .6in .7in; @bottom-center { content: counter(page); } }
body { font: 9.7pt/1.4 Text, Arabic; hyphens: auto; }
h1, h2, h3 { font-family: Display, Arabic; }
img { max-width: 100%; max-height: 60vh; }
section { break-before: page; }
"""


def written_as_html(document: Any, folder: Path) -> Path:
    """Write a document's page of HTML and its pictures into a folder; return the page's path."""
    from zine.editions.epub.book import epub

    with zipfile.ZipFile(io.BytesIO(epub(document))) as book:
        book.extractall(folder)
    sections = sorted(
        (folder / "EPUB").glob("section-*.xhtml"),
        key=lambda path: int(re.sub(r"\D", "", path.stem)),
    )
    bodies = [
        re.sub(r"(?s).*<body[^>]*>(.*)</body>.*", r"\1", path.read_text()) for path in sections
    ]
    faces = "".join(f"@font-face {{ font-family: {n}; src: url('{_font(n)}'); }}" for n in FONTS)
    head = f"<meta charset=utf-8><title>Issue</title><style>{faces}{STYLE}</style>"
    root = f'<html lang="{document.language}" dir="{document.direction}">'
    page = folder / "EPUB" / "issue.html"
    page.write_text(
        f"<!doctype html>{root}<head>{head}</head><body>{''.join(bodies)}</body></html>"
    )
    return page


def _font(name: str) -> str:
    from importlib.util import find_spec

    package, file = FONTS[name]
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(package)
    return (Path(spec.origin).parent / "files" / file).as_uri()


def main(page: Path) -> None:
    import weasyprint

    source = weasyprint.HTML(filename=str(page))
    source.write_pdf(page.with_suffix(".pdf"), pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
