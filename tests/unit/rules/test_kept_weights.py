"""Weights that are kept are those of where somebody stands and what they want now."""

import numpy as np
import pytest

from gatecrush.model.place.way import BARRED
from gatecrush.model.rules.goals import OUTWARD, TOWARDS, gain_of_step
from gatecrush.model.rules.kept_weights import are_kept, forget_weights, weigh_steps

from .crowds_by_hand import cell_at, crowd


def plain_weights(s, cell, goal, target):
    """What each step weighs, worked out anew, and where the step leads that gains most."""
    gains = np.array([gain_of_step(s.place, 0, cell, k, goal, target) for k in range(8)])
    pace = gains * s.place.cell / s.place.lengths
    weights = np.where(gains > 0.5 * BARRED, np.exp(s.rules.movement.sharpness * pace), 0.0)
    ahead = cell + s.place.offsets[gains.argmax()] if gains.max() > 0.0 else -1
    return weights, ahead


@pytest.fixture
def walker():
    """Somebody in the strip."""
    return crowd(1, [(0.2, 15.0)])


def test_whatever_was_kept_before_the_weights_are_those_of_now(walker):
    s, rng = walker, np.random.default_rng(3)
    ground = np.flatnonzero(s.place.walkable == 1)
    cells, targets = rng.choice(ground, 4), rng.choice(ground, 4)
    for _ in range(200):
        cell, target = int(rng.choice(cells)), int(rng.choice(targets))
        goal = int(rng.choice([TOWARDS, OUTWARD]))
        s.people.cell[0] = cell
        weigh_steps(s, 0, goal, target)
        weights, ahead = plain_weights(s, cell, goal, target)
        np.testing.assert_allclose(s.work.weights[0], weights, rtol=1e-12)
        assert s.work.kept.ahead[0] == ahead


def test_nothing_is_worked_out_twice_until_it_is_forgotten(walker):
    s, target = walker, cell_at(walker.place, 0.2, 20.0)
    assert not are_kept(s, 0, 0, TOWARDS, target)
    weigh_steps(s, 0, TOWARDS, target)
    assert are_kept(s, 0, 0, TOWARDS, target)
    s.work.weights[0] = -1.0
    weigh_steps(s, 0, TOWARDS, target)
    assert np.all(s.work.weights[0] == -1.0)
    forget_weights(s)
    weigh_steps(s, 0, TOWARDS, target)
    assert np.all(s.work.weights[0] >= 0.0)
