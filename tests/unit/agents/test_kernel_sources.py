"""Kernels are compiled again after an edit of what they are made of, and of nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gatecrush.agents import kernel_sources
from gatecrush.agents.house import HOUSE


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house of one's own, to be edited."""
    for room in ("agents", "model"):
        shutil.copytree(HOUSE / room, tmp_path / room, ignore=shutil.ignore_patterns("__py*"))
    monkeypatch.setattr(kernel_sources, "HOUSE", tmp_path)
    return tmp_path


def edit(house: Path, name: str) -> None:
    (file,) = (path for room in ("agents", "model") for path in (house / room).rglob(name))
    file.write_text(file.read_text(encoding="utf-8") + "\nEDITED = 1\n", encoding="utf-8")


@pytest.mark.parametrize("name", ["movement.py", "waiter.py", "step.py", "site.py", "conduct.py"])
def test_an_edit_of_what_kernels_are_made_of_recompiles(house: Path, name: str) -> None:
    before = kernel_sources.source_hash()
    edit(house, name)
    assert kernel_sources.source_hash() != before


@pytest.mark.parametrize("name", ["door.py", "crossing.py", "recorder.py", "summary.py"])
def test_an_edit_of_anything_else_does_not(house: Path, name: str) -> None:
    before = kernel_sources.source_hash()
    edit(house, name)
    assert kernel_sources.source_hash() == before


def test_the_same_house_elsewhere_needs_no_compiling(house: Path) -> None:
    assert kernel_sources.kernel_sources(house).keys() == {
        house / path.relative_to(HOUSE) for path in kernel_sources.kernel_sources(HOUSE)
    }
    here = kernel_sources.source_hash()
    kernel_sources.HOUSE = HOUSE
    assert kernel_sources.source_hash() == here
