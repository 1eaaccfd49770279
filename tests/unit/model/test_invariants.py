"""A2: at every step nobody overlaps or crosses a wall, and everybody counts once."""

import numpy as np
import pytest

from gatecrush.agents.conduct import (
    ADMITTED,
    ARRIVING,
    BESIDE,
    CALLED,
    EXPECTED,
    HOLDING,
    LEFT,
    PRESSING,
    SEEKING,
    TURNED_BACK,
)
from gatecrush.model.beginning import begin
from gatecrush.model.place.surroundings import STEPS
from gatecrush.model.place.way import BARRED
from gatecrush.model.rules.step import TALK, is_due, take_steps

ON_SITE = (ARRIVING, SEEKING, HOLDING, CALLED, PRESSING, BESIDE)
DAYS = {
    "strip": {},
    "open area": {"site.layout": "open_area", "site.open_width": 8.0},
    "turned": {"site.quarter_turns": 1, "gate.always_open": True},
    "gate that fails": {"gate.wear_load": 0.2, "gate.endurance": 1.0, "gate.failed_time": 30.0},
    "a crowd at the start": {"demand.initial_crowd": 25, "demand.initial_density": 4.0},
    "arrivals with a limit": {"demand.limit": 25},
    "full of people": {"demand.factor": 4.0, "waiters.reneging": 0.0},
}


@pytest.mark.parametrize("day", DAYS)
def test_every_step_leaves_the_crowd_in_order(day, lively, compiled):
    s = begin(lively.with_(**DAYS[day]), 11, 0)
    minutes = (10 if compiled else 1) if day != "strip" else (30 if compiled else 1.5)
    allowed = steps_allowed(s)
    before = s.people.cell.copy()
    for _ in range(round(minutes * 60 / s.time_step)):
        take_steps(s, 1)
        check_cells(s)
        check_counts(s)
        check_steps(s, allowed, before)
        before = s.people.cell.copy()
    check_numbers(s)
    check_minutes(s)
    assert s.crowd.arrived > s.list.first_waiting > 0
    assert s.crowd.admitted > 0


def check_cells(s):
    """One person a cell, each where the cells say, on their own ground; neighbors recounted."""
    people, occupant = s.people, s.cells.occupant
    here = s.active[: s.crowd.active]
    cells = people.cell[here]
    assert np.unique(here).size == here.size
    assert np.unique(cells).size == here.size
    np.testing.assert_array_equal(occupant[cells], here)
    assert (occupant >= 0).sum() == here.size
    gone = np.ones(people.size, bool)
    gone[here] = False
    assert np.all(people.cell[gone] == -1)
    in_lane = people.conduct[here] == BESIDE
    np.testing.assert_array_equal(s.place.walkable[cells], np.where(in_lane, 2, 1))
    taken = (occupant >= 0).reshape(-1, s.place.stride).astype(int)
    recount = sum(np.roll(taken, step, (0, 1)) for step in STEPS)
    inside = (slice(1, -1), slice(1, -1))
    counted = s.cells.neighbors.reshape(-1, s.place.stride)
    np.testing.assert_array_equal(counted[inside], recount[inside])
    assert np.all(s.cells.claims == 0)
    assert np.all(people.incoming_drive[here] == 0.0)


def check_counts(s):
    """arrived = admitted + turned back + left + present, each counted by what people do."""
    crowd, conduct = s.crowd, s.people.conduct
    present = np.isin(conduct, ON_SITE).sum()
    assert present == crowd.active
    np.testing.assert_array_equal(
        np.flatnonzero(np.isin(conduct, ON_SITE)), np.sort(s.active[: crowd.active])
    )
    counts = {ADMITTED: crowd.admitted, TURNED_BACK: crowd.turned_back, LEFT: crowd.left}
    for code, count in counts.items():
        assert (conduct == code).sum() == count
    gone = crowd.admitted + crowd.turned_back + crowd.left
    assert crowd.arrived == gone + crowd.active + crowd.outside
    assert (conduct == EXPECTED).sum() == s.people.size - crowd.arrived
    assert crowd.admissions == crowd.admitted


def steps_allowed(s):
    """Pairs (cell, step) that no wall forbids."""
    return (s.place.gain > 0.5 * BARRED) | (s.place.side_gain > 0.5 * BARRED)


def check_steps(s, allowed, before):
    """Everybody stayed, made one allowed step, or (a step and an exchange) two."""
    moved = np.flatnonzero((before >= 0) & (s.people.cell >= 0) & (before != s.people.cell))
    talks = is_due(s.crowd.step * s.time_step, s.time_step, TALK)
    offsets = s.place.offsets
    for person in moved:
        reach = {before[person]}
        for _ in range(2 if talks else 1):
            reach |= {cell + offsets[k] for cell in reach for k in np.flatnonzero(allowed[cell])}
        assert s.people.cell[person] in reach


def check_numbers(s):
    """Numbers run from 1 without gaps, each on one wrist, later numbers written later."""
    last, people = int(s.list.last_number), s.people
    holders = s.holder[1 : last + 1]
    assert np.unique(holders).size == last
    np.testing.assert_array_equal(people.number[holders], 1 + np.arange(last))
    assert (people.number > 0).sum() == last
    assert np.all(np.diff(people.numbered_time[holders]) >= 0.0)
    without = people.number == 0
    assert np.isnan(people.numbered_time[without]).all()
    assert not np.isin(people.conduct[without], (HOLDING, CALLED)).any()


def check_minutes(s):
    """The minute log counts what an observer would."""
    log = s.minute_log[: s.crowd.minutes]
    assert len(log) == int(s.crowd.step * s.time_step / 60.0 + 1e-6)
    np.testing.assert_allclose(log.time, 60.0 * np.arange(1, len(log) + 1))
    on_site = log.arriving + log.seeking + log.holding + log.called + log.pressing + log.beside
    present = on_site + log.outside
    gone = log.admitted + log.turned_back + log.left
    np.testing.assert_array_equal(present + gone, log.arrived)
    waiting = log.seeking + log.holding + log.called + log.pressing
    np.testing.assert_array_equal(waiting, log.queue_length)
    assert np.all(log.pressing_near <= log.waiting_near)
    for name in ("gate_open", "disorder", "gate_wear"):
        assert np.nanmin(log[name]) >= 0.0
        assert name == "gate_wear" or np.nanmax(log[name]) <= 1.0 + 1e-9
    for name in ("admitted", "arrived", "turned_back", "left", "shouts", "person_steps", "cars"):
        assert np.all(np.diff(log[name]) >= 0.0)
