"""The site as drawn: the gate in the middle of the strip, fences tight, every turn the same."""

import json

import numpy as np
import pytest

from gatecrush.model.place.layout import SiteParameters
from gatecrush.model.place.plan.geojson import collection
from gatecrush.model.place.site import NEAR_GATE, STEPS, build_place
from gatecrush.model.place.way import BARRED

from .plan.places_by_hand import area, line
from .sites_by_hand import WIDTHS, reached, site


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("gate", [0.4, 0.8, 1.2])
@pytest.mark.parametrize("layout", ["strip", "open_area"])
def test_gate_is_in_the_middle(width, gate, layout):
    changes = {"strip_width": width} if layout == "strip" else {"open_width": 4.0 + width}
    place = build_place(site(layout=layout, **changes), gate)
    cells = place.gate_cells
    assert cells.size == round(gate / place.cell)
    assert place.x[cells].mean() == pytest.approx(0.0, abs=1e-9)
    assert np.all(place.y[cells] == pytest.approx(place.cell / 2))
    before = (place.walkable == 1) & (np.abs(place.y - place.cell / 2) < 1e-6)
    assert abs(place.x[before].min() + place.x[before].max()) / 2 <= 0.5 * place.cell + 1e-9
    np.testing.assert_allclose(place.to_gate[cells], place.cell / 2)


@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_walk_to_the_gate(width):
    place = build_place(site(strip_width=width), 0.8)
    on_foot = place.walkable == 1
    assert place.to_gate[on_foot].max() < 100.0
    assert np.all(np.sort(place.far_to_near) == np.flatnonzero(on_foot))
    assert np.all(np.diff(place.to_gate[place.far_to_near]) <= 0.0)
    away = on_foot.copy()
    away[place.gate_cells] = False
    assert np.all(place.gain[away].max(axis=1) > 0.0)
    nearest = place.ahead[away]
    np.testing.assert_allclose(
        place.to_gate[away] - place.to_gate[nearest], place.gain[away].max(axis=1)
    )


def test_column_lies_outside_the_strip_nearest_cell_first():
    place = build_place(site(), 1.6)
    assert np.all(place.y[place.column] > 12.0)
    assert np.all(np.diff(place.to_gate[place.column]) >= 0.0)
    assert np.unique(place.x[place.column]).size == round(4.8 / place.cell)
    assert np.all(place.walkable[place.column] == 1)


def test_people_come_on_foot_from_the_edge_and_families_along_the_lane():
    place = build_place(site(), 1.6)
    for cells, kind in ((place.drop_off, 1), (place.lane_entry, 2)):
        assert cells.size
        assert np.all(place.walkable[cells] == kind)
        assert place.y[cells].min() >= 10.0
        assert place.y[cells].max() <= 30.0


def test_no_step_leads_through_a_wall_or_round_its_corner():
    place = build_place(site(strip_width=2.0), 0.8)
    kind = place.walkable
    for k, (dr, dc) in enumerate(STEPS):
        allowed = np.flatnonzero(place.gain[:, k] > 0.5 * BARRED)
        corners = (0, dr * place.stride, dc, dr * place.stride + dc)
        for corner in corners:
            assert np.all(kind[allowed + corner] == 1)
        lane = np.flatnonzero(place.side_gain[:, k] > 0.5 * BARRED)
        for corner in corners:
            assert np.all(kind[lane + corner] == 2)
        assert place.offsets[k] == dr * place.stride + dc


def test_force_goes_to_nearer_cells_straight_ahead_most():
    place = build_place(site(strip_width=2.0), 2.0)
    forward = place.forward
    assert np.all(forward[place.gain <= 0.0] == 0.0)
    assert forward.min() >= 0.0
    assert forward.max() <= 1.0 + 1e-12
    # Before a gate as wide as the strip the way is straight: cos^3 of 0 and of 45 degrees.
    middle = np.flatnonzero((np.abs(place.x) < 0.1) & (np.abs(place.y - 2.2) < 1e-6))
    straight = [k for k, step in enumerate(STEPS) if step == (-1, 0)]
    oblique = [k for k, step in enumerate(STEPS) if step[0] == -1 and step[1] != 0]
    np.testing.assert_allclose(forward[middle][:, straight], 1.0, atol=1e-3)
    np.testing.assert_allclose(forward[middle][:, oblique], 2.0**-1.5, atol=1e-3)


