"""A pen by hand: only who is called enters it, nobody is squeezed in, and staff at the door ask."""

import numpy as np
import pytest

from gatecrush.agents.conduct import CALLED, HOLDING, PRESSING, SEEKING
from gatecrush.model.crossing import BorderCrossing
from gatecrush.model.rules.entry import stand_on
from gatecrush.model.rules.goals import enters_pen
from gatecrush.model.rules.movement import propose_steps
from gatecrush.model.rules.pen import ask_at_door
from gatecrush.model.rules.settling import list_restless
from gatecrush.model.rules.squeezing import exchange_rate
from gatecrush.model.scenario.scenario import Scenario

from .crowds_by_hand import crowd

PEN = {"site.strip_length": 12.0, "site.pen_length": 4.0, "site.pen_door": 0.4}
ASKED = {"guards.number_check": 1.0, "guards.clear_refused": True}


def door_of(place):
    """A cell of the door, and the one before it."""
    door = int(place.door_cells[0])
    before = next(
        door - int(o) for k, o in enumerate(place.offsets)
        if place.gain[door - o, k] > 0.0 and enters_pen(place, door - int(o), door)
    )  # fmt: skip
    return door, before


def at_door(**changes):
    """Person 0 in the door, person 1 before it."""
    s = crowd(2, **PEN | changes)
    door, before = door_of(s.place)
    for person, cell in enumerate((door, before)):
        s.people.cell[person] = cell
        s.cells.occupant[cell] = person
        s.active[person] = person
    s.crowd.active = 2
    s.people.conduct[:] = CALLED, PRESSING
    s.people.assertiveness[:] = 0.3, 1.0
    s.people.drive[:] = 1.0
    return s


def test_nobody_changes_places_into_the_door_who_is_not_called():
    s = at_door()
    assert exchange_rate(s, 1, 0) == 0.0
    s.people.conduct[0] = HOLDING
    assert exchange_rate(s, 1, 0) == exchange_rate(s, 0, 1) == 0.0
    s.people.conduct[1] = CALLED
    assert exchange_rate(s, 1, 0) > 0.0


def test_who_is_called_goes_through_the_door_if_that_is_the_only_way():
    s = crowd(9, **PEN | {"movement.comfort": 10.0})
    door, before = door_of(s.place)
    around = [before, *(before + int(o) for o in s.place.offsets)]
    free = [cell for cell in around if cell != door and s.place.ground.walkable[cell]]
    for person, cell in enumerate(free):
        stand_on(s, person, cell, 0.0)
    s.people.conduct[0] = CALLED
    s.gate.is_open = 1
    list_restless(s)
    entered = set()
    for _ in range(60):
        s.crowd.step += 1
        count = propose_steps(s)
        entered |= set(s.work.steps.cell[:count].tolist())
        s.cells.claims[:] = 0
    assert door in entered


@pytest.mark.parametrize(
    ("settings", "number", "then"),
    [
        (ASKED, 0, SEEKING),
        (ASKED, 40, HOLDING),
        (ASKED | {"guards.number_check": 0.0}, 0, PRESSING),
        (ASKED | {"guards.clear_refused": False}, 0, PRESSING),
    ],
)
def test_staff_at_the_door_send_away_who_is_not_in_turn(settings, number, then):
    s = at_door(**settings | {"gate.batch_size": 1})
    s.people.number[0] = 39
    if number:
        s.people.number[1] = number
        s.holder[1:3] = 0, 1
        s.people.number[:] = 1, 2
        s.list.last_number, s.list.first_waiting = 2, 1
    ask_at_door(s, 60.0)
    assert s.people.conduct.tolist() == [CALLED, then]


def test_on_a_day_nobody_is_in_the_pen_who_was_not_called(lively, compiled):
    """All press, and are let in only when called."""
    pen = {"site.pen_length": 2.0, "site.pen_door": 0.8, "waiters.threshold_mean": 0.0}
    day = BorderCrossing(lively.with_(**pen), rng=2)
    place, entered = day.place, 0
    nearer = place.to_gate < place.to_gate[place.door_cells].min() - 1e-9
    inside = set(np.flatnonzero(nearer & (place.walkable == 1))) | set(place.door_cells.tolist())
    was_called = set()
    looks = 600 if compiled else 40
    for look in range(1, looks):
        day.run_until(5.0 + look / 1800)
        was_called |= set(np.flatnonzero(day.people.conduct == CALLED).tolist())
        here = [p for p in range(day.people.size) if day.people.cell[p] in inside]
        entered += len(here)
        assert set(here) <= was_called
    assert entered > 0


def test_pen_must_fit_into_the_strip():
    with pytest.raises(ValueError, match=r"site\.pen_length"):
        Scenario().with_(**{"site.pen_length": 11.9})
    with pytest.raises(ValueError, match=r"site\.pen_length"):
        Scenario().with_(**{"site.pen_length": 2.0, "site.layout": "open_area"})
