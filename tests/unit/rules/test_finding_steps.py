"""Whoever has looked for steps need not be asked again for draws that keep them where they are."""

import numpy as np
import pytest

from gatecrush.agents.conduct import PRESSING
from gatecrush.model.rules.finding_steps import likeliest_to_leave, look_for_steps
from gatecrush.model.rules.goals import TO_GATE
from gatecrush.model.rules.movement import choose_step

from .crowds_by_hand import crowd


@pytest.mark.parametrize("limit", [0.5, 6.0, 20.0])
def test_who_is_not_asked_would_have_stayed(limit):
    """From the likeliest draw on nobody leaves; below it all do who choose as they found."""
    rng, left = np.random.default_rng(5), 0
    for _ in range(40):
        near = [(0.2 + 0.4 * i, 15.0 + 0.4 * j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
        others = [near[n] for n in rng.choice(8, int(rng.integers(3, 8)), replace=False)]
        s = crowd(1 + len(others), [(0.2, 15.0), *others], **{"movement.sharpness": 3.0})
        s.people.conduct[0] = PRESSING
        likeliest = likeliest_to_leave(look_for_steps(s, 0, limit))
        for u in rng.random(50):
            leaves = choose_step(s, 0, TO_GATE, -1, limit, u) >= 0
            assert leaves == (u < likeliest)
            left += leaves
    assert (left > 0) == (limit > 0.5)
