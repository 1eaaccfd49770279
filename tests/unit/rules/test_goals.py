"""Goals by hand: who wants where, by their conduct, and which steps bring them nearer."""

import numpy as np
import pytest

from gatecrush.agents.conduct import ARRIVING, BESIDE, CALLED, HOLDING, PRESSING, SEEKING
from gatecrush.model.place.surroundings import STEPS
from gatecrush.model.place.way import BARRED
from gatecrush.model.rules.goals import (
    OUTWARD,
    STAY,
    THROUGH,
    TO_GATE,
    TO_SIDE,
    TOWARDS,
    gain_of_step,
    goal_of,
    way_to,
)

from .crowds_by_hand import at_the_gate, cell_at, crowd


@pytest.mark.parametrize("conduct", [PRESSING, ARRIVING])
def test_who_presses_or_arrives_wants_to_the_gate(conduct):
    s = crowd(1, [(0.2, 15.0)])
    s.people.conduct[0] = conduct
    assert goal_of(s, 0) == (TO_GATE, -1)


@pytest.mark.parametrize(
    ("here", "there", "goal"),
    [(5.0, 6.0, TOWARDS), (5.0, 15.0, OUTWARD), (15.0, 5.0, TO_GATE), (15.0, 20.0, TOWARDS)],
)
def test_one_leaves_the_strip_and_comes_into_it_by_its_mouth(here, there, goal):
    s = crowd(1, [(0.2, here)])
    s.people.conduct[0] = HOLDING
    s.people.target[0] = cell_at(s.place, 0.2, there)
    assert way_to(s.place, s.people.cell[0], s.people.target[0]) == goal
    assert goal_of(s, 0) == (goal, s.people.target[0])


def test_who_is_called_waits_before_a_closed_gate_only_when_near():
    s = crowd(2, [(0.2, 2.0), (0.2, 20.0)], **{"waiters.calling_distance": 5.0})
    s.people.conduct[:] = CALLED
    for is_open, near in ((0, STAY), (1, TO_GATE)):
        s.gate.is_open = is_open
        assert goal_of(s, 0) == (near, -1)
        assert goal_of(s, 1) == (TO_GATE, -1)


def test_who_seeks_walks_to_the_marker_until_they_can_write():
    s = crowd(2, [(0.2, 20.0), (0.2, 30.0)])
    s.people.conduct[:] = HOLDING, SEEKING
    s.list.marker = 0
    assert goal_of(s, 1) == (TOWARDS, s.people.cell[0])
    reach = 0.6 * s.rules.list.reach
    for y, goal in ((20.0 + reach + 0.3, TOWARDS), (20.0 + reach - 0.3, STAY)):
        s.people.cell[1] = cell_at(s.place, 0.2, y)
        assert goal_of(s, 1) == (goal, s.people.cell[0])


@pytest.mark.parametrize("marker", [-1, 0])
def test_without_a_marker_one_looks_for_it_at_the_head_of_the_column(marker):
    s = crowd(2, [(0.2, 20.0), (0.2, 30.0)])
    s.people.conduct[1] = SEEKING
    s.list.marker, s.people.cell[0] = marker, -1  # nobody has it, or who had it is gone
    assert goal_of(s, 1) == (TOWARDS, s.place.column[0])


def test_families_keep_out_of_the_way_of_cars():
    """They come nearer while the guards work on a batch, and while the gate is open."""
    s = at_the_gate(0, families=(0,))
    assert s.people.conduct[0] == BESIDE
    s.crowd.step, s.gate.is_open = 100, 0
    now = s.crowd.step * s.time_step
    for cars_from, is_open, goal in (
        (now, 0, STAY),
        (now + s.time_step, 0, TO_SIDE),
        (now, 1, TO_SIDE),
    ):
        s.gate.cars_from, s.gate.is_open = cars_from, is_open
        assert goal_of(s, 0) == (goal, -1)


def test_a_step_gains_by_its_goal_what_the_distance_falls():
    s = crowd(1, [(0.2, 15.0)])
    place, cell = s.place, s.people.cell[0]
    target = cell_at(place, 2.2, 15.0)
    for k, (row, column) in enumerate(STEPS):
        to_gate = gain_of_step(place, 0, cell, k, TO_GATE, -1)
        there = cell + place.offsets[k]
        assert to_gate == pytest.approx(place.to_gate[cell] - place.to_gate[there])
        assert gain_of_step(place, 0, cell, k, OUTWARD, -1) == -to_gate
        straight = 2.0 - np.hypot(2.0 - 0.4 * column, 0.4 * row)
        assert gain_of_step(place, 0, cell, k, TOWARDS, target) == pytest.approx(straight)


def test_no_goal_leads_through_a_wall():
    s = crowd(1)
    place, target = s.place, cell_at(s.place, 0.2, 20.0)
    barred = (place.ground.walkable[:, None] == 1) & (place.gain <= 0.5 * BARRED)
    assert barred.any()
    for cell, k in np.argwhere(barred)[::50]:
        for goal in (TO_GATE, OUTWARD, TOWARDS):
            assert gain_of_step(place, 0, cell, k, goal, target) <= 0.5 * BARRED


def test_families_gain_along_the_lane():
    s = at_the_gate(0, families=(0,))
    place, cell = s.place, s.people.cell[0]
    for k in range(8):
        assert gain_of_step(place, 0, cell, k, TO_SIDE, -1) == place.side_gain[cell, k]
    assert place.side_gain[cell].max() > 0.5 * BARRED


PEN = {"site.strip_length": 12.0, "site.pen_length": 4.0, "site.pen_door": 0.8}


def into_door(s):
    """A cell outside of the pen, and the step from it that enters the door."""
    place, door = s.place, int(s.place.door_cells[0])
    ways = [(door - int(o), k) for k, o in enumerate(place.offsets)]
    return next((cell, k) for cell, k in ways if place.gain[cell, k] > 0.3)


@pytest.mark.parametrize(
    ("conduct", "goal"), [(CALLED, THROUGH), (PRESSING, TO_GATE), (ARRIVING, TO_GATE)]
)
def test_only_who_is_called_goes_through_the_door_of_a_pen(conduct, goal):
    s = crowd(1, [(0.2, 15.0)], **PEN)
    s.people.conduct[0] = conduct
    assert goal_of(s, 0)[0] == goal
    before, k = into_door(s)
    gain = gain_of_step(s.place, 0, before, k, goal, -1)
    assert (gain > 0.0) == (conduct == CALLED)
    assert s.gate_weight[before, k] == 0.0


def test_who_is_in_the_pen_may_leave_it_by_the_door():
    s = crowd(1, [(0.2, 15.0)], **PEN)
    door = int(s.place.door_cells[0])
    inside = [
        door + int(o) for o in s.place.offsets if s.place.to_gate[door + o] < s.place.to_gate[door]
    ]
    for cell in inside:
        k = int(np.flatnonzero(cell + s.place.offsets == door)[0])
        if s.place.gain[cell, k] > 0.5 * BARRED:
            assert gain_of_step(s.place, 0, cell, k, OUTWARD, -1) > 0.0
