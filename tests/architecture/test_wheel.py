"""The wheel, installed elsewhere, holds every module and every scenario."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PACKAGES = ("agents", "model", "experiments", "server")
BUILD = "from setuptools.build_meta import build_wheel; print(build_wheel('dist'))"
IMPORT_ALL = """
import importlib, sys
for name in sys.argv[1:]:
    print(name, importlib.import_module(name).__file__)
"""


def call(folder: Path, *words: str, **environment: str) -> str:
    """Run Python in a folder and return what it printed."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel, built from a copy of the sources, unpacks to."""
    repository = Path(__file__).parents[2]
    copy = tmp_path_factory.mktemp("sources")
    for name in PACKAGES:
        ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(repository / name, copy / name, ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(repository / name, copy)
    wheel = copy / "dist" / call(copy, "-c", BUILD).splitlines()[-1]
    target = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(wheel).extractall(target)
    return target


def test_every_module_imports(installed: Path, modules: list[Path], repository: Path) -> None:
    names = []
    for path in modules:
        parts = path.relative_to(repository).with_suffix("").parts
        names.append(".".join(("gatecrush", *(part for part in parts if part != "__init__"))))
    # A package is imported under its own name; __main__ would run.
    names = sorted({name for name in names if not name.endswith("__main__")})
    printed = call(installed, "-P", "-c", IMPORT_ALL, *names, PYTHONPATH=str(installed))
    elsewhere = [line for line in printed.splitlines() if str(installed) not in line]
    assert elsewhere == [], "not in the wheel: name its package in pyproject.toml"
    assert len(printed.splitlines()) == len(names)


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        ("scenarios", "*.toml"),
        ("scenarios", "*.geojson"),
        ("scenarios", "*.csv"),
        ("ensemble", "account*"),
        ("glances", "*.json"),
        ("validation/measured_crowds", "*.csv"),
    ],
)
def test_every_table_is_shipped(installed: Path, repository: Path, kind: str, files: str) -> None:
    here, there = (
        {path.name for path in (folder / "experiments" / kind).glob(files)}
        for folder in (repository, installed / "gatecrush")
    )
    assert here
    assert there == here


def test_page_of_reports_is_shipped(installed: Path) -> None:
    assert (installed / "gatecrush" / "experiments" / "reports" / "page.html").exists()


def test_licence_is_shipped(installed: Path) -> None:
    assert list(installed.rglob("LICENSE"))


@pytest.mark.parametrize("package", PACKAGES)
def test_types_are_shipped(installed: Path, package: str) -> None:
    """Without this file type checkers pass over the annotations of a package."""
    assert (installed / "gatecrush" / package / "py.typed").exists()
