"""Two people change places: at which rate, and nobody else moves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.agents.conduct import ARRIVING, BESIDE, CALLED, HOLDING, PRESSING, SEEKING
from gatecrush.model.rules.squeezing import exchange_rate, squeeze, squeezing_rate

from .crowds_by_hand import crowd


@given(st.floats(0.0, 3.0), st.floats(0.3, 1.0), st.floats(0.3, 1.0), st.floats(0.0, 1.0))
def test_only_the_more_assertive_squeeze_past(rate, mine, theirs, drive):
    result = squeezing_rate(rate, mine, theirs, drive)
    assert result >= 0.0
    assert result == 0.0 or mine > theirs
    assert squeezing_rate(rate, mine, theirs, 0.0) == 0.0


def test_exchange_swaps_two_people_and_nobody_else():
    s = crowd(2, [(0.2, 15.0), (0.2, 14.6)], **{"movement.threading": 3.0})
    s.people.conduct[1] = HOLDING
    s.people.target[1] = s.people.cell[1]
    before = s.people.cell.copy()
    for _ in range(20):
        s.crowd.step += 1
        squeeze(s, 0.9)
        if s.people.cell[0] != before[0]:
            break
    np.testing.assert_array_equal(s.people.cell, before[::-1])
    np.testing.assert_array_equal(s.cells.occupant[s.people.cell], [0, 1])
    assert s.cells.occupant.max() == 1
    assert (s.cells.occupant >= 0).sum() == 2


@pytest.mark.parametrize(
    ("mine", "theirs", "rate"),
    [
        (ARRIVING, HOLDING, 0.7),  # who stands about lets others through
        (PRESSING, PRESSING, 0.9 * 0.3 * 0.5),  # the more assertive get past, by their drive
        (CALLED, CALLED, 0.7),  # the earlier number
        (CALLED, PRESSING, 0.0),
        (ARRIVING, ARRIVING, 0.0),
        (SEEKING, PRESSING, 0.35),  # on the way out of a crowd
        (PRESSING, BESIDE, 0.0),
    ],
)
def test_rates_by_hand(mine, theirs, rate):
    s = crowd(2, **{"movement.threading": 0.7, "movement.squeezing": 0.9})
    s.people.conduct[:], s.people.number[:] = [mine, theirs], [1, 2]
    s.people.assertiveness[:], s.people.drive[0] = [0.8, 0.5], 0.5
    assert exchange_rate(s, 0, 1) == pytest.approx(rate)
