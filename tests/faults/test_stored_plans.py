"""A run on a plan is repeated, verified, told and drawn from its folder when the plan is gone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numba
import pytest
from click.testing import CliRunner
from PIL import Image

from gatecrush.experiments import run
from gatecrush.experiments.commands.main import main
from gatecrush.experiments.storage.pedpy import pedpy_trajectory, pedpy_walkable_area
from gatecrush.model.scenario.scenario import Scenario

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


def test_pedpy_has_the_ground_of_a_plan(tmp_path: Path) -> None:
    """Families, for whom a scenario's defaults want a lane, are none of its business."""
    pytest.importorskip("pedpy")
    without_lane = draw(tmp_path, without="lane")
    settings = {"run.end": 5.02, "families.count": 0.0, "demand.initial_numbered": 3}
    record = run(Scenario.load(without_lane, ["families.count=0"]), seed=1, settings=settings,
                 trajectories=True)  # fmt: skip
    (tmp_path / "yard.geojson").unlink()
    assert pedpy_walkable_area(record).area == pytest.approx(12 * 30, rel=0.03)
    assert pedpy_trajectory(record).data.x.abs().max() < 6


def test_no_layout_is_varied_beside_a_plan(tmp_path: Path) -> None:
    words = ("sweep", str(draw(tmp_path)), "--vary", "site.strip_width=2,3", "--out", "s")
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 2
    assert "site.strip_width: says nothing where site.plan draws the place" in answer.stderr


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
