"""The wheel in an environment of its own, elsewhere: every module, a whole day, and the page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.verify

REPOSITORY = Path(__file__).parents[2]
BUILD = "from setuptools.build_meta import build_wheel; print(build_wheel('dist'))"
SOURCES = ("agents", "model", "experiments", "server", "pyproject.toml", "README.md", "LICENSE")
IMPORT_ALL = """
import importlib, pathlib, pkgutil, sys
import gatecrush
found = [m.name for m in pkgutil.walk_packages(gatecrush.__path__, "gatecrush.")]
for name in found:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(len(found), gatecrush.__path__[0])
"""
SECONDS_TO_START = 120


def call(words: list[str | Path], folder: Path) -> str:
    """Run a command in a folder and return what it printed."""
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment with the wheel and what its page needs."""
    sources, home = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("elsewhere")
    for name in SOURCES:
        place = REPOSITORY / name
        if place.is_dir():
            shutil.copytree(place, sources / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(place, sources)
    wheel = sources / "dist" / call([sys.executable, "-c", BUILD], sources).splitlines()[-1]
    call([sys.executable, "-m", "venv", home / "environment"], home)
    python = home / "environment" / "bin" / "python"
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python]
    try:
        call([sys.executable, "-m", "uv", "--version"], home)
    except AssertionError:
        install = [python, "-m", "pip", "install", "--quiet"]
    call([*install, "-c", REPOSITORY / "constraints.txt", f"{wheel}[server]"], home)
    return python.parent


def test_every_module_imports(programs: Path, tmp_path: Path) -> None:
    count, where = call([programs / "python", "-c", IMPORT_ALL], tmp_path).split()
    assert int(count) > 150
    assert Path(where).is_relative_to(programs.parent)


def test_a_day_runs(programs: Path, tmp_path: Path) -> None:
    words: list[str | Path] = [programs / "gatecrush", "run", "account", "--json", "--out", "day"]
    summary = json.loads(call(words, tmp_path))
    assert summary["admitted"] > 150
    assert (tmp_path / "day" / "day.png").exists()


@pytest.fixture
def address(programs: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a page served by the wheel."""
    said = tmp_path / "said"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [programs / "gatecrush", "serve", "--port", "0"], cwd=tmp_path, stderr=output
        )
    try:
        end = time.monotonic() + SECONDS_TO_START
        while not (found := re.search(r"serving at (http\S+)", said.read_text())):
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < end, said.read_text()
            time.sleep(0.2)
        yield found[1]
    finally:
        process.terminate()
        process.wait(30)


def test_the_page_is_served(address: str) -> None:
    with urllib.request.urlopen(address, timeout=60) as answer:
        page = answer.read().decode()
    assert answer.status == 200
    assert "gatecrush" in page
