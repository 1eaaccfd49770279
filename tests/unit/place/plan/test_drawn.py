"""A plan as a drawing: its queue filled along the line, its entries by share, its lane apart."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from gatecrush.model.place.floor_field import UNREACHABLE, walking_distance
from gatecrush.model.place.layout import Drawing, SiteParameters
from gatecrush.model.place.plan import drawn
from gatecrush.model.place.plan.drawn import drawing_of, gates_drawn, zone_names
from gatecrush.model.place.plan.geojson import collection
from gatecrush.model.place.plan.shapes import PlanError
from gatecrush.model.place.raster import GATE_CELL, ground_raster
from gatecrush.model.place.site import build_place

from .places_by_hand import ENTRY, GATE, QUEUE, WHOLE, YARD, area, line, turned

CELL = 0.35
FENCE = area("barrier", 0, 10, 16, 10.1)
AROUND = line("queue", (9.7, 2), (9.7, 8.5), (18, 8.5), (18, 11.5), (2, 11.5), width=2)


def drawing(*features: Any, column_width: float = 2.0) -> Drawing:
    """Return the drawing of a plan of some features."""
    return drawing_of(json.dumps(collection(features)), CELL, column_width)


def fault(*features: Any) -> str:
    """Return why no day can run on a plan of some features."""
    with pytest.raises(PlanError) as found:
        drawing(*features)
    return str(found.value)


def at(ground: Drawing, x: float, y: float) -> tuple[int, int]:
    """Return the cell of a point that is counted from the middle of the gate."""
    return tuple(np.unravel_index(np.hypot(ground.x - x, ground.y - y).argmin(), ground.x.shape))


def test_the_queue_is_taken_along_its_line_and_not_by_the_distance_to_the_gate() -> None:
    """Behind the fence the line leads away from the gate while the ground draws nearer to it."""
    ground = drawing(YARD, GATE, FENCE, AROUND, ENTRY)
    length = 6.5 + 8.3 + 3.0 + 16.0
    ends = [ground.order[at(ground, *point)] for point in ((0, 2.2), (8.3, 8.5), (-7.5, 11.5))]
    assert ends == pytest.approx([0.2, 14.8, length - 0.2], abs=0.5)
    assert ground.order[ground.column].max() == pytest.approx(length, abs=0.5)
    across = [ground.order[at(ground, 2.0, y)] for y in (8.5, 11.5)]
    assert across[1] - across[0] > 15.0


def test_the_column_is_as_wide_as_the_line_says_and_stays_off_the_fence() -> None:
    ground = drawing(YARD, GATE, FENCE, AROUND, ENTRY)
    assert ground.column.sum() * CELL**2 == pytest.approx(33.8 * 2, rel=0.07)
    assert not (ground.column & (ground.walkable != 1)).any()


@pytest.mark.parametrize(("width", "column_width"), [(None, 3.0), (3.0, 1.0)])
def test_a_line_without_a_width_has_that_of_the_scenario(width: float, column_width: float) -> None:
    queue = line("queue", (10, 2), (10, 22), **({"width": width} if width else {}))
    ground = drawing(YARD, GATE, ENTRY, queue, column_width=column_width)
    assert ground.column.sum() * CELL**2 == pytest.approx(60, rel=0.1)


def test_an_area_is_filled_from_the_gate_and_a_second_shape_after_the_first() -> None:
    far, near = area("queue", 2, 20, 8, 26), area("queue", 2, 5, 8, 11)
    ground = drawing(YARD, GATE, ENTRY, far, near)
    to_gate = walking_distance(ground.walkable == 1, ground.gate_leaf, CELL)
    first, second = ((ground.column & part) for part in (ground.y > 15, ground.y < 15))
    assert ground.order[first].max() < ground.order[second].min()
    for part in (first, second):
        assert np.all(np.diff(ground.order[part][to_gate[part].argsort()]) >= 0)


def test_entries_share_those_who_come() -> None:
    west, east = line("entry", (0, 20), (0, 28), share=3), line("entry", (20, 24), (20, 28))
    ground = drawing(YARD, GATE, QUEUE, west, east)
    assert ground.entry.sum() == pytest.approx(1.0)
    assert ground.entry[ground.x < 0].sum() == pytest.approx(0.75)
    assert not (ground.entry > 0)[ground.walkable != 1].any()


def test_families_have_a_lane_of_their_own_and_its_end_is_at_the_gate() -> None:
    ground = drawing(*WHOLE, area("lane", 20.7, 0, 24, 30))
    lane = ground.walkable == 2
    assert lane.sum() * CELL**2 == pytest.approx(3.3 * 30, rel=0.06)
    assert not (ground.lane_end & lane).any()
    away = walking_distance(lane, ground.lane_end, CELL)[lane]
    assert away.max() == pytest.approx(30, rel=0.1)
    assert ground.y[ground.lane_end].max() < 3.0


def test_ground_that_no_way_joins_to_the_gate_is_no_ground() -> None:
    wall = area("barrier", 0, 15, 20, 16)
    ground = drawing(
        YARD, GATE, wall, line("queue", (9.7, 2), (9.7, 12)), line("entry", (0, 12), (20, 12))
    )
    assert ground.y[ground.walkable == 1].max() < 15.2
    assert (
        walking_distance(ground.walkable == 1, ground.gate_leaf, CELL)[ground.walkable == 1].max()
        < UNREACHABLE / 2
    )


def test_a_turned_plan_is_the_same_drawing() -> None:
    place = (YARD, GATE, FENCE, AROUND, ENTRY)
    upright = drawing(*place)
    aslant = drawing(*(turned(each, 90, (300, -40)) for each in place))
    np.testing.assert_array_equal(aslant.walkable, upright.walkable)
    np.testing.assert_array_equal(aslant.column, upright.column)
    np.testing.assert_allclose(aslant.order, upright.order, atol=1e-6)


def test_nobody_changes_a_drawing_that_others_run_on() -> None:
    ground = drawing(*WHOLE)
    assert drawing(*WHOLE) is ground
    with pytest.raises(ValueError, match="read-only"):
        ground.walkable[3, 3] = 0


def test_each_gate_is_wall_beside_the_ground_and_reached_from_everywhere() -> None:
    east, aslant = line("gate", (20, 12), (20, 14.1), name="east"), line("gate", (3, 30), (4.4, 30))
    ground = drawing(YARD, GATE, east, {**aslant, "properties": {"kind": "gate", "name": "far"}},
                     QUEUE, line("entry", (0, 20), (0, 28)))  # fmt: skip
    assert [int((ground.gates == gate).sum()) for gate in (1, 2, 3)] == [4, 6, 4]
    assert not (ground.gate_leaf & (ground.walkable > 0)).any()
    assert np.ptp(ground.x[ground.gates == 2]) == 0.0
    assert ground.x[ground.gates == 2][0] == pytest.approx(20 - 9.7, abs=CELL)
    assert ground.y[ground.gates == 2].mean() == pytest.approx(13.05, abs=CELL)
    assert ground.y[ground.gates == 3][0] == pytest.approx(30, abs=CELL)
    for gate in (1, 2, 3):
        away = walking_distance(ground.walkable == 1, ground.gates == gate, CELL)
        assert away[ground.walkable == 1].max() < UNREACHABLE / 2


def test_what_a_plan_says_of_a_gate_holds_for_it_alone() -> None:
    east = line("gate", (20, 12), (20, 14.1), name="east", batch=3, closures=[], number_check=0)
    content = json.dumps(collection((*WHOLE, east)))
    first, second = gates_drawn(content, CELL, 2.0)
    assert (first.name, first.width, first.stated()) == ("", 1.4, {"width": 1.4})
    assert (second.name, second.width) == ("east", pytest.approx(2.1))
    assert (second.batch, second.closures, second.number_check) == (3, (), 0.0)


def test_a_cell_knows_its_zones() -> None:
    """Parts of one name are one zone; a cell may lie in several, and none in a wall."""
    ground = drawing(
        *WHOLE, area("barrier", 4, 4, 5, 8), area("zone", 1, 1, 9, 9, name="west"),
        area("zone", 8, 1, 12, 9), area("zone", 15, 1, 18, 9, name="west"),
    )  # fmt: skip
    x, y = ground.x + 9.7, ground.y
    high = (y > 1) & (y < 9) & (ground.walkable > 0)
    west = high & (((x > 1) & (x < 9)) | ((x > 15) & (x < 18)))
    np.testing.assert_array_equal(ground.zones & 1 > 0, west)
    np.testing.assert_array_equal(ground.zones & 2 > 0, high & (x > 8) & (x < 12))
    assert ground.zones.max() == 3
    content = json.dumps(collection((*WHOLE, area("zone", 8, 1, 12, 9), area("zone", 1, 1, 2, 2))))
    assert zone_names(content, CELL, 2.0) == ("5", "6")


SHUT_IN = area("barrier", 0, 15, 20, 16)
FAULTS = {
    "no gate": ((YARD, ENTRY, QUEUE), "has no gate"),
    "no queue": ((YARD, GATE, ENTRY), "the plan: has no queue; draw a line of kind queue from the"),
    "no entry": ((YARD, GATE, QUEUE), "the plan: has no entry; draw a line or an area of kind"),
    "nothing drawn right": ((YARD, GATE), "(and 1 more: see gatecrush plan)"),
    "a gate apart": (
        (*WHOLE, area("walkable", 30, 0, 40, 10), line("gate", (34, 0), (36, 0), name="apart")),
        'gate "apart" (shape 6): no way over cells leads from the gates before it',
    ),
    "gate inside": ((YARD, line("gate", (9, 9), (11, 9)), ENTRY, QUEUE), "gate (shape 2) at"),
    "no way to the gate": ((*WHOLE, SHUT_IN), "entry (shape 3)"),
    "a way too narrow for cells": (
        (YARD, GATE, QUEUE, area("barrier", 0, 28, 9.8, 28.1), area("barrier", 10.3, 28, 20, 28.1),
         ENTRY),
        "passages narrower than two cells (0.7 m) may be shut",
    ),
    "queue off the ground": (
        (YARD, GATE, ENTRY, line("queue", (30, 5), (30, 20))), "queue (shape 4)"
    ),
    "zone smaller than a cell": (
        (*WHOLE, area("zone", 5.01, 5.01, 5.04, 5.04, name="spot")),
        'zone "spot" (shape 5) at (5.03, 5.03): no cell of it can be walked on; make it larger',
    ),
    "no walkable ground": ((GATE, ENTRY, QUEUE), "walkable"),
}  # fmt: skip


@pytest.mark.parametrize(("features", "words"), FAULTS.values(), ids=list(FAULTS))
def test_a_plan_on_which_no_day_can_run(features: tuple[Any, ...], words: str) -> None:
    told = fault(*features)
    assert words in told
    assert "\n" not in told


def test_a_plan_too_long_to_be_stored_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "LONGEST", 50)
    assert "is longer than 50 characters; simplify its outlines" in fault(*WHOLE[:3])


@pytest.mark.parametrize(
    "text", ["{", '{"type": "Feature"}', "{}", '{"type": "FeatureCollection"}']
)
def test_a_text_that_is_no_plan(text: str) -> None:
    with pytest.raises(PlanError, match=r"^[^\n]+$"):
        drawing_of(text, CELL, 2.0)


def test_each_leaf_of_a_gate_is_shown() -> None:
    """Whoever draws the place has bars where people can pass, and none between."""
    leaves = line("gate", (4, 0), (5.4, 0), name="g"), line("gate", (6.1, 0), (7.5, 0), name="g")
    plan = json.dumps(collection([YARD, *leaves, QUEUE, ENTRY]))
    shown = ground_raster(build_place(SiteParameters(plan=plan), 1.6)).gate
    assert np.ravel(shown) == pytest.approx([-1.75, -0.35, 0.35, 1.75])
    assert len(shown) == 2


def test_further_gates_are_shown_where_they_are() -> None:
    """Those in line with the first as bars before the ground, another one on its edge."""
    gates = [line("gate", *ends, name=name) for name, ends in {
        "a": ((4, 0), (5.4, 0)), "b": ((12, 0), (13.4, 0)), "c": ((20, 10), (20, 11.4)),
    }.items()]  # fmt: skip
    plan = json.dumps(collection([YARD, *gates, QUEUE, ENTRY]))
    shown = ground_raster(build_place(SiteParameters(plan=plan), 1.6))
    assert np.ravel(shown.gate) == pytest.approx([-0.7, 0.7])
    assert np.ravel(shown.further_gates) == pytest.approx([7.35, 8.75], abs=0.2)
    x, y = np.nonzero(shown.kinds == GATE_CELL)
    assert np.ptp(x) == 0
    assert x[0] >= shown.kinds.shape[0] - 2
    assert (y.size, np.ptp(y)) == (4, 3)


PEN = (area("barrier", 5, 8, 9.2, 8.2), area("barrier", 10.2, 8, 15, 8.2),
       area("barrier", 4.8, 0, 5, 8.2), area("barrier", 15, 0, 15.2, 8.2))  # fmt: skip
DOOR = line("pen_door", (9.2, 8.1), (10.2, 8.1))
OUTSIDE = line("queue", (9.7, 11), (9.7, 25))


@pytest.mark.parametrize("degrees", [0, 45])
def test_nobody_comes_into_a_pen_but_through_its_door(degrees: float) -> None:
    """Not aslant either."""
    place = (YARD, GATE, ENTRY, OUTSIDE, DOOR, *PEN)
    ground = drawing(*(turned(each, degrees, (9, 4)) for each in place))
    shut = walking_distance((ground.walkable == 1) & ~ground.door, ground.gate_leaf, CELL)
    inside = (shut < UNREACHABLE / 2) & (ground.walkable == 1)
    assert inside.sum() * CELL**2 == pytest.approx(10 * 8, rel=0.1)
    assert 2 <= ground.door.sum() <= 8
    place_built = build_place(SiteParameters(plan=json.dumps(collection(place))), 1.6)
    assert place_built.door_cells.size


@pytest.mark.parametrize(
    ("features", "words"),
    [
        ((OUTSIDE, DOOR), "pen_door (shape 5) at (9.7, 8.1): people come from the queue to the"),
        ((QUEUE, DOOR, *PEN), "(9.7, 8.1): people come from the queue to the gate without it"),
        ((OUTSIDE, line("pen_door", (5.5, 8.1), (6, 8.1)), *PEN), "no cell of it can be walked on"),
    ],
)  # fmt: skip
def test_a_door_that_shuts_nobody_out_is_refused(features: Any, words: str) -> None:
    assert words in fault(YARD, GATE, ENTRY, *features)
