"""`make run` before anything is installed: one sentence for whatever stands in the way."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import bootstrap
from tools.check import CHECKS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project to make an environment in, with nothing on PATH."""
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(bootstrap, "UNFINISHED", tmp_path / ".venv/unfinished")
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / ".python-version").write_text("3.13\n")
    return tmp_path


def test_an_unsupported_python_is_refused(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    with pytest.raises(bootstrap.SetupError, match=r"needs Python 3\.12 or later, but .* is 3\.9"):
        bootstrap.make_environment(uv=None)
    assert not (project / ".venv").exists()


def test_a_newer_python_on_the_path_is_taken(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "python3.13").symlink_to(sys.executable)
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    assert bootstrap.find_python() == str(project / "python3.13")


@pytest.mark.parametrize("module", ["bootstrap", "processes", "enter"])
def test_the_bootstrap_can_be_read_by_old_pythons(module: str) -> None:
    """Its syntax is that of 3.7, so that such a Python gets the sentence, not a syntax error."""
    ast.parse((ROOT / "tools" / f"{module}.py").read_text(), feature_version=(3, 7))


def test_an_installation_that_was_cut_short_is_made_anew(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "pip").touch()
    (project / ".venv" / "bin" / "python").symlink_to(sys.executable)
    bootstrap.make_environment(uv=None)
    assert (project / ".venv" / "bin" / "python").is_symlink()
    (project / ".venv" / "unfinished").touch()
    (project / ".venv" / "half").touch()
    bootstrap.make_environment(uv=None)
    assert not (project / ".venv" / "half").exists()
    assert (project / ".venv" / "bin" / "pip").exists()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("Failed to establish a new connection: [Errno -2]", "check the network"),
        ("error sending request for url: dns error", "check the network"),
        ("The virtual environment was not created: ensurepip is not", "install python3-venv"),
        ("Hashes are required", "It failed:\nHashes are required"),
    ],
)
def test_a_failed_installation_is_explained(output: str, sentence: str) -> None:
    assert sentence in bootstrap.explain(output, "It failed")


def test_without_a_network_one_sentence_says_so(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drives pip itself against an address where nothing listens."""
    (project / ".venv").mkdir()
    (project / "requirements.txt").write_text(f"no-such==1 --hash=sha256:{'0' * 64}\n")
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", Path(sys.executable))
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with pytest.raises(bootstrap.SetupError, match=r"^The packages .* check the network .*\.$"):
        bootstrap.install(("requirements.txt",), uv=None)
    assert not bootstrap.installed("requirements.txt")


def test_nothing_is_installed_twice(project: Path) -> None:
    (project / ".venv").mkdir()
    (project / "requirements.txt").write_text("")
    bootstrap.stamp("requirements.txt").write_text(bootstrap.digest("requirements.txt"))
    assert bootstrap.installed("requirements.txt")
    (project / "requirements.txt").write_text("wagtail==8.0.1\n")
    assert not bootstrap.installed("requirements.txt")


def run(port: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.run"],
        cwd=ROOT,
        env=os.environ | {"PORT": port},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    done = run(port)
    assert done.returncode == 1
    assert done.stderr == f"PORT must be a number from 1 to 65535, not {port!r}.\n"


def test_the_requirement_files_hold_what_pyproject_pins() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run_time, development = (pins(f"requirements{kind}.txt") for kind in ("", "-dev"))
    for requirement in pyproject["project"]["dependencies"]:
        assert bare(requirement) in run_time
    for requirement in pyproject["dependency-groups"]["dev"]:
        assert bare(requirement) in development
    assert run_time <= development


def bare(requirement: str) -> str:
    return re.sub(r"\[.*?\]", "", requirement)


def pins(name: str) -> set[str]:
    lines = (ROOT / name).read_text().splitlines()
    return {line.split()[0] for line in lines if re.match(r"[A-Za-z0-9]", line)}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_requirement_files_hold_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        assert "--hash=sha256:" in block


def test_pre_commit_runs_what_make_check_runs() -> None:
    hooks = re.findall(
        r"check (\S+)$", (ROOT / ".pre-commit-config.yaml").read_text(), re.MULTILINE
    )
    assert sorted(hooks) == sorted(check.name for check in CHECKS)