@pytest.mark.parametrize("layout", ["strip", "open_area"])
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_site_is_the_same_site(layout, turns):
    upright = build_place(site(layout=layout), 1.6)
    turned = build_place(site(layout=layout, quarter_turns=turns), 1.6)

    def turn(values):
        return np.rot90(values.reshape(-1, upright.stride), turns).ravel()

    for name in ("x", "y", "walkable", "to_gate"):
        np.testing.assert_allclose(getattr(turned, name), turn(getattr(upright, name)), atol=1e-6)
    for name in ("to_side", "wall_beside", "in_strip"):
        np.testing.assert_allclose(turned.ground[name], turn(upright.ground[name]), atol=1e-6)
    for name in ("gate_cells", "column", "drop_off", "lane_entry"):
        mark = np.zeros(upright.x.size)
        mark[getattr(upright, name)] = 1.0
        np.testing.assert_array_equal(
            np.flatnonzero(turn(mark)), np.sort(getattr(turned, name)), err_msg=name
        )
    assert turned.near_area == upright.near_area
    np.testing.assert_allclose(
        np.sort(turned.forward).sum(axis=0), np.sort(upright.forward).sum(axis=0), rtol=1e-6
    )


def test_area_near_the_gate():
    """Half a disc of 2 m and the ends of the gate, as far as the strip is wide."""
    wide = build_place(site(layout="open_area"), 1.6)
    exact = np.pi * NEAR_GATE**2 / 2 + 1.6 * NEAR_GATE
    assert 0.75 * exact < wide.near_area < 1.05 * exact
    narrow = build_place(site(strip_width=1.6), 1.6)
    across, along = (round(length / narrow.cell) for length in (1.6, NEAR_GATE))
    assert narrow.near_area == pytest.approx(across * along * narrow.cell**2)
    assert narrow.near_area == pytest.approx(1.6 * NEAR_GATE, rel=0.2)


@pytest.mark.parametrize("cell", [0.3, 0.4, 0.5, 0.6])
def test_measures_do_not_depend_on_the_cell(cell):
    place = build_place(site(cell=cell), 1.2)
    assert place.gate_cells.size * cell == pytest.approx(1.2, abs=0.51 * cell)
    assert place.y.max() == pytest.approx(40.0, abs=2 * cell)
    on_strip = place.ground.in_strip.sum() * cell**2
    assert on_strip == pytest.approx(48.0, rel=0.1)


@pytest.mark.parametrize(
    "changes",
    [
        {"strip_length": 60.0},
        {"strip_length": 65.0},
        {"strip_length": 80.0},
        {"strip_length": 130.0},
        {"strip_length": 139.9},
        {"strip_length": 139.9, "layout": "open_area"},
        {"drop_off_near": 30.0, "drop_off_far": 30.0},
        {"drop_off_near": 25.1, "drop_off_far": 25.1},
        {"drop_off_near": 140.0, "drop_off_far": 140.0},
        {"strip_length": 60.0, "quarter_turns": 3},
    ],
)
def test_there_is_always_a_place_to_come_to_and_to_wait(changes):
    """Where no cell lies between the drop-off points people come to the nearest one."""
    of_account = {"length": 140.0, "drop_off_near": 25.0, "drop_off_far": 60.0}
    parameters = site(**of_account | changes)
    place = build_place(parameters, 1.6)
    for cells, room, kind in (
        (place.drop_off, place.drop_off_room, 1),
        (place.lane_entry, place.lane_room, 2),
    ):
        off = np.abs(place.y - np.clip(place.y, parameters.drop_off_near, parameters.drop_off_far))
        edge = place.x > place.x[place.walkable == kind].max() - 0.1
        possible = (place.walkable == kind) & (edge | (kind == 2))
        assert np.all(off[cells] <= off[possible].min() + 1e-9)
        assert np.all(place.walkable[room] == kind)
        assert np.isin(cells, room).all()
        assert np.all(np.diff(room) > 0)
        distance = place.to_gate if kind == 1 else place.ground.to_side
        assert distance[room].min() >= distance[cells].min() - 1e-9
    assert place.column.size > 0


