"""Stepping back by hand: who does it, at which rate."""

import numpy as np

from gatecrush.agents.conduct import PRESSING
from gatecrush.model.rules.standstill import FREE, STUCK, TIGHT
from gatecrush.model.rules.stepping_back import may_move, steps_back, would_step_back

from .crowds_by_hand import crowd

TIGHTLY = [(0.2, 15.0), (0.2, 14.6), (0.2, 15.4), (0.6, 15.0), (-0.2, 15.0)]


def share_of_steps(s, asked):
    """Return the share of 4,000 time steps in which something is so."""
    said = []
    for _ in range(4000):
        s.crowd.step += 1
        said.append(asked())
    return np.mean(said)


def test_the_rate_is_per_second():
    s = crowd(1, TIGHTLY[:1], **{"movement.step_back": 0.5})
    share = share_of_steps(s, lambda: would_step_back(s, 0))
    assert abs(share - 0.5 * s.time_step) < 0.02


def test_only_the_calm_who_stand_tightly_step_back():
    s = crowd(5, TIGHTLY, **{"movement.step_back": 3.0})
    s.people.conduct[:] = PRESSING
    assert share_of_steps(s, lambda: steps_back(s, 0, 2.5)) > 0.5
    assert share_of_steps(s, lambda: steps_back(s, 0, 9.0)) == 0.0
    s.people.drive[0] = 0.2
    assert share_of_steps(s, lambda: steps_back(s, 0, 2.5)) == 0.0


def test_who_found_no_step_is_asked_only_to_step_back():
    s = crowd(1, TIGHTLY[:1], **{"movement.step_back": 0.5})
    shares = []
    for how in (FREE, TIGHT, STUCK):
        s.standstill[0] = how
        shares.append(share_of_steps(s, lambda: may_move(s, 0)))
    assert shares[0] == 1.0
    assert abs(shares[1] - 0.5 * s.time_step) < 0.02
    assert shares[2] == 0.0
