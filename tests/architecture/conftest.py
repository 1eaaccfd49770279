"""What the tests of the architecture look at: the project's own files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).parents[2]
PACKAGES = ("agents", "model", "experiments", "server")
NOT_OURS = {"__pycache__", ".ipynb_checkpoints", ".venv", ".git", "out", "build", "dist"}


def _files_under(folder: Path, pattern: str = "*") -> list[Path]:
    return sorted(
        path
        for path in folder.rglob(pattern)
        if path.is_file() and not NOT_OURS & set(path.relative_to(REPOSITORY).parts)
    )


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the project."""
    return REPOSITORY


@pytest.fixture(scope="session")
def modules() -> list[Path]:
    """Every Python file of the four packages."""
    return [path for name in PACKAGES for path in _files_under(REPOSITORY / name, "*.py")]


@pytest.fixture(scope="session")
def python_files(modules: list[Path]) -> list[Path]:
    """Every Python file of the project, those of tests and documentation included."""
    others = [
        path for name in ("tests", "docs") for path in _files_under(REPOSITORY / name, "*.py")
    ]
    return modules + others


@pytest.fixture(scope="session")
def text_files() -> list[Path]:
    """Every text file that belongs to the project."""
    folders = [*PACKAGES, "tests", "docs", ".ci"]
    found = [path for name in folders for path in _files_under(REPOSITORY / name)]
    found += [path for path in sorted(REPOSITORY.iterdir()) if path.is_file()]
    return [path for path in found if b"\0" not in path.read_bytes()[:8192]]


@pytest.fixture(scope="session")
def documentation() -> Iterator[ModuleType]:
    """What completes the pages of the documentation (docs/pages.py), as Sphinx imports it."""
    with pytest.MonkeyPatch.context() as path:
        path.syspath_prepend(REPOSITORY / "docs")
        yield import_module("pages")


@pytest.fixture
def house_elsewhere(tmp_path: Path) -> Path:
    """A folder that holds a copy of the four packages as ``gatecrush``."""
    for name in PACKAGES:
        shutil.copytree(
            REPOSITORY / name,
            tmp_path / "gatecrush" / name,
            ignore=shutil.ignore_patterns(*NOT_OURS),
        )
    return tmp_path
