"""Movement by hand: chances, comfort, the choice of a step, contested cells, a free walk."""

import numpy as np
import pytest

from gatecrush.agents.conduct import CALLED, HOLDING
from gatecrush.model.rules.goals import TO_GATE
from gatecrush.model.rules.movement import (
    carry_out_steps,
    choose_step,
    propose_steps,
)
from gatecrush.model.rules.settling import list_restless
from gatecrush.model.rules.step import take_steps

from .crowds_by_hand import crowd


def step(s):
    """Let everybody take one step; return how many moved."""
    s.crowd.step += 1
    return carry_out_steps(s, propose_steps(s))


@pytest.mark.parametrize("sharpness", [0.0, 1.0, 3.0])
def test_steps_are_chosen_by_their_weights(sharpness):
    """One pass gives each candidate, and staying, the share exp(k_S pace)/sum."""
    s = crowd(1, [(0.0, 15.0)], **{"movement.sharpness": sharpness})
    cell = s.people.cell[0]
    pace = s.place.gain[cell] * s.place.cell / s.place.lengths
    weights = np.append(np.exp(sharpness * pace), 1.0)
    draws = (np.arange(4000) + 0.5) / 4000
    chosen = [choose_step(s, 0, TO_GATE, -1, -1.0, u) for u in draws]
    shares = np.array([chosen.count(k) for k in (*range(8), -1)]) / draws.size
    np.testing.assert_allclose(shares, weights / weights.sum(), atol=2e-3)


def test_nobody_chooses_a_taken_cell_or_one_too_crowded():
    s = crowd(4, [(0.2, 15.0), (0.2, 14.6), (0.6, 14.6), (-0.2, 14.6)])
    chosen = {choose_step(s, 0, TO_GATE, -1, -1.0, u) for u in np.linspace(0.0, 0.999, 200)}
    taken = {k for k in range(8) if s.cells.occupant[s.people.cell[0] + s.place.offsets[k]] >= 0}
    assert len(taken) == 3
    assert not chosen & taken
    assert choose_step(s, 0, TO_GATE, -1, 0.0, 0.5) == -1


@pytest.mark.parametrize(("friction", "moving"), [(0.0, 1), (1.0, 0)])
def test_one_or_nobody_enters_a_contested_cell(friction, moving):
    """Two people face one free cell: the only one that brings both nearer to the gate."""
    changes = {"site.strip_width": 1.2, "gate.width": 0.4, "movement.friction": friction}
    eager = {"movement.sharpness": 100.0, "movement.time_gap": 0.1}
    s = crowd(2, [(-0.4, 0.2), (0.4, 0.2)], **changes | eager)
    start = s.people.cell.copy()
    for _ in range(12):
        moved = step(s)
        assert moved == moving
        if moved:
            assert (s.people.cell != start).sum() == 1
            break


def test_a_free_walk_takes_its_time():
    """Nobody is faster than their desired speed, nor loses more than a quarter on the way."""
    s = crowd(1, [(0.2, 39.0)])
    while s.crowd.admitted == 0:
        take_steps(s, 1)
        assert s.crowd.step < 300
    assert 0.75 * 1.33 < 38.0 / (s.crowd.step * s.time_step) <= 1.33


def test_whoever_is_blocked_on_all_sides_stays():
    spots = [(x, y) for y in (14.6, 15.0, 15.4) for x in (-0.2, 0.2, 0.6)]
    spots.insert(0, spots.pop(4))
    s = crowd(9, spots)
    s.people.conduct[1:] = HOLDING
    s.people.settled[1:] = 1
    list_restless(s)
    cells = s.people.cell.copy()
    for _ in range(10):
        step(s)
    np.testing.assert_array_equal(s.people.cell, cells)


def test_called_wait_at_their_distance_until_the_gate_opens():
    s = crowd(1, [(0.2, 6.0)], **{"gate.always_open": False})
    s.people.conduct[0] = CALLED
    s.gate.next_opening = 1e9
    for _ in range(40):
        step(s)
    waits_at = s.place.to_gate[s.people.cell[0]]
    assert s.rules.waiters.calling_distance - 0.6 < waits_at <= s.rules.waiters.calling_distance
    s.gate.is_open = 1
    for _ in range(20):
        step(s)
    assert s.place.to_gate[s.people.cell[0]] < 0.3
