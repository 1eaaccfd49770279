"""Trajectories and walkable area, written by us, read by PedPy and by JuPedSim: no difference."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pedpy
import pytest
import shapely
from click.testing import CliRunner

from gatecrush.experiments import run
from gatecrush.experiments.commands.main import main
from gatecrush.experiments.storage.pedpy import pedpy_trajectory, pedpy_walkable_area
from gatecrush.experiments.storage.trajectories import walkable_wkt, write_sqlite
from gatecrush.model import Scenario
from gatecrush.model.place.site import build_place

from .conftest import CROWD, SEED, Recorded

COLUMNS = ["frame", "id", "x", "y"]


@pytest.fixture(scope="module")
def file(crowd: Recorded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The crowd's trajectories as a file."""
    path = tmp_path_factory.mktemp("trajectories") / "crowd.sqlite"
    write_sqlite(crowd.record, crowd.scenario, path)
    return path


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Return frame, id and position by frame and id."""
    return table[COLUMNS].sort_values(["frame", "id"]).reset_index(drop=True)


def on_foot(crowd: Recorded) -> pd.DataFrame:
    """Return the record's rows on open ground, told by the cell that a person stands on."""
    place = build_place(crowd.scenario.site, crowd.scenario.gate.width)
    rows = crowd.record.trajectories
    left = place.x[place.walkable == 1].max() + place.cell / 2
    return in_order(rows[rows["x"] < left].astype({"x": np.float64, "y": np.float64}))


def test_the_crowd_is_worth_reading(crowd: Recorded) -> None:
    rows = crowd.record.trajectories
    assert rows["frame"].nunique() == 1801
    assert rows["id"].nunique() > 100
    assert len(on_foot(crowd)) < len(rows), "some are in the car lane"


def test_pedpy_reads_what_the_record_holds(crowd: Recorded, file: Path) -> None:
    read, expected = (
        pedpy.load_trajectory_from_jupedsim_sqlite(trajectory_file=file),
        on_foot(crowd),
    )
    assert read.frame_rate == crowd.record.trajectories.attrs["frames_per_second"]
    found = in_order(read.data)
    assert found[["x", "y"]].dtypes.tolist() == [np.float64, np.float64]
    assert np.array_equal(found[["frame", "id"]], expected[["frame", "id"]])
    assert np.abs(found[["x", "y"]].to_numpy() - expected[["x", "y"]].to_numpy()).max() == 0.0


def test_pedpy_finds_everybody_on_the_walkable_area(crowd: Recorded, file: Path) -> None:
    area = pedpy.load_walkable_area_from_jupedsim_sqlite(trajectory_file=file)
    assert area.polygon.equals(pedpy_walkable_area(crowd.record).polygon)
    read = pedpy.load_trajectory_from_jupedsim_sqlite(trajectory_file=file)
    assert pedpy.is_trajectory_valid(traj_data=read, walkable_area=area)


def test_jupedsim_reads_what_the_record_holds(crowd: Recorded, file: Path) -> None:
    jupedsim = pytest.importorskip("jupedsim", reason="JuPedSim is not here: set_up.sh adds it")
    before = file.read_bytes()
    recording = jupedsim.Recording(str(file))
    expected = on_foot(crowd)
    assert recording.num_frames == 1801
    assert recording.fps == crowd.record.trajectories.attrs["frames_per_second"]
    assert shapely.equals(recording.geometry(), shapely.from_wkt(walkable_wkt(crowd.scenario)))
    bounds = recording.bounds()
    walkable = pedpy_walkable_area(crowd.record).polygon
    assert (bounds.xmin, bounds.ymin, bounds.xmax, bounds.ymax) == walkable.bounds
    rows = []
    for index in range(recording.num_frames):
        frame = recording.frame(index)
        rows += [(index, agent.id, *agent.position) for agent in frame.agents]
        turned = np.array([agent.orientation for agent in frame.agents])
        assert np.hypot(*turned.T) == pytest.approx(1.0)
    found = pd.DataFrame(rows, columns=COLUMNS)
    assert np.array_equal(found[["frame", "id"]], expected[["frame", "id"]])
    assert np.abs(found[["x", "y"]].to_numpy() - expected[["x", "y"]].to_numpy()).max() == 0.0
    recording.db.close()
    assert file.read_bytes() == before, "reading changes nothing"


def test_the_command_line_writes_the_same_file(crowd: Recorded, file: Path, tmp_path: Path) -> None:
    path, words = tmp_path / "crowd.sqlite", ["run", "account", "--seed", str(SEED), "--quiet"]
    for key, value in CROWD.items():
        words += ["--set", f"{key}={value}"]
    done = CliRunner().invoke(main, [*words, "--trajectories", str(path)])
    assert done.exit_code == 0, done.output
    assert path.read_bytes() == file.read_bytes()


def test_in_memory_it_is_the_same_as_by_file(crowd: Recorded, file: Path) -> None:
    ours = pedpy_trajectory(crowd.record)
    theirs = pedpy.load_trajectory_from_jupedsim_sqlite(trajectory_file=file)
    assert ours.frame_rate == theirs.frame_rate
    pd.testing.assert_frame_equal(in_order(ours.data), in_order(theirs.data), check_exact=True)


@pytest.mark.parametrize(
    "settings",
    [
        {"site.layout": "open_area", "gate.width": 3.2},
        {"site.quarter_turns": 1, "site.cell": 0.5, "run.time_step": 0.35},
    ],
)
def test_a_record_knows_its_site(settings: dict[str, object]) -> None:
    scenario = Scenario.load("account").with_(**{"run.end": 5.02, **settings})
    record = run(scenario, seed=SEED, trajectories=True)
    area = pedpy_walkable_area(record)
    assert area.polygon.equals(pedpy_walkable_area(scenario).polygon)
    trajectory = pedpy_trajectory(record)
    assert pedpy.is_trajectory_valid(traj_data=trajectory, walkable_area=area)
    assert trajectory.number_pedestrians > 100


def test_without_pedpy_the_extra_is_named(crowd: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pedpy", None)
    for call in (
        lambda: pedpy_trajectory(crowd.record),
        lambda: pedpy_walkable_area(crowd.record),
    ):
        with pytest.raises(ImportError, match=r"pip install 'gatecrush\[analysis\]'"):
            call()


def test_a_record_without_trajectories_is_refused(crowd: Recorded) -> None:
    without = run(crowd.scenario.with_(**{"run.end": 5.05}), seed=SEED)
    with pytest.raises(ValueError, match="without trajectories"):
        pedpy_trajectory(without)


@pytest.mark.parametrize("cell", [0.4, 0.35])
@pytest.mark.parametrize("layout", ["strip", "open_area"])
@pytest.mark.parametrize("quarter_turns", [0, 1, 2])
def test_the_walkable_area_is_that_of_the_cells(
    layout: str, quarter_turns: int, cell: float
) -> None:
    scenario = Scenario.load("account").with_(
        **{
            "site.layout": layout,
            "site.quarter_turns": quarter_turns,
            "site.cell": cell,
            "run.time_step": 0.2,
        }
    )
    place = build_place(scenario.site, scenario.gate.width)
    area = shapely.from_wkt(walkable_wkt(scenario))
    open_to_all = place.walkable == 1
    assert area.is_valid
    assert area.area == pytest.approx(open_to_all.sum() * cell**2, rel=1e-9)
    inside = shapely.contains_xy(area, place.x, place.y)
    assert np.array_equal(inside, open_to_all)
