"""Density and flow by PedPy from the trajectories, beside ours from the cells and the gate's log.

Ours counts people by the cell they stand on; in the trajectories each stands at most 0.15 m beside
the middle of it, never in another. Where an area is made of whole cells and a line lies between two
rows of cells, both must therefore count the same people: the tolerance is rounding. A round area
cuts cells in two, and there a tolerance is needed and stated.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pedpy
import pytest
import shapely

from gatecrush.experiments.storage.pedpy import pedpy_trajectory, pedpy_walkable_area
from gatecrush.model.place.site import NEAR_GATE, Place, build_place
from gatecrush.model.record.measures.flow import mean_flow
from gatecrush.model.scenario.scenario import Scenario

from .conftest import Recorded


def rows_near_the_gate(place: Place) -> list[shapely.Polygon]:
    """Return the cells within 2 m of the gate as rectangles, one a row: PedPy wants convex ones."""
    near, half = place.to_gate <= NEAR_GATE, place.cell / 2
    rectangles = []
    for y in np.unique(place.y[near].round(6)):
        x = place.x[near & (np.abs(place.y - y) < 1e-5)]
        assert np.ptp(x) == pytest.approx((x.size - 1) * place.cell), "a row without gaps"
        rectangles.append(shapely.box(x.min() - half, y - half, x.max() + half, y + half))
    return rectangles


def density_in(day: Recorded, polygons: list[shapely.Polygon]) -> pd.Series:
    """Return PedPy's classic density in the union of areas that do not overlap, frame by frame."""
    trajectory, people = pedpy_trajectory(day.record), []
    for polygon in polygons:
        area = pedpy.MeasurementArea(polygon)
        table = pedpy.compute_classic_density(traj_data=trajectory, measurement_area=area)
        people.append(table.set_index("frame")["density"] * area.area)
    return sum(people) / sum(polygon.area for polygon in polygons)


def minutes(day: Recorded) -> tuple[np.ndarray, np.ndarray]:
    """Return the frames at which the minutes of the series end, and our density at the gate."""
    series, about = day.record.series, day.record.trajectories.attrs
    frames = (series["time"] - about["start"]) * 3600 * about["frames_per_second"]
    return frames.round().astype(int).to_numpy(), series["gate_density"].to_numpy()


@pytest.mark.parametrize("day", ["crowd", "narrow_gate"])
def test_density_within_2_m_of_the_gate(day: str, request: pytest.FixtureRequest) -> None:
    recorded: Recorded = request.getfixturevalue(day)
    place = build_place(recorded.scenario.site, recorded.scenario.gate.width)
    by_pedpy = density_in(recorded, rows_near_the_gate(place))
    at, ours = minutes(recorded)
    assert len(at) >= 6
    assert ours.max() > 1.5
    assert by_pedpy.loc[at].to_numpy() == pytest.approx(ours, rel=1e-9, abs=1e-12)


def test_density_in_a_round_area(crowd: Recorded) -> None:
    """Within 2 m of the gate as a circle's arcs draw it, half a cell's width away from the cells'.

    The area differs by the cells at its rim; people there are counted or not. Asked for: the time
    mean within 10 %, single minutes correlated by more than 0.95.
    """
    place = build_place(crowd.scenario.site, crowd.scenario.gate.width)
    x = place.x[place.gate_cells]
    half = place.cell / 2
    leaf = shapely.LineString([(x.min() - half, 0.0), (x.max() + half, 0.0)])
    disc = leaf.buffer(NEAR_GATE).intersection(pedpy_walkable_area(crowd.record).polygon)
    by_pedpy = density_in(crowd, [disc.convex_hull])
    at, ours = minutes(crowd)
    assert by_pedpy.loc[at].mean() == pytest.approx(ours.mean(), rel=0.1)
    assert np.corrcoef(by_pedpy.loc[at], ours)[0, 1] > 0.95


LINE = 8 * Scenario.load("bottleneck").site.cell
"""Distance of the line from the gate, m: eight rows of cells, which take two frames at least, of
two or three time steps each. PedPy 1.5 leaves out a person's last movement: whoever passes the line
has to be seen twice behind it."""


class Passage(NamedTuple):
    """PedPy's N-t at the line before the open gate."""

    trajectory: Any
    passed: pd.DataFrame
    crossings: pd.DataFrame
    admitted: np.ndarray
    """Our times of admission, s since the first frame."""


@pytest.fixture(scope="module")
def passage(open_gate: Recorded) -> Passage:
    trajectory = pedpy_trajectory(open_gate.record)
    half = open_gate.scenario.site.strip_width / 2
    line = pedpy.MeasurementLine([(-half - 1.0, LINE), (half + 1.0, LINE)])
    passed, crossings = pedpy.compute_n_t(traj_data=trajectory, measurement_line=line)
    start = open_gate.record.trajectories.attrs["start"]
    times = (open_gate.record.admissions["time"].to_numpy() - start) * 3600
    return Passage(trajectory, passed, crossings, np.sort(times))


def test_those_who_pass_a_line_are_those_who_are_admitted(
    open_gate: Recorded, passage: Passage
) -> None:
    """N-t by PedPy at a line before the gate, admissions by ours.

    Whoever is admitted has passed the line before: the difference is the people between the line
    and the gate, and whoever passed it and stepped back (at most one in a hundred here).
    """
    admitted = set(open_gate.record.admissions["person"])
    assert len(admitted) > 500
    assert admitted <= set(passage.crossings["id"]), "nobody is let in unseen"
    frames = passage.passed["frame"].to_numpy()
    seconds = frames / passage.trajectory.frame_rate
    let_in = np.searchsorted(passage.admitted, seconds + 1e-6, side="right")
    rows = passage.trajectory.data
    before_gate = rows[rows["y"] < LINE].groupby("frame").size().reindex(frames, fill_value=0)
    stepped_back = passage.passed["cumulative_pedestrians"] - let_in - before_gate.to_numpy()
    seen_twice = stepped_back.iloc[:-1]
    assert seen_twice.min() >= 0
    assert seen_twice.max() <= 0.01 * len(admitted)


def test_flow_by_pedpy_is_the_gates(passage: Passage) -> None:
    """Once the crowd stands, as many pass the line as the gate lets in, in 250 s: within 3 %.

    The two see different people at the ends of that time; a crowd that grows takes up some more.
    """
    begin, end, rate = 100, 350, round(passage.trajectory.frame_rate)
    window = passage.passed[passage.passed["frame"] >= rate * begin].copy()
    window["cumulative_pedestrians"] -= window["cumulative_pedestrians"].iloc[0]
    flow = pedpy.compute_flow(
        nt=window,
        crossing_frames=passage.crossings,
        individual_speed=pedpy.compute_individual_speed(traj_data=passage.trajectory, frame_step=1),
        delta_frame=rate * (end - begin) - 1,
        frame_rate=passage.trajectory.frame_rate,
    )
    ours = mean_flow(passage.admitted, begin=begin, end=end)
    assert ours > 1.5
    assert flow["flow"].iloc[0] == pytest.approx(ours, rel=0.03)
