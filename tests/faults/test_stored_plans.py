"""A run on a plan is repeated, verified, told and drawn from its folder when the plan is gone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numba
import pytest
from click.testing import CliRunner
from PIL import Image

from gatecrush.experiments.commands.main import main

from ..unit.scenario.test_plan_file import draw

SHORT = ("--set", "run.end=5.2", "--set", "demand.initial_numbered=20", "--quiet")


def gatecrush(*words: str) -> None:
    """Call a command that must succeed."""
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 0, answer.output


def summary_in(folder: Path) -> dict[str, object]:
    """Return the outcomes of a stored run, without what its making cost."""
    found = json.loads((folder / "summary.json").read_text())
    found.pop("cpu_seconds", None)
    return found


def test_a_stored_run_needs_its_plan_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if numba.config.DISABLE_JIT:
        pytest.skip("takes minutes without compilation")
    first = tmp_path / "first"
    first.mkdir()
    gatecrush("run", str(draw(first)), *SHORT, "--out", str(first / "day"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.move(first / "day", elsewhere / "day")
    shutil.rmtree(first)
    monkeypatch.chdir(elsewhere)
    gatecrush("verify", "day")
    gatecrush("report", "day", "--out", "report.html")
    gatecrush("film", "day", "--out", "day.gif")
    gatecrush("run", "day/scenario.toml", "--quiet", "--out", "again")
    assert summary_in(Path("again")) == summary_in(Path("day"))
    assert "yard.geojson" not in Path("day/scenario.toml").read_text()
    with Image.open("day.gif") as film:
        assert film.n_frames > 1