@pytest.mark.parametrize("turns", range(4))
def test_pen_is_shut_but_for_its_door(turns):
    pen = {"strip_length": 12.0, "pen_length": 4.2, "pen_door": 1.0, "quarter_turns": turns}
    place, without = build_place(site(**pen), 1.6), build_place(site(quarter_turns=turns), 1.6)
    door = place.door_cells
    assert door.size == round(1.0 / place.cell)
    assert min(np.ptp(place.x[door]), np.ptp(place.y[door])) < 1e-9
    assert place.to_gate[door].min() == pytest.approx(4.2 + place.cell / 2, abs=0.2)
    assert (place.walkable == 1).sum() == (without.walkable == 1).sum() - (
        round(4.0 / place.cell) - door.size
    )
    ground = place.walkable.reshape(-1, place.stride) == 1
    shut = np.zeros(ground.size, bool)
    shut[door] = True
    start = np.zeros(ground.size, bool)
    start[place.gate_cells] = True
    within = reached(ground, start.reshape(ground.shape), shut.reshape(ground.shape))
    room = within.sum() * place.cell**2
    assert room == pytest.approx(4.2 * 4.0, rel=0.05)
    # Nobody steps, pushes or looks ahead through the door from outside.
    assert not np.isin(place.ahead[~within.ravel() & ~shut], door).any()


def test_without_a_pen_there_is_no_door():
    assert build_place(site(), 1.6).door_cells.size == 0


PLACE = (
    area("walkable", 0, 0, 12, 30), area("lane", 13, 0, 16, 30), line("gate", (5, 0), (6.4, 0)),
    line("queue", (5.7, 2), (5.7, 20), width=2), line("entry", (0, 20), (0, 28), share=3),
    line("entry", (12, 24), (12, 28)),
)  # fmt: skip


def on_a_plan(*features, **changes):
    """The place of a plan of some features."""
    plan = json.dumps(collection(features))
    return build_place(SiteParameters(plan=plan, **changes), 1.6)


def test_people_come_onto_a_plan_at_its_entries_by_share():
    place = on_a_plan(*PLACE)
    assert np.mean(place.x[place.drop_off] < 0) == pytest.approx(0.75, abs=0.01)
    assert np.all(np.isin(place.drop_off, place.drop_off_room))
    nearest = place.to_gate[place.drop_off].min()
    assert place.to_gate[place.drop_off_room].min() >= nearest - 1e-6
    west = place.drop_off_room[place.x[place.drop_off_room] < 0]
    assert place.x[west].max() - place.x[west].min() <= 2.1


def test_families_come_to_a_plan_at_the_far_end_of_its_lane():
    place = on_a_plan(*PLACE)
    assert place.lane_entry.size
    assert np.all(place.walkable[place.lane_entry] == 2)
    assert place.y[place.lane_entry].min() > 29.0
    assert np.all(place.y[place.lane_room] > 27.0)
    assert (
        on_a_plan(*(each for each in PLACE if each["properties"]["kind"] != "lane")).lane_entry.size
        == 0
    )


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_plan_is_the_same_place(turns):
    upright, turned = on_a_plan(*PLACE), on_a_plan(*PLACE, quarter_turns=turns)

    def turn(values):
        return np.rot90(values.reshape(-1, upright.stride), turns).ravel()

    np.testing.assert_allclose(turned.to_gate, turn(upright.to_gate), atol=1e-6)
    near = (
        np.minimum(turned.guides.min(axis=0), 1e6),
        turn(np.minimum(upright.guides.min(axis=0), 1e6)),
    )
    np.testing.assert_allclose(*near, atol=1e-4)
    assert turned.column.size == upright.column.size
    along = np.hypot(upright.x, upright.y)[upright.column]
    np.testing.assert_allclose(np.hypot(turned.x, turned.y)[turned.column], along, atol=1.0)
