"""The trajectory file has the promised schema, and others can open it."""

import sqlite3

import numpy as np
import pytest
import shapely

from gatecrush.experiments.storage.trajectories import (
    walkable_polygon,
    well_known_text,
    write_sqlite,
)
from gatecrush.model.place.floor_field import UNREACHABLE
from gatecrush.model.place.layout import SiteParameters
from gatecrush.model.place.site import build_place
from gatecrush.model.record.recorder import Recorder, record_of
from gatecrush.model.scenario.scenario import Scenario


@pytest.fixture
def record(model):
    model.recorder = Recorder()
    way = np.argsort(model.place.to_gate)
    for second in range(5):
        model.seconds = float(second)
        model.people.cell[4] = way[60 - 10 * second]
        model.people.cell[6] = model.place.lane_entry[0]
        model.recorder.look(model)
    return record_of(model)


@pytest.fixture
def database(record, model, tmp_path):
    path = tmp_path / "day.sqlite"
    write_sqlite(record, model.scenario, path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["day.sqlite"]
    with sqlite3.connect(path) as opened:
        yield opened
    opened.close()


def columns_of(database, table):
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


def test_schema_is_version_2_of_jupedsim(database):
    assert columns_of(database, "trajectory_data") == [
        "frame", "id", "pos_x", "pos_y", "ori_x", "ori_y",
    ]  # fmt: skip
    assert columns_of(database, "metadata") == ["key", "value"]
    assert columns_of(database, "geometry") == ["hash", "wkt"]
    assert columns_of(database, "frame_data") == ["frame", "geometry_hash"]
    index = [row[2] for row in database.execute("PRAGMA index_info(frame_id_idx)")]
    assert index == ["frame", "id"]
    metadata = dict(database.execute("SELECT key, value FROM metadata"))
    assert metadata["version"] == "2"
    assert float(metadata["fps"]) == 1.0
    assert "offset" in metadata["position_offsets"] or "fixed" in metadata["position_offsets"]
    assert {"xmin", "xmax", "ymin", "ymax"} <= set(metadata)


def test_frames_are_consecutive_and_know_their_geometry(database):
    frames = database.execute("SELECT frame, geometry_hash FROM frame_data ORDER BY frame")
    numbers, geometries = zip(*frames, strict=True)
    assert numbers == (0, 1, 2, 3, 4)
    assert set(geometries) == {database.execute("SELECT hash FROM geometry").fetchone()[0]}


def test_rows_are_the_trajectories_with_the_direction_of_the_last_move(database, record):
    rows = np.array(database.execute("SELECT * FROM trajectory_data ORDER BY frame").fetchall())
    walker = record.trajectories.query("id == 4")
    assert np.array_equal(rows[:, 2], walker["x"].to_numpy(np.float64))
    assert np.array_equal(rows[:, 3], walker["y"].to_numpy(np.float64))
    assert np.allclose(np.hypot(rows[:, 4], rows[:, 5]), 1.0)
    moves = np.diff(rows[:, 2:4], axis=0)
    assert np.allclose(rows[1:, 4:] * np.hypot(*moves.T)[:, None], moves)


def test_people_in_the_car_lane_are_left_out(database):
    assert database.execute("SELECT DISTINCT id FROM trajectory_data").fetchall() == [(4,)]


def test_the_same_day_gives_the_same_file(record, model, tmp_path):
    for name in ("a.sqlite", "b.sqlite"):
        write_sqlite(record, model.scenario, tmp_path / name)
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()


def test_a_record_without_trajectories_is_refused(model, tmp_path):
    with pytest.raises(ValueError, match="without trajectories"):
        write_sqlite(record_of(model), Scenario(), tmp_path / "none.sqlite")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("layout", ["strip", "open_area"])
@pytest.mark.parametrize("quarter_turns", [0, 1, 2, 3])
def test_walkable_area_is_that_of_the_cells(layout, quarter_turns):
    place = build_place(SiteParameters(layout=layout, quarter_turns=quarter_turns), 1.6)
    ground, cells = walkable_polygon(place), place.to_gate < UNREACHABLE / 2
    assert ground.geom_type == "Polygon"
    assert ground.is_valid
    assert ground.area == pytest.approx(np.count_nonzero(cells) * place.cell**2)
    np.testing.assert_array_equal(shapely.contains_xy(ground, place.x, place.y), cells)
    assert well_known_text(ground).startswith("POLYGON ((")
    assert shapely.equals(shapely.from_wkt(well_known_text(ground)), ground)


def test_strip_and_column_make_an_outline_of_eight_corners():
    """By hand: 4 m of strip before 8 m of column and path, 12 m and 140 m from the gate."""
    ground = walkable_polygon(build_place(SiteParameters(cell=0.4), 1.6))
    left, right = ground.bounds[0], ground.bounds[2]
    assert right - left == pytest.approx(8.0)
    strip = shapely.box(-2.0, 0.0, 2.0, 12.0)
    assert shapely.equals_exact(
        ground, shapely.union(strip, shapely.box(left, 12.0, right, 140.0)).normalize(), 1e-6
    )
    assert len(ground.exterior.coords) == 9
    assert len(ground.interiors) == 0


def test_pedpy_reads_it(record, model, tmp_path):
    pedpy = pytest.importorskip("pedpy")
    path = tmp_path / "day.sqlite"
    write_sqlite(record, model.scenario, path)
    read = pedpy.load_trajectory_from_jupedsim_sqlite(trajectory_file=path)
    assert len(read.data) == 5
    area = pedpy.load_walkable_area_from_jupedsim_sqlite(trajectory_file=path)
    assert pedpy.is_trajectory_valid(traj_data=read, walkable_area=area)
